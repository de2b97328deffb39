"""What is kept of a draft, in words: nobody has to trust that it was saved."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.models import Review


def kept_words(review: Review) -> str:
    """Return how many points, justifications and opinions are kept, and whether verdict and summary are."""
    scores, opinions = list(review.scores.all()), review.opinions.count()
    said = [
        _("打分 %(count)d 项") % {"count": sum(s.points is not None for s in scores)},
        _("评分理由 %(count)d 项") % {"count": sum(bool(s.justification) for s in scores)},
        _("意见 %(count)d 条") % {"count": opinions},
    ]
    said += [_("评审结论")] if review.verdict else []
    said += [_("总体评价")] if review.summary else []
    return _("、").join(said)


def draft_words(review: Review, pack: Pack, shown: Callable[[str], str]) -> str:
    """Return all that is kept of a draft as lines, to set beside what another window holds."""
    labels: dict[str, str] = {item.code: words(item.label) for item in pack.review.items}
    lines = [
        f"{labels.get(s.item, s.item)} {'—' if s.points is None else s.points} {s.justification}".rstrip()
        for s in review.scores.all()
        if s.points is not None or s.justification
    ]
    lines += [f"{o.section} {shown(o.quote)} {o.demand}".strip() for o in review.opinions.order_by("pk")]
    lines += [words(v.label) for v in pack.review.verdicts if v.code == review.verdict]
    return "\n".join([*lines, review.summary] if review.summary else lines)
