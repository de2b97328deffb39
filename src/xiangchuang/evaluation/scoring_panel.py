"""The panel that scores a round: formed as any review's, with conflicts center by center (6.5-2)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.evaluation.asked_materials import set_of
from xiangchuang.evaluation.collection_standing import scored_subjects
from xiangchuang.evaluation.models import ExpertScore, Round
from xiangchuang.evaluation.scorer_conflicts import bars
from xiangchuang.evaluation.scoring_rule import expert_rule, kinds_that_score, scoring_panel_rule
from xiangchuang.evaluation.scoring_sheets import Sheet, sheets_of
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import PanelKind
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.reviews.draws.verbs import COMMIT, SEAT_BY_DRAW, WITHDRAW
from xiangchuang.reviews.models import Panel, Seat
from xiangchuang.reviews.panel import REPLACE, SEAT, UNSEAT, begin_panel
from xiangchuang.reviews.panel_matters import PanelMatter, contribute_panel_matter
from xiangchuang.reviews.propose_panel import SEAT_PROPOSED
from xiangchuang.reviews.reading import DECLARE, OPEN_READING, RECUSE

SCORES: Final = "score_centers"
"""The verb that waits for a scorer who has declared."""
OPEN_SCORING = replace(OPEN_READING, label=gettext_lazy("开始评分"), page="evaluation:open-scoring")
DECLARE_AS_SCORER = replace(DECLARE, page="evaluation:declare-as-scorer")
SEE_PROGRESS = Verb("see_scoring", gettext_lazy("评分进度"), shared=True, page="evaluation:scoring")
RECUSE_FROM_ALL = replace(RECUSE, label=gettext_lazy("全部回避"), page="evaluation:recuse-from-all")


def carry_marks(at: Standpoint) -> None:
    """When a round comes back to scoring, each scorer finds the earlier marks again, as drafts to hand in."""
    panels = list(Panel.objects.filter(case=at.case)[:2])
    if len(panels) < 2:
        return
    now, before = panels
    seats = {(seat.expert_id, seat.kind): seat for seat in now.seats.all()}
    earlier = ExpertScore.objects.filter(seat__panel=before).select_related("seat").order_by("pk")
    ExpertScore.objects.bulk_create(
        ExpertScore(
            seat=seats[row.seat.expert_id, row.seat.kind], subject_id=row.subject_id,
            indicator=row.indicator, score=row.score, reason=row.reason,
        )
        for row in earlier
        if (row.seat.expert_id, row.seat.kind) in seats
    )  # fmt: skip


def centers_without_scorers(at: Standpoint) -> list[Blocker]:
    """Each center needs the pack's fewest scorers of every kind its set asks for, none in conflict."""
    panel = Panel.objects.filter(run=at.run).select_related("case").first()
    return _lacking(sheets_of(panel, at.pack), at) if panel is not None else []


@guard("scorers_enough")
def scorers_enough(at: Standpoint) -> list[Blocker]:
    """6.5-2: each center was scored by the fewest experts of every kind, and none still owes a sheet."""
    if expert_rule(at.pack) is None:
        return []
    panel = Panel.objects.filter(run=at.run).select_related("case").first()
    if panel is None or panel.reading_opened_at is None:
        return [Blocker(_("还没有组建评分专家组并开始评分"), "", "seat_expert")]
    sheets = sheets_of(panel, at.pack)
    lacking = _lacking([sheet for sheet in sheets if sheet.is_submitted], at)
    owed = {sheet.seat.pk for sheet in sheets if not sheet.is_submitted}
    if owed:
        return [Blocker(_("还有 %(count)d 位专家没有提交全部评分") % {"count": len(owed)}, "", "")]
    return lacking


def _lacking(sheets: Sequence[Sheet], at: Standpoint) -> list[Blocker]:
    """For each kind, how many centers have too few of these sheets."""
    subjects = list(scored_subjects(Round.objects.get(case=at.case), at.pack))
    have = Counter((sheet.subject.pk, sheet.seat.kind) for sheet in sheets)
    found = []
    for kind in scoring_panel_rule(at.pack).kinds:
        short = [
            subject
            for subject in subjects
            if kind.code in kinds_that_score([set_of(subject, at.pack)])
            and have[subject.pk, kind.code] < kind.seats
        ]
        if short:
            found.append(_short_of(kind, len(short)))
    return found


def _short_of(kind: PanelKind, centers: int) -> Blocker:
    message = _("%(count)d 个中心没有足够的%(kind)s评分：每个中心至少 %(need)d 人，与中心有利益冲突的不计")
    told = {"count": centers, "kind": words(kind.label), "need": kind.seats}
    return Blocker(message % told, kind.interprets or kind.clause, "seat_expert")


def marks_that_count(round_: Round) -> "list[ExpertScore]":
    """Return what the scorers of the newest panel handed in, by seat: earlier panels' marks count no more."""
    panel = Panel.objects.filter(case=round_.case_id).first()
    if panel is None:
        return []
    rows = ExpertScore.objects.filter(
        subject__round=round_, seat__in=_seats(panel), submitted_at__isnull=False
    )
    return list(rows.select_related("seat", "subject").order_by("seat", "pk"))


def _seats(panel: Panel) -> list[int]:
    active = Seat.objects.filter(panel=panel).exclude(state__in=["recused", "removed"])
    return list(active.values_list("pk", flat=True))


def names_of_centers(case: Case, pack: Pack) -> str:
    """What scorers should know: the centers' names say their fields."""
    subjects = scored_subjects(Round.objects.get(case=case), pack).select_related("center")
    return "\n".join([case.title, *(subject.center.name for subject in subjects)])


def contribute_scoring() -> None:
    """Let rounds be scored by a panel; called once from the app's `ready()`."""
    contribute_panel_matter(
        "evaluation",
        PanelMatter(
            rule=scoring_panel_rule, bars=bars, work=SCORES, open_page="evaluation:open-scoring",
            chosen_by=gettext_lazy("评估机构选定"), gaps=centers_without_scorers, about=names_of_centers,
        ),
    )  # fmt: skip
    verbs = (
        SEAT, UNSEAT, REPLACE, SEAT_PROPOSED, COMMIT, SEAT_BY_DRAW, WITHDRAW, OPEN_SCORING, SEE_PROGRESS,
        DECLARE_AS_SCORER, RECUSE_FROM_ALL,
    )  # fmt: skip
    contribute("scoring", *verbs, on_open=begin_panel, matters=("evaluation",))
    contribute("scoring", on_open=carry_marks, matters=("evaluation",))
