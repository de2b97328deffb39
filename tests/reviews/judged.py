"""Further proposals with rounds that were judged, as rows: what a comparison over many of them reads."""

from collections.abc import Mapping, Sequence

from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert
from xiangchuang.procedure.models import Case, StageRun
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.reviews.models import BatchedCase, Panel, Review, ReviewBatch, ReviewScore, Seat
from xiangchuang.reviews.write_review import items_for


def further_case(like: Case, number: str) -> Panel:
    """Another proposal of the same policy at the same stage, with an empty panel."""
    case = Case.objects.get(pk=like.pk)
    case.pk, case.number, case.title = None, number, f"示例方案 {number}"
    case.save(force_insert=True)
    run = StageRun.objects.create(
        case=case, stage_code=case.stage_code, stage_kind="review", opened_at=clock.now()
    )
    return Panel.objects.create(case=case, run=run, created_at=clock.now(), reading_opened_at=clock.now())


def judge(panel: Panel, revision: PlanRevision, points: Mapping[Expert, int], *, verdict: str = "approve",
          kind: str = "technical") -> list[Review]:  # fmt: skip
    """Let each expert give every item the same points."""
    found = []
    for expert, given in points.items():
        seat = Seat.objects.create(panel=panel, expert=expert, kind=kind, state="submitted")
        review = Review.objects.create(
            seat=seat, revision=revision, verdict=verdict, saved_at=clock.now(), submitted_at=clock.now(),
            text_sha256="0" * 64,
        )  # fmt: skip
        ReviewScore.objects.bulk_create(
            ReviewScore(review=review, item=item.code, points=given, justification="依据方案相应章节。")
            for item in items_for(kind, pack_of(panel.case))
        )
        found.append(review)
    return found


def in_batch(batch: ReviewBatch, panels: Sequence[Panel]) -> None:
    """Put the cases of these panels in."""
    BatchedCase.objects.bulk_create(
        BatchedCase(batch=batch, case=panel.case, put_in_at=clock.now()) for panel in panels
    )
