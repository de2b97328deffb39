"""An expert sees and corrects the own record: what matters for a panel is confirmed by an officer first."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, Stale
from xiangchuang.calendars import clock
from xiangchuang.experts.keeping import claim, enter, is_own, line, officer, own_or_officer, paragraph
from xiangchuang.experts.models import (
    Correction,
    Employment,
    Expert,
    ExpertField,
    ExpertKind,
    PanelKind,
    RequestState,
)
from xiangchuang.organizations.models import Organization

GOVERNED: Final = ("name", "title", "employer", "kinds", "fields")
"""What decides where an expert may sit: name, title, employer, kinds, fields."""


def amend_own(
    *, actor: Actor, expert: Expert, seen: int, phone: str, languages: str, bio: str, load_limit: int
) -> None:
    """Change what needs nobody's word: phone, languages, biography, load. Raises NotFound, Stale, Invalid."""
    acting = own_or_officer(actor, expert)
    if load_limit < 1:
        raise Invalid(_("同时承担的席位至少 1 个。"), remedy=_("暂时不便参加的，登记不便参加的日期。"))
    with transaction.atomic():
        claim(expert, seen)
        expert.phone = line(Expert, "phone", phone)
        expert.languages = line(Expert, "languages", languages)
        expert.bio, expert.load_limit = paragraph(Expert, "bio", bio), load_limit
        expert.save(update_fields=["phone", "languages", "bio", "load_limit"])
        enter(actor, "amend_expert", expert, acting=acting, detail={"load_limit": load_limit})


def governed_values(expert: Expert) -> dict[str, Any]:
    """Return the present values of what is confirmed by an officer."""
    return {
        "name": expert.name,
        "title": expert.title,
        "employer": expert.employer_id,
        "kinds": sorted(expert.kinds.values_list("kind", flat=True)),
        "fields": sorted(expert.fields.values_list("field", flat=True)),
    }


def ask_correction(*, actor: Actor, expert: Expert, changes: Mapping[str, Any], reason: str) -> Correction:
    """Ask an officer to correct the own record; until then the record stays as it is.

    changes: by the names of GOVERNED; employer by id. Raises NotFound, Invalid (nothing changes, no reason, a
    value that cannot be), Blocked (one waits already).
    """
    if not is_own(actor, expert):
        raise NotFound(_("没有这位专家，或者登记不归您查看。"))
    because = line(
        Correction, "reason", reason, _("更正的理由没有填写。"), _("写明依据，例如“2026 年 9 月调动”。")
    )
    now = governed_values(expert)
    wanted = {name: value for name, value in _checked(changes).items() if value != now[name]}
    if not wanted:
        raise Invalid(_("与现在的登记没有不同。"), remedy=_("改过需要更正的内容后再提交。"))
    with transaction.atomic():
        if expert.corrections.filter(state=RequestState.FILED).exists():
            raise Blocked(_("有一项更正正在审核。"), remedy=_("等审核后再提交，或撤回原来的一项。"))
        row = Correction.objects.create(
            expert=expert, before={name: now[name] for name in wanted}, after=wanted, reason=because,
            filed_at=clock.now(),
        )  # fmt: skip
        enter(
            actor, "ask_expert_correction", expert, detail={"correction": row.pk, "columns": sorted(wanted)}
        )
    return row


def withdraw_correction(*, actor: Actor, expert: Expert) -> None:
    """Take the own correction back that waits. Raises NotFound, Stale."""
    if not is_own(actor, expert):
        raise NotFound(_("没有这位专家，或者登记不归您查看。"))
    with transaction.atomic():
        waiting = expert.corrections.filter(state=RequestState.FILED)
        if not waiting.update(state=RequestState.WITHDRAWN):
            raise _decided_meanwhile()
        enter(actor, "withdraw_expert_correction", expert)


def decide_correction(*, actor: Actor, correction: Correction, accept: bool, answer: str = "") -> None:
    """Confirm a correction and change the record, or refuse it with a reason.

    Raises NotPermitted, Blocked (one's own record), Invalid, Stale (decided, or the record has changed).
    """
    acting, expert = officer(actor), Expert.objects.get(pk=correction.expert_id)
    if is_own(actor, expert):
        raise Blocked(_("本人的登记由另一名经办审核。"))
    missing = "" if accept else _("不同意的理由没有填写。")
    said = line(Correction, "answer", answer, missing, _("写明核实的情况，本人能看到。"))
    with transaction.atomic():
        state = RequestState.ACCEPTED if accept else RequestState.REFUSED
        waiting = Correction.objects.filter(pk=correction.pk, state=RequestState.FILED)
        if not waiting.update(state=state, answer=said, decided_by=actor.user, decided_at=clock.now()):
            raise _decided_meanwhile()
        if accept:
            now = governed_values(expert)
            if any(now[name] != before for name, before in correction.before.items()):
                raise Stale(
                    _("登记在申请之后改过，更正没有生效。"), remedy=_("退回，请本人对照现状重新申请。")
                )
            claim(expert, expert.version)
            _apply(expert, correction.after)
        detail = {"correction": correction.pk, "accepted": accept}
        enter(actor, "decide_expert_correction", expert, acting=acting, detail=detail)
    correction.refresh_from_db()


def _checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in changes.items():
        if name in ("name", "title"):
            found[name] = line(Expert, name, value, _("姓名没有填写。") if name == "name" else "")
        elif name == "employer":
            found[name] = int(value)
        elif name in ("kinds", "fields"):
            found[name] = sorted(set(value))
    if "kinds" in found and (not found["kinds"] or set(found["kinds"]) - set(PanelKind.values)):
        raise Invalid(_("至少选一个专家类别。"))
    if (
        "employer" in found
        and not Organization.objects.filter(pk=found["employer"], merged_into=None).exists()
    ):
        raise Invalid(_("登记册里没有这个任职单位。"), remedy=_("从列表中选择；没有的，先登记单位。"))
    return found


def _apply(expert: Expert, after: Mapping[str, Any]) -> None:
    for name in ("name", "title"):
        if name in after:
            setattr(expert, name, after[name])
    expert.save(update_fields=["name", "title"])
    if "kinds" in after:
        expert.kinds.exclude(kind__in=after["kinds"]).delete()
        known = set(expert.kinds.values_list("kind", flat=True))
        ExpertKind.objects.bulk_create(
            ExpertKind(expert=expert, kind=kind) for kind in after["kinds"] if kind not in known
        )
    if "fields" in after:
        expert.fields.exclude(field__in=after["fields"]).delete()
        known = set(expert.fields.values_list("field", flat=True))
        ExpertField.objects.bulk_create(
            ExpertField(expert=expert, field=code) for code in after["fields"] if code not in known
        )
    if "employer" in after:
        _move(expert, int(after["employer"]))


def _move(expert: Expert, employer_id: int) -> None:
    """The old employment ends today and stays known; the new one begins today."""
    today = clock.today()
    running = Employment.objects.filter(expert=expert, ended_on__isnull=True)
    running.filter(began_on__lte=today).update(ended_on=today)
    expert.employer_id = employer_id
    expert.save(update_fields=["employer"])
    Employment.objects.get_or_create(expert=expert, organization_id=employer_id, began_on=today)


def _decided_meanwhile() -> Stale:
    return Stale(_("这项更正已经审核或撤回，本次操作没有生效。"), remedy=_("刷新页面查看现状。"))
