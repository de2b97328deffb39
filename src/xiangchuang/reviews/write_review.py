"""An expert's scores, verdict and opinions on one revision: a draft, then fixed with a hash."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import json_sha256
from xiangchuang.policy.pack import Pack, ScoreItem
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.perform import Step, claim, perform, step_of_draft
from xiangchuang.procedure.stages import close_work_items
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.proposals.models import PlanRevision, Proposal
from xiangchuang.proposals.queries import submitted_revision
from xiangchuang.proposals.reading_mask import mask_for
from xiangchuang.reviews.models import (
    ACTIVE_SEATS,
    Opinion,
    Panel,
    Review,
    ReviewScore,
    Seat,
    SeatState,
    Severity,
)
from xiangchuang.reviews.panel import REVIEW
from xiangchuang.reviews.reading import own_seat, seated_in
from xiangchuang.reviews.reading_text import ReadingText, reading_text


@dataclass(frozen=True)
class ScoreDraft:
    """Points (0 to the pack's scale) for one item, with their justification; None is not scored yet."""

    item: str
    points: int | None
    justification: str = ""


@dataclass(frozen=True)
class OpinionDraft:
    """One demand on one section of the outline."""

    section: str
    demand: str
    severity: str = Severity.MUST
    quote: str = ""


@dataclass(frozen=True)
class ReviewDraft:
    """All that an expert says; any part may be empty until it is submitted."""

    scores: Sequence[ScoreDraft] = ()
    verdict: str = ""
    summary: str = ""
    opinions: Sequence[OpinionDraft] = ()


def items_for(kind: str, pack: Pack) -> list[ScoreItem]:
    """Return the lines of the score sheet that experts of this kind fill in."""
    return [item for item in pack.review.items if not item.kinds or kind in item.kinds]


@guard("all_reviews_in")
def all_reviews_in(at: Standpoint) -> list[Blocker]:
    """5.2-1: the whole panel has been heard."""
    panel = Panel.objects.filter(run=at.run).first()
    if panel is None or panel.reading_opened_at is None:
        return [Blocker(_("专家组还没有开始审阅"), "5.2-1", "open_reading")]
    waiting = panel.seats.filter(state__in=ACTIVE_SEATS).exclude(state=SeatState.SUBMITTED)
    kinds: dict[str, str] = {k.code: words(k.label) for k in at.pack.panel.kinds}
    return [
        Blocker(
            _("等待%(kind)s %(count)s 人提交评审意见") % {"kind": kinds.get(kind, kind), "count": count},
            "5.2-1",
            "submit_review",
        )
        for kind, count in Counter(waiting.values_list("kind", flat=True)).items()
    ]


SAVE = Verb("save_review", gettext_lazy("保存草稿"), role="expert", shared=True)
SUBMIT = Verb(
    "submit_review", gettext_lazy("审阅方案并评审"), role="expert", shared=True, tone="primary",
    clause="5.2-1", page="reviews:submit-review", offered=seated_in(SeatState.READING),
)  # fmt: skip
contribute("review", SUBMIT, SAVE)


def save_review(*, actor: Actor, case: Case, seat_seen: int, draft: ReviewDraft) -> Review:
    """Keep the draft as it stands, complete or not; raises Blocked once the review is submitted."""
    with perform(SAVE, actor=actor, case=case, seen=seat_seen) as step:
        return _write(step, seat_seen, draft)


def keep_review(*, actor: Actor, case: Case, seat_seen: int, draft: ReviewDraft) -> Review:
    """Keep what is being typed, as `save_review` does, without an entry in the ledger.

    Raises Stale when another window has saved other words since: nothing of either is overwritten. The same
    words again change nothing.
    """
    with transaction.atomic():
        step = step_of_draft(SAVE, actor=actor, case=case)
        kept = Review.objects.filter(seat=own_seat(step)).select_related("seat").first()
        if kept is not None and kept.submitted_at is None and draft_of(kept) == _tidy(draft):
            return kept
        return _write(step, seat_seen, draft)


def submit_review(*, actor: Actor, case: Case, seat_seen: int, draft: ReviewDraft) -> Review:
    """Fix the review with its hash; raises Invalid with the first part that is missing or contradictory."""
    with perform(SUBMIT, actor=actor, case=case, seen=seat_seen) as step:
        review = _write(step, seat_seen, draft)
        kept = draft_of(review)
        gaps = review_gaps(review.seat.kind, kept, step.pack)
        if gaps := gaps + quote_gaps(kept, lambda: _text_read(step, review.revision)):
            raise Invalid(
                _("；").join(gaps) + _("。"), clause="5.2-1", remedy=_("补齐后再提交；草稿可以先保存。")
            )
        review.submitted_at = clock.now()
        review.text_sha256 = review_sha256(review)
        review.save(update_fields=["submitted_at", "text_sha256"])
        Seat.objects.filter(pk=review.seat_id).update(state=SeatState.SUBMITTED)
        close_work_items(step.run, what=REVIEW, user_id=review.seat.expert.user_id)
        step.note(sha256=review.text_sha256, revision=review.revision.number)
    return review


def review_gaps(kind: str, draft: ReviewDraft, pack: Pack) -> list[str]:
    """Return what keeps a review from being submitted, in words."""
    gaps = []
    scored = {s.item: s for s in draft.scores if s.points is not None}
    for item in items_for(kind, pack):
        if item.code not in scored:
            gaps.append(_("“%(item)s”没有打分") % {"item": words(item.label)})
        elif not scored[item.code].justification.strip():
            gaps.append(_("“%(item)s”没有写评分理由") % {"item": words(item.label)})
    if not draft.summary.strip():
        gaps.append(_("没有写总体评价"))
    gaps += [
        _("意见要写明针对哪一节和怎样修改")
        for opinion in draft.opinions
        if not opinion.section or not opinion.demand.strip()
    ][:1]
    return gaps + _verdict_gaps(draft, pack)


def _verdict_gaps(draft: ReviewDraft, pack: Pack) -> list[str]:
    outcome = next((v.outcome for v in pack.review.verdicts if v.code == draft.verdict), None)
    must = any(opinion.severity == Severity.MUST for opinion in draft.opinions)
    if outcome is None:
        return [_("没有选择评审结论")]
    if outcome == "passed" and must:
        return [_("结论是同意，意见里却有“必须修改”：改为“建议”，或换一个结论")]
    if outcome == "revise" and not must:
        return [_("结论是修改后再论证，要写至少一条“必须修改”的意见")]
    return []


def quote_gaps(draft: ReviewDraft, text: Callable[[], ReadingText]) -> list[str]:
    """Return which quotations do not stand in the plan, in words; `text` is asked for where one quotes."""
    quoted = [o for o in draft.opinions if o.quote.strip()]
    read = text() if quoted else None
    return [
        _("意见引的原文“%(quote)s”不在方案里：照方案原文改正，或者删去引文") % {"quote": o.quote.strip()[:40]}
        for o in quoted
        if read is not None and read.cited(o.section, o.quote) is None
    ]


def draft_of(review: Review) -> ReviewDraft:
    """Return what is kept of a review as its author wrote it."""
    return ReviewDraft(
        tuple(ScoreDraft(s.item, s.points, s.justification) for s in review.scores.all()),
        review.verdict,
        review.summary,
        tuple(OpinionDraft(o.section, o.demand, o.severity, o.quote) for o in review.opinions.order_by("pk")),
    )


def _tidy(draft: ReviewDraft) -> ReviewDraft:
    """Return the draft as it would be kept."""
    return ReviewDraft(
        tuple(ScoreDraft(s.item, s.points, normalise_text(s.justification)) for s in draft.scores),
        draft.verdict,
        normalise_text(draft.summary),
        tuple(
            OpinionDraft(o.section, normalise_text(o.demand), o.severity, normalise_text(o.quote))
            for o in draft.opinions
            if o.demand.strip() or o.quote.strip()
        ),
    )


def review_sha256(review: Review) -> str:
    """Return the SHA-256 over plan revision, scores, verdict, summary and opinions in canonical JSON."""
    content = {
        "revision": review.revision.content_sha256,
        "scores": [[s.item, s.points, s.justification] for s in review.scores.all()],
        "verdict": review.verdict,
        "summary": review.summary,
        "opinions": [[o.section, o.quote, o.demand, o.severity] for o in review.opinions.order_by("pk")],
    }
    return json_sha256(content)


def _write(step: Step, seat_seen: int, draft: ReviewDraft) -> Review:
    seat = own_seat(step)
    claim(seat, seat_seen)
    if seat.state == SeatState.INVITED:
        raise Blocked(_("先声明无利益冲突，再审阅方案。"), clause="5.2-1")
    if seat.state != SeatState.READING:
        raise Blocked(_("评审意见已经提交，内容已固定。"), clause="5.2-1")
    _refuse_forged(seat.kind, draft, step.pack)
    review = Review.objects.filter(seat=seat).select_related("revision").first()
    if review is None:
        review = Review(seat=seat, revision=read_revision(step.case))
    draft = _as_written(_tidy(draft), lambda: _text_read(step, review.revision))
    review.seat = seat
    review.verdict, review.summary = draft.verdict, draft.summary
    review.saved_at = clock.now()
    review.save()
    _replace_scores(review, draft.scores)
    _replace_opinions(review, step.case, draft.opinions)
    step.subject = f"review:{review.pk}"
    return review


def _text_read(step: Step, revision: PlanRevision) -> ReadingText:
    return reading_text(revision, mask_for(step.actor, step.case))


def _as_written(draft: ReviewDraft, text: Callable[[], ReadingText]) -> ReviewDraft:
    """Quotations are kept as the plan has them, with their section where none was chosen."""
    if not any(o.quote for o in draft.opinions):
        return draft
    read, opinions = text(), []
    for o in draft.opinions:
        passage = read.cited(o.section, o.quote) if o.quote else None
        opinions.append(
            OpinionDraft(o.section or passage.section, o.demand, o.severity, passage.words) if passage else o
        )
    return replace(draft, opinions=tuple(opinions))


def read_revision(case: Case) -> PlanRevision:
    """Return the plan the panel reads: the newest submitted one. Raises Blocked without any."""
    revision = submitted_revision(Proposal.objects.get(case=case))
    if revision is None:
        raise Blocked(_("还没有提交的建设方案可供审阅。"), clause="5.2-1")
    return revision


def _refuse_forged(kind: str, draft: ReviewDraft, pack: Pack) -> None:
    items = {item.code for item in items_for(kind, pack)}
    for score in draft.scores:
        if score.item not in items:
            raise Invalid(_("评分表没有这一项，刷新页面后重新填写。"))
        if score.points is not None and not 0 <= score.points <= pack.review.scale:
            raise Invalid(_("每项打分在 0 到 %(scale)s 之间。") % {"scale": pack.review.scale})
    sections = {s.code for chapter in pack.outline.chapters for s in chapter.sections} | {""}
    if any(o.section not in sections or o.severity not in Severity.values for o in draft.opinions):
        raise Invalid(_("方案提纲没有这一节，刷新页面后重新选择。"))
    if draft.verdict and draft.verdict not in {v.code for v in pack.review.verdicts}:
        raise Invalid(_("没有这个评审结论，刷新页面后重新选择。"))


def _replace_scores(review: Review, scores: Sequence[ScoreDraft]) -> None:
    review.scores.all().delete()
    ReviewScore.objects.bulk_create(
        ReviewScore(review=review, item=s.item, points=s.points, justification=s.justification)
        for s in scores
    )  # fmt: skip


def _replace_opinions(review: Review, case: Case, opinions: Sequence[OpinionDraft]) -> None:
    review.opinions.all().delete()
    Opinion.objects.bulk_create(
        Opinion(review=review, case=case, section=o.section, severity=o.severity, demand=o.demand,
                quote=o.quote)
        for o in opinions
    )  # fmt: skip
