"""Scoring again after the discussion: the first scoring stays, changes stand beside it with their reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import json_sha256
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.perform import Step, claim, perform
from xiangchuang.procedure.stages import close_work_items
from xiangchuang.procedure.verbs import Verb, contribute
from xiangchuang.reviews.meeting.convene import SCORING_WORK
from xiangchuang.reviews.meeting.models import PanelMeeting, SecondScore, SecondScoring
from xiangchuang.reviews.meeting.questions import is_open
from xiangchuang.reviews.meeting.standing_meeting import meeting_at, seated_when
from xiangchuang.reviews.models import Opinion, OpinionState, Review, Severity
from xiangchuang.reviews.reading import own_seat
from xiangchuang.reviews.write_review import items_for

LONGEST: Final = 4000


@dataclass(frozen=True)
class ChangedScore:
    """Other points for one item, with the reason for the change."""

    item: str
    points: int
    reason: str


@dataclass(frozen=True)
class SecondDraft:
    """What a member changes: only the items that differ; `reason` is that of another verdict."""

    scores: Sequence[ChangedScore] = ()
    verdict: str = ""
    reason: str = ""


SCORE_AGAIN = Verb(
    SCORING_WORK, gettext_lazy("讨论后再评分"), role="expert", shared=True, clause="5.2-1", tone="primary",
    page="reviews:score-again",
    offered=seated_when(lambda meeting: meeting.began_at is not None and is_open(meeting)),
)  # fmt: skip
KEEP = Verb("keep_scores", gettext_lazy("维持原评分"), role="expert", shared=True, clause="5.2-1")
contribute("review", SCORE_AGAIN, KEEP)


def score_again(*, actor: Actor, case: Case, seat_seen: int, draft: SecondDraft) -> SecondScoring:
    """A member changes points or verdict after the discussion; a later change takes the place of an earlier.

    Raises Blocked before the meeting, without a first scoring, or once the statement is laid; Invalid
    without any change, without a reason, or for a verdict against the member's own demands.
    """
    with perform(SCORE_AGAIN, actor=actor, case=case, seen=seat_seen) as step:
        meeting, review = _discussed(step, seat_seen)
        changes = _changes(review, draft, step.pack)
        verdict = draft.verdict or review.verdict
        if not changes and verdict == review.verdict:
            raise Invalid(_("分数和结论都没有改动。"), remedy=_("不改的，点“维持原评分”。"), clause="5.2-1")
        reason = normalise_text(draft.reason).strip()[:LONGEST] if verdict != review.verdict else ""
        _refuse_verdict(review, verdict, reason, step.pack)
        return _keep(step, meeting, review, verdict, reason, changes)


def keep_scores(*, actor: Actor, case: Case, seat_seen: int) -> SecondScoring:
    """A member confirms the first scoring after the discussion."""
    with perform(KEEP, actor=actor, case=case, seen=seat_seen) as step:
        meeting, review = _discussed(step, seat_seen)
        return _keep(step, meeting, review, review.verdict, "", [])


def _discussed(step: Step, seat_seen: int) -> tuple[PanelMeeting, Review]:
    seat = own_seat(step)
    claim(seat, seat_seen)
    meeting = meeting_at(step)
    if meeting.began_at is None:
        raise Blocked(_("论证会还没有开始，讨论后才能再评分。"), clause="5.2-1")
    if not is_open(meeting):
        raise Blocked(
            _("论证意见已提请签署，评分已经固定。"), remedy=_("仍有不同意见的，签署时写明理由。"),
            clause="5.2-1",
        )  # fmt: skip
    review = Review.objects.filter(seat=seat, submitted_at__isnull=False).first()
    if review is None:
        raise Blocked(
            _("您还没有提交第一次评分，不能再评分。"), remedy=_("先审阅方案并提交评审意见。"), clause="5.2-1"
        )
    review.seat = seat
    return meeting, review


def _changes(review: Review, draft: SecondDraft, pack: Pack) -> list[ChangedScore]:
    """Return the scores that really differ; raises Invalid for a foreign item, points or a missing reason."""
    items = {item.code: item for item in items_for(review.seat.kind, pack)}
    first = {s.item: s.points for s in review.scores.all()}
    found = []
    for score in draft.scores:
        if score.item not in items:
            raise Invalid(_("评分表没有这一项，刷新页面后重新填写。"))
        if not 0 <= score.points <= pack.review.scale:
            raise Invalid(_("每项打分在 0 到 %(scale)s 之间。") % {"scale": pack.review.scale})
        if score.points == first.get(score.item):
            continue
        reason = normalise_text(score.reason).strip()[:LONGEST]
        if not reason:
            label = words(items[score.item].label)
            raise Invalid(_("“%(item)s”改了分，写明理由。") % {"item": label}, clause="5.2-1")
        found.append(ChangedScore(score.item, score.points, reason))
    return found


def _refuse_verdict(review: Review, verdict: str, reason: str, pack: Pack) -> None:
    found = next((v for v in pack.review.verdicts if v.code == verdict), None)
    if found is None:
        raise Invalid(_("没有这个评审结论，刷新页面后重新选择。"))
    if verdict == review.verdict:
        return
    if not reason:
        raise Invalid(_("改了评审结论，写明理由。"), clause="5.2-1")
    if found.outcome == "passed" and own_demands(review):
        raise Invalid(
            _("您提出的“必须修改”意见还没有闭合，结论不能改为同意。"),
            remedy=_("维持原结论；方案完善后，在下一轮核对答复时闭合。"), clause="5.2-1",
        )  # fmt: skip


def own_demands(review: Review) -> bool:
    """Whether the member's own demands still stand."""
    own = Opinion.objects.filter(
        review__seat__expert_id=review.seat.expert_id, case_id=review.seat.panel.case_id,
        severity=Severity.MUST, review__submitted_at__isnull=False,
    )  # fmt: skip
    return own.exclude(state=OpinionState.CLOSED).exists()


def _keep(
    step: Step, meeting: PanelMeeting, review: Review, verdict: str, reason: str,
    changes: Sequence[ChangedScore],
) -> SecondScoring:  # fmt: skip
    content = {
        "review": review.text_sha256, "verdict": verdict, "reason": reason,
        "scores": [[c.item, c.points, c.reason] for c in changes],
    }  # fmt: skip
    scoring, _created = SecondScoring.objects.update_or_create(
        review=review,
        defaults={
            "meeting": meeting, "verdict": verdict, "reason": reason, "decided_at": clock.now(),
            "text_sha256": json_sha256(content),
        },
    )  # fmt: skip
    scoring.scores.all().delete()
    SecondScore.objects.bulk_create(
        SecondScore(scoring=scoring, item=c.item, points=c.points, reason=c.reason) for c in changes
    )
    close_work_items(step.run, what=SCORING_WORK, user_id=review.seat.expert.user_id)
    step.subject = f"review:{review.pk}"
    step.note(sha256=scoring.text_sha256, changed=len(changes), verdict=verdict)
    return scoring
