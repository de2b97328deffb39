"""The steps of review and site visit in the example line: two rounds of argument, then the visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.demo import meeting_steps
from xiangchuang.procedure.models import StageRun
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.candidates import candidates
from xiangchuang.reviews.conclude_review import conclude_review, find_for_panel, panel_conditions
from xiangchuang.reviews.joint_panel import ask_department, cosign_panel
from xiangchuang.reviews.models import Found, Opinion, OpinionState, Panel, Seat, SeatState, SiteVisit
from xiangchuang.reviews.on_site.findings import Finding
from xiangchuang.reviews.opinions import answer_opinion, close_opinion
from xiangchuang.reviews.panel import active_seats, asked_departments, seat_expert
from xiangchuang.reviews.reading import declare_no_conflict, open_reading
from xiangchuang.reviews.visit import (
    conclude_visit,
    plan_visit,
    record_sha256,
    record_visit,
    sign_visit,
)
from xiangchuang.reviews.write_review import (
    OpinionDraft,
    ReviewDraft,
    ScoreDraft,
    items_for,
    read_revision,
    submit_review,
)

if TYPE_CHECKING:
    from xiangchuang.demo.line import Line

_QUOTED = 24


def review(line: Line) -> None:
    """One round: panel, declarations, reviews, findings, conclusion; the first round asks for a revision."""
    run = line.case.runs.get(closed_at__isnull=True)
    form_panel(line, run)
    line.wait(3)
    open_reading(actor=line.officer, case=line.case, seen=line.case.version)
    read_and_submit(line, run)
    line.wait(2)
    if (
        line.asks_revision
        and run.round == 1
        and "revise" in pack_of(line.case).procedures[line.case.kind].stage(run.stage_code).outcomes
    ):
        _conclude(line, "revise", "方案总体可行，部分章节需按意见完善后再论证。")
        return
    for opinion in Opinion.objects.filter(case=line.case, state=OpinionState.ANSWERED):
        close_opinion(actor=line.officer, case=line.case, seen=line.case.version, opinion_id=opinion.pk)
    for outcome in panel_conditions(line.case):
        if outcome.settled == "judgement":
            find_for_panel(
                actor=line.officer, case=line.case, seen=line.case.version, code=outcome.code, finding="met",
                reason="专家组审阅证明材料并讨论，一致认定。",
            )  # fmt: skip
    _conclude(line, "passed", "方案成熟，同意进入现场考察。")


def form_panel(line: Line, run: StageRun) -> None:
    """Seat the fewest experts that the pack's rule asks for, none with a conflict; a department co-signs."""
    panel, pack = Panel.objects.get(run=run), pack_of(line.case)
    wanted = {kind.code: kind.seats for kind in pack.panel.kinds}
    wanted[pack.panel.kinds[0].code] += max(0, pack.panel.size.min - sum(wanted.values()))
    for kind, count in wanted.items():
        have = sum(seat.kind == kind for seat in active_seats(panel))
        for _ in range(count - have):
            best = candidates(kind, panel=panel, case=line.case, pack=pack)[0]
            seat_expert(
                actor=line.officer, case=line.case, seen=line.case.version, expert=best.expert, kind=kind
            )
    if pack.panel.nomination.departments_cosign:
        department = line.province.finance_department
        # A further round asks the departments of the one before by itself.
        if department.pk not in asked_departments(panel):
            ask_department(
                actor=line.officer, case=line.case, seen=line.case.version, organization=department
            )
        line.wait(1)
        cosign_panel(actor=line.province.actor("caizheng"), case=line.case, seen=line.case.version)


def read_and_submit(line: Line, run: StageRun) -> None:
    """Every seated expert declares and submits; in the first round two of them ask for changes."""
    pack = pack_of(line.case)
    sections = [section.code for section in pack.outline.sections]
    for number, seat in enumerate(Panel.objects.get(run=run).seats.filter(state=SeatState.INVITED)):
        declare_no_conflict(actor=meeting_steps.person(seat), case=line.case, seat_seen=seat.version)
        seat.refresh_from_db()
        asks = line.asks_revision and run.round == 1 and number < 2
        wanted = "revise" if asks else "passed"
        submit_review(
            actor=meeting_steps.person(seat),
            case=line.case,
            seat_seen=seat.version,
            draft=ReviewDraft(
                scores=[
                    ScoreDraft(item.code, max(1, pack.review.scale - 2 + number % 2), "依据方案相应章节评定。")
                    for item in items_for(seat.kind, pack)
                ],
                verdict=next(v.code for v in pack.review.verdicts if v.outcome == wanted),
                summary="方案结构完整，目标可考核。",
                opinions=[
                    _asking(line, sections[-2 if number else 0])
                ] if asks else [],
            ),
        )  # fmt: skip
        line.wait(1)


def _asking(line: Line, code: str) -> OpinionDraft:
    """A demand on the section, with the first words of the passage it is about."""
    section = read_revision(line.case).sections.filter(code=code).first()
    texts = (
        [str(block["text"]) for block in section.blocks if block["kind"] == "paragraph"] if section else []
    )
    return OpinionDraft(code, "补充数据来源和测算依据。", quote=texts[0][:_QUOTED] if texts else "")


def _conclude(line: Line, outcome: str, summary: str) -> None:
    if line.is_sample and pack_of(line.case).review.meeting is not None:
        meeting_steps.convene(line.case, line.officer)
        meeting_steps.ask_and_answer(line.case, line.staff)
    meeting_steps.hold_meeting(line.case, line.officer, outcome)
    conclude_review(
        actor=line.officer, case=line.case, seen=line.case.version, outcome=outcome, summary=summary
    )


def answer_opinions(line: Line) -> None:
    """Answer every released opinion point by point."""
    for opinion in Opinion.objects.filter(case=line.case, released_at__isnull=False, state=OpinionState.OPEN):
        answer_opinion(
            actor=line.staff, case=line.case, seen=line.case.version, opinion_id=opinion.pk,
            answer="已在相应章节补充数据来源和测算过程，见修订稿。",
        )  # fmt: skip


def visit(line: Line) -> None:
    """Plan the visit with the officer and experts of the panel, record it, sign it, conclude it."""
    team, size = [line.province.users["jingban"]], pack_of(line.case).visit.team_size
    seats = Seat.objects.filter(panel__case=line.case, state=SeatState.SUBMITTED).select_related(
        "expert__user"
    )
    for seat in seats.order_by("-pk"):
        if len(team) < size and seat.expert.user is not None and seat.expert.user not in team:
            team.append(seat.expert.user)
    plan_visit(
        actor=line.officer, case=line.case, seen=line.case.version, visit_on=clock.today(),
        place=f"{line.lead.prefecture_label} {line.lead.name}研发基地", team=team,
    )  # fmt: skip
    line.wait(3)
    planned = SiteVisit.objects.get(run__case=line.case, run__closed_at__isnull=True)
    record_visit(
        actor=line.officer, case=line.case, seen=line.case.version,
        findings={item.code: Finding(Found.AS_STATED) for item in planned.items.all()},
        record="现场查看研发场地、中试线和平台运行情况，核对账目与合同，与方案所述相符。",
    )  # fmt: skip
    planned.refresh_from_db()
    for user in team:
        sign_visit(
            actor=Actor.of(user, clock.today()), case=line.case, seen=line.case.version,
            record_seen=record_sha256(planned),
        )  # fmt: skip
    conclude_visit(actor=line.officer, case=line.case, seen=line.case.version, outcome="passed")


STEPS: dict[str, Callable[[Line], None]] = {"review": review, "visit": visit}
