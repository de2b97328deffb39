"""What the case file shows of review and visit (reviews/case_review.html and case_visit.html)."""

from dataclasses import dataclass, replace
from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case, StageRun
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.reading_mask import mask_for
from xiangchuang.reviews.conclude_review import outcome_words
from xiangchuang.reviews.meeting.models import PanelMeeting
from xiangchuang.reviews.meeting.visibility import meetings_visible_to
from xiangchuang.reviews.models import Panel, Review, SiteVisit, VisitItem
from xiangchuang.reviews.on_site.contradictions import contradicted_claims
from xiangchuang.reviews.on_site.record_lines import (
    RecordLine,
    figure_lines,
    items_with_notes,
    record_lines,
)
from xiangchuang.reviews.opinion_lines import OpinionLine, opinion_lines, standing_of
from xiangchuang.reviews.panel_table import PanelTable, panel_table
from xiangchuang.reviews.queries import (
    panels_visible_to,
    reviews_visible_to,
    sees_inside,
    sees_record,
    visits_visible_to,
)
from xiangchuang.reviews.score_sheet import ScoreSheet, score_sheet
from xiangchuang.reviews.scores import RoundFigures, round_figures, with_scores


@dataclass(frozen=True)
class RoundTab:
    """One round of the review; panel and figures are None for those who may not see them."""

    run: StageRun
    outcome: str
    panel: PanelTable | None
    figures: RoundFigures | None
    submitted: int
    meeting: PanelMeeting | None
    sheet: ScoreSheet | None


@dataclass(frozen=True)
class VisitTab:
    """One visit; `shows_record` is for the department and the team, and so are `lines`.

    `contradicted` is what it found otherwise than the plan states; all in the case read it once it is over.
    """

    visit: SiteVisit
    outcome: str
    shows_record: bool
    lines: list[RecordLine]
    contradicted: list[RecordLine]


def case_review_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return `rounds` (newest first) and `opinions` as the actor may see them."""
    pack = pack_of(case)
    runs = list(StageRun.objects.filter(case=case, stage_kind="review").order_by("-round"))
    panels = {panel.run_id: panel for panel in panels_visible_to(actor, case)}
    is_inside = sees_inside(actor, case)
    reviews = list(with_scores(reviews_visible_to(actor, case))) if is_inside else []
    words = outcome_words()
    if (mask := mask_for(actor, case)) is not None:
        for run in runs:
            run.reason = mask.text(run.reason)
    meetings = {meeting.panel.run_id: meeting for meeting in meetings_visible_to(actor, case)}
    rounds = [
        replace(
            _round(run, panels.get(run.pk), reviews, pack, words.get(run.outcome, ""), is_inside),
            meeting=meetings.get(run.pk),
        )
        for run in runs
    ]
    lines: list[OpinionLine] = opinion_lines(actor, case, pack)
    return {
        "case": case, "rounds": rounds, "opinions": lines, "sees_inside": is_inside,
        "standing": standing_of(lines, runs[0].round if runs else 0),
    }  # fmt: skip


def _round(
    run: StageRun, panel: Panel | None, reviews: list[Review], pack: Pack, outcome: str, is_inside: bool
) -> RoundTab:
    own = [r for r in reviews if panel is not None and r.seat.panel_id == panel.pk]
    return RoundTab(
        run=run,
        outcome=outcome,
        panel=panel_table(panel, pack) if panel is not None else None,
        figures=round_figures(own, pack) if is_inside and own else None,
        submitted=len(own),
        meeting=None,
        sheet=score_sheet(own, pack) if is_inside else None,
    )


def case_visit_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return `visits` (newest first) as the actor may see them."""
    words = outcome_words()
    visits = visits_visible_to(actor, case).select_related("case", "run")
    otherwise = list(contradicted_claims(case)) if visits else []
    return {
        "case": case,
        "visits": [
            _visit_tab(visit, words.get(visit.run.outcome, ""), actor, otherwise)
            for visit in visits.prefetch_related("members__user")
        ],
    }


def _visit_tab(visit: SiteVisit, outcome: str, actor: Actor, otherwise: list[VisitItem]) -> VisitTab:
    shows, pack = sees_record(actor, visit), pack_of(visit.case)
    lines = record_lines(items_with_notes(visit), pack) if shows else []
    contradicted = figure_lines([item for item in otherwise if item.visit_id == visit.pk], pack)
    return VisitTab(visit, outcome, shows, lines, contradicted)
