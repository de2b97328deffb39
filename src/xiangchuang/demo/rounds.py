"""A round of the example under way: each step by the person whose step it is, with the verbs of the pages."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.decisions.check_integrity import IntegrityFinding, pass_integrity, record_integrity
from xiangchuang.demo.early_centers import EarlyCenter
from xiangchuang.demo.province import Province
from xiangchuang.demo.sample_files import letter_pdf
from xiangchuang.evaluation.answer_survey import Draft, answer_by_link
from xiangchuang.evaluation.asked_materials import Asked, asked_of, set_of
from xiangchuang.evaluation.begin_round import RoundDraft, begin_round
from xiangchuang.evaluation.commission import commission_round
from xiangchuang.evaluation.hand_over import close_collection
from xiangchuang.evaluation.judge_material import judge_material
from xiangchuang.evaluation.models import Material, MaterialState, Round, Subject, SurveyInvitation
from xiangchuang.evaluation.open_survey import open_survey
from xiangchuang.evaluation.round_files import COMMISSION_KINDS, COMMISSION_PURPOSE
from xiangchuang.evaluation.scoring_sheets import Sheet, sheets_of
from xiangchuang.evaluation.set_state import set_state
from xiangchuang.evaluation.supply_material import (
    PROOF_KINDS,
    PROOF_PURPOSE,
    save_material,
    submit_materials,
)
from xiangchuang.evaluation.survey_link import token_of
from xiangchuang.evaluation.write_scores import Mark, levels_of, save_scores, submit_scores
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.parties import parties_of
from xiangchuang.reviews.models import Panel, Seat
from xiangchuang.reviews.panel import seat_expert
from xiangchuang.reviews.reading import declare_no_conflict, open_reading

_FULL: Final = 9
_REASON: Final = "按中心提交的材料和证明评定。"
_NOTE: Final = "见附件，含检测报告和用户单位的应用证明。"


@dataclass
class RoundUnderWay:
    """One round and its people. The clock stands where the caller has set it; no step moves it."""

    province: Province
    round: Round

    @classmethod
    def begin(cls, province: Province, first_on: date, last_on: date) -> "RoundUnderWay":
        """The officer begins the round over all centers that have run long enough."""
        officer = province.actor("jingban")
        letter = stored(officer, "评估委托书", COMMISSION_KINDS, COMMISSION_PURPOSE)
        draft = RoundDraft(first_on, last_on, province.evaluation_house, commission=letter)
        return cls(province, begin_round(actor=officer, draft=draft, is_sample=True))

    @property
    def case(self) -> Case:
        """The case as it now stands."""
        self.round.case.refresh_from_db()
        return self.round.case

    @property
    def officer(self) -> Actor:
        return self.province.actor("jingban")

    @property
    def evaluator(self) -> Actor:
        return self.province.actor("pinggu")

    def subject(self, early: EarlyCenter) -> Subject:
        """Return the center's place in the round."""
        rows = Subject.objects.select_related("round__case", "center__lead")
        return rows.get(round=self.round, center=early.center)

    def spare(self, early: EarlyCenter, state: str, reason: str) -> None:
        """Give a center one of the pack's states beside the grades."""
        subject = self.subject(early)
        set_state(
            actor=self.officer, case=self.case, subject=subject, seen=subject.version, state=state,
            reason=reason,
        )  # fmt: skip

    def commission(self) -> None:
        """Freeze the registers and let the evaluator in."""
        self.round = commission_round(actor=self.officer, case=self.case, seen=self.case.version)

    def check_integrity(self) -> None:
        """Every source is clear for every center."""
        case = self.case
        items = [
            IntegrityFinding(organization.pk, rule.code, clear=True)
            for organization in parties_of(case).everyone
            for rule in pack_of(case).integrity.items
        ]
        record_integrity(actor=self.officer, case=case, seen=case.version, items=items)
        pass_integrity(actor=self.officer, case=self.case, seen=self.case.version)

    def open_survey(self, days: int) -> None:
        """Ask those whom the centers have served, for so many days."""
        closes_on = clock.today() + timedelta(days=days)
        open_survey(actor=self.evaluator, case=self.case, seen=self.case.version, closes_on=closes_on)

    def answer_links(self, *, leave: int, lowest: int) -> None:
        """Let those asked answer by their links, all but the first `leave` of each center."""
        seen: dict[int, int] = {}
        for invitation in SurveyInvitation.objects.filter(subject__round=self.round).order_by("pk"):
            place = seen[invitation.subject_id] = seen.get(invitation.subject_id, 0) + 1
            if place > leave:
                scores = {"satisfaction": lowest + place % 2, "solved": lowest, "again": 5}
                answer_by_link(token=token_of(invitation), draft=Draft(scores, "响应及时，报告能直接用。"))

    def supply(self, early: EarlyCenter, *, hand_in: bool = True, most: int = 9) -> None:
        """Let the center supply what its set asks for, with one proof for all."""
        subject, staff = self.subject(early), early.staff
        proof = stored(staff, f"{early.center.name}证明材料", PROOF_KINDS, PROOF_PURPOSE)
        for asked in asked_of(set_of(subject, pack_of(self.case)))[:most]:
            save_material(
                actor=staff, subject=subject, indicator=asked.code, seen=0, value=_value(asked),
                note=_NOTE, proof=proof,
            )  # fmt: skip
        if hand_in:
            submit_materials(actor=staff, subject=subject)

    def judge_materials(self) -> None:
        """Accept everything that was handed in."""
        rows = Material.objects.filter(subject__round=self.round, state=MaterialState.SUBMITTED)
        for row in rows.select_related("subject"):
            judge_material(
                actor=self.evaluator, case=self.case, material=row, seen=row.version, is_accepted=True
            )

    def close_collection(self) -> None:
        """Go on to the scoring."""
        close_collection(actor=self.evaluator, case=self.case, seen=self.case.version)

    def form_panel(self, names: Iterable[tuple[str, str]]) -> list[Seat]:
        """Seat these accounts, each as one of its kinds, and ask them to declare."""
        for name, kind in names:
            expert = self.province.users[name].expert
            seat_expert(
                actor=self.evaluator, case=self.case, seen=self.case.version, expert=expert, kind=kind
            )
        open_reading(actor=self.evaluator, case=self.case, seen=self.case.version)
        panel = Panel.objects.get(case=self.case)
        return list(panel.seats.select_related("expert__user", "panel").order_by("pk"))

    def declare(self, seat: Seat) -> None:
        """The expert declares that no conflict stands."""
        seat.refresh_from_db()
        declare_no_conflict(actor=_person(seat), case=self.case, seat_seen=seat.version)

    def score(self, seat: Seat, strengths: dict[int, int], *, most: int = 99) -> None:
        """The expert hands in the first `most` sheets; a busier center (by its id) is marked higher."""
        for sheet in self.sheets(seat)[:most]:
            seat.refresh_from_db()
            submit_scores(
                actor=_person(seat), case=self.case, subject=sheet.subject, seat_seen=seat.version,
                marks=_marks(sheet, strengths[sheet.subject.center_id]),
            )  # fmt: skip

    def draft_score(self, seat: Seat, strengths: dict[int, int]) -> None:
        """The expert keeps the next sheet as a draft."""
        sheet = next(one for one in self.sheets(seat) if not one.is_submitted)
        seat.refresh_from_db()
        save_scores(
            actor=_person(seat), case=self.case, subject=sheet.subject, seat_seen=seat.version,
            marks=_marks(sheet, strengths[sheet.subject.center_id]),
        )  # fmt: skip

    def sheets(self, seat: Seat) -> Sequence[Sheet]:
        """Return the expert's sheets, center by center."""
        return sheets_of(seat.panel, pack_of(self.case), [seat])


def stored(actor: Actor, title: str, kinds: tuple[str, ...], purpose: str) -> StoredFile:
    """Keep a one-page letter of that title, taken in as any upload is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{title}.pdf"
        path.write_bytes(letter_pdf(title))
        return store(actor=actor, upload=path, expect=kinds, purpose=purpose)


def _person(seat: Seat) -> Actor:
    assert seat.expert.user is not None
    return Actor.of(seat.expert.user, clock.today())


def _value(asked: Asked) -> str:
    if asked.for_experts:
        return ""
    return asked.choices[-1][0] if asked.choices else "1"


def _marks(sheet: Sheet, strength: int) -> dict[str, Mark]:
    level = 0 if strength > 65 else 1
    return {
        one.code: Mark(
            levels_of(one)[level][0] if levels_of(one) else str(max(5, _FULL * strength // 100)), _REASON
        )
        for one in sheet.indicators
    }
