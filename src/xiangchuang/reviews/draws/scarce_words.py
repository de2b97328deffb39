"""Why no list can be drawn from, in words: the scarce kinds, and the smallest changes that would help."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from xiangchuang.assignment.draw.odds import OddsError
from xiangchuang.assignment.problem import Round
from xiangchuang.assignment.scarcity import Relaxation, explain
from xiangchuang.assignment.seating import Unfilled, build_panels
from xiangchuang.policy.panel import PanelRule
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.candidates import OBSTACLES


def scarce_words(given: Round, error: OddsError, rule: PanelRule) -> str:
    """Return what is lacking by kind, then each change that alone would fill the panel."""
    found = build_panels(given)
    if isinstance(found, Unfilled):
        return unfilled_words(given, found, rule)
    return _lacking_words(error.seats, rule)


def unfilled_words(given: Round, found: Unfilled, rule: PanelRule) -> str:
    """Return what stays unfilled by kind, then each change that alone would fill all panels."""
    told = _lacking_words(found.by_kind, rule)
    if len(given.proposals) > 1 and found.proposals:
        numbers = _("、").join(key.partition("/")[0] for key in found.proposals)
        told += _("凑不齐的方案：%(numbers)s。") % {"numbers": numbers}
    helps = list(_changes(explain(given, found).relaxations, rule))
    if not helps:
        return told
    return told + _("任选一项即可凑齐：%(changes)s。") % {"changes": _("；").join(helps)}


def _lacking_words(lacking: Mapping[str, int], rule: PanelRule) -> str:
    labels: dict[str, str] = {kind.code: words(kind.label) for kind in rule.kinds}
    said = _("；").join(
        _("%(kind)s缺 %(count)d 人") % {"kind": labels.get(kind, kind), "count": count}
        for kind, count in lacking.items()
        if count
    )
    return _("可以入席的专家不够：%(lacking)s。") % {"lacking": said or _("各类专家不能同时凑齐")}


def _changes(relaxations: Iterable[Relaxation], rule: PanelRule) -> Iterable[str]:
    labels: dict[str, str] = {kind.code: words(kind.label) for kind in rule.kinds}
    rules = {conflict.code: words(conflict.label) for conflict in rule.conflicts}
    rules |= {code: str(label) for code, label in OBSTACLES.items()} | {"rotation": _("轮换休息")}
    rules |= {"city": _("同一市州")}
    for one in relaxations:
        amount = {"count": one.amount}
        if one.change == "more_people":
            yield _("增加 %(count)d 名%(kind)s") % (amount | {"kind": labels[one.what]})
        elif one.change == "more_load":
            yield _("每位专家的席位上限增加 %(count)d 个") % amount
        elif one.change == "lift_rule":
            told = amount | {"rule": rules.get(one.what, one.what)}
            yield _("%(count)d 名专家不再因“%(rule)s”排除") % told
        elif one.change == "loosen_spread":
            told = amount | {"rule": rules.get(one.what, one.what)}
            yield _("同一专家组中“%(rule)s”放宽到 %(count)d 人") % told
