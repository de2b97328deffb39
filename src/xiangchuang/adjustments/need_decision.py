"""Who needs a decision: centers of the last published round on which the pack suggests something (6.5-3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiangchuang.adjustments.grounds import Suggested, on_record, suggestions
from xiangchuang.adjustments.models import Adjustment, Ground
from xiangchuang.adjustments.published import latest_round, published_scores
from xiangchuang.centers.models import GOING_ON, Center
from xiangchuang.evaluation.models import Round, SubjectScore
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import RUNNING, CaseState


@dataclass(frozen=True)
class NeedsDecision:
    """A center with its result, what is usually done on such a record, and whether something is under way."""

    center: Center
    score: SubjectScore
    suggested: Sequence[Suggested]
    is_busy: bool


@dataclass(frozen=True)
class Needed:
    """The last published round, how many results it has, the centers that need a decision, worst first."""

    round: Round | None
    scored: int
    lines: Sequence[NeedsDecision]


def need_decision(pack: Pack) -> Needed:
    """Return them in a fixed number of queries; a result that a decision already rests on is dealt with."""
    round_ = latest_round()
    if round_ is None:
        return Needed(None, 0, ())
    scores = {s.subject.center_id: s for s in published_scores().filter(subject__round=round_)}
    decided = Ground.objects.filter(
        score__in=[score.pk for score in scores.values()], adjustment__case__state=CaseState.COMPLETED
    )
    done = set(decided.values_list("adjustment__center", flat=True))
    going_on = Center.objects.filter(pk__in=scores, state__in=GOING_ON).exclude(pk__in=done)
    centers = list(going_on.select_related("lead"))
    busy = set(Adjustment.objects.filter(case__state__in=RUNNING).values_list("center", flat=True))
    records = on_record(centers)
    lines = [
        NeedsDecision(center, scores[center.pk], found, center.pk in busy)
        for center in centers
        if (found := suggestions(center, records[center.pk], pack))
    ]
    lines.sort(key=lambda line: -(line.score.rank or 0))
    return Needed(round_, len(scores), lines)
