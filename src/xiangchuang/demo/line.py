"""One case along its whole line, each step by the person whose step it is, with the same verbs as the pages.

Used by the demo, the walkthrough and the tests. It goes by the kind of stage, so any pack's line can be driven.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.demo.names import FIELDS
from xiangchuang.demo.plan_tables import fill_tables
from xiangchuang.demo.province import Province
from xiangchuang.demo.sample_files import letter_pdf
from xiangchuang.demo.sample_reading import place_sample_plan, read_once
from xiangchuang.files.store import store
from xiangchuang.layouts.later_stages import places_taken
from xiangchuang.layouts.models import Direction
from xiangchuang.layouts.queries import layout_in_force, open_directions
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.check_conditions import accept_conditions, find_condition, waits_for_panel
from xiangchuang.proposals.formal_check import pass_formal_check
from xiangchuang.proposals.intention import (
    IntentionDraft,
    MemberDraft,
    TaskDraft,
    begin_intention,
    save_intention,
    submit_intention,
)
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan import TargetDraft, confirm_targets, submit_plan, upload_plan
from xiangchuang.proposals.queries import latest_decision
from xiangchuang.proposals.recommend import next_rank, recommend

_UNDIRECTED = "所在领域没有开放的方向；核心技术已经突破，产业链急需中试平台。"
_REASON = "关键技术已由企业掌握，由其牵头更有利于工程化。"


@dataclass
class Line:
    """A case under way. `pause` lets time pass between steps (calendar days); None leaves the clock alone.

    asks_revision: whether the panel's first round ends with a revision of the plan.
    fills_tables: whether the plan's tables are filled in as well; most tests of later stages need none.
    """

    province: Province
    lead: Organization
    title: str
    members: tuple[Organization, ...] = ()
    plan: Path | None = None
    category: str = "field_specific"
    is_sample: bool = True
    pause: Callable[[int], None] | None = None
    asks_revision: bool = True
    fills_tables: bool = False
    case: Case = field(init=False)

    def begin(self) -> "Line":
        """The lead opens the intention."""
        self.case = begin_intention(
            actor=self.staff, lead=self.lead, title=self.title, is_sample=self.is_sample
        )
        return self

    @property
    def staff(self) -> Actor:
        return self.province.staff_of(self.lead)

    @property
    def officer(self) -> Actor:
        return self.province.actor("jingban")

    def advance_to(self, stage_code: str) -> Case:
        """Take every step until the case stands in that stage; raises LookupError when it ends before."""
        while self.case.stage_code != stage_code:
            if not self.case.is_running:
                raise LookupError(f"{self.case.number} ended as {self.case.state} before {stage_code}")
            self.step()
        return self.case

    def advance_to_end(self) -> Case:
        """Take every step until the case is decided."""
        while self.case.is_running:
            self.step()
        return self.case

    def step(self) -> None:
        """Do what the present stage waits for, by the person it waits for."""
        from xiangchuang.demo import decision_steps, review_steps

        steps: dict[str, Callable[[Line], None]] = {
            "intake": Line._intend,
            "recommendation": Line._recommend,
            "conditions": Line._check_conditions,
            "formal_check": Line._pass_formal_check,
            "plan": Line._plan,
            **review_steps.STEPS,
            **decision_steps.STEPS,
        }
        steps[self.case.stage_kind](self)

    def wait(self, days: int) -> None:
        """Let `days` calendar days pass, where the driver moves the clock."""
        if self.pause is not None:
            self.pause(days)

    def _intend(self) -> None:
        save_intention(actor=self.staff, case=self.case, seen=self.case.version, draft=self.draft())
        self.wait(2)
        submit_intention(actor=self.staff, case=self.case, seen=self.case.version)

    def draft(self) -> IntentionDraft:
        """Return a complete intention for the lead's own field."""
        pack = pack_of(self.case)
        code = next((f for f, _w, industry in FIELDS if industry == self.lead.industry), FIELDS[0][0])
        orientation = next((o for o in pack.orientations if code in {f.code for f in o.fields}), None)
        orientation = orientation or pack.orientations[0]
        if code not in {f.code for f in orientation.fields}:
            code = orientation.fields[0].code
        answered = self._open_direction(code)
        mode = next(m for m in pack.formation_modes if self.lead.kind in m.leads)
        kinds = [t.code for t in pack.technology_types]
        return IntentionDraft(
            title=self.title,
            category=self.category,
            orientation=orientation.code,
            field=code,
            orientation_answer="关键部件长期依赖进口，列入省产业链断点清单；突破后可带动上下游示范应用。",
            direction="面向重点工程需求，开展关键技术、核心部件与成套装备研发和中试验证。",
            technology_type=kinds[0],
            formation_mode=mode.code,
            mode_reason=_REASON if answered and answered.formation_mode not in ("", mode.code) else "",
            layout_direction_id=answered.pk if answered else None,
            undirected_reason="" if answered or not layout_in_force() else _UNDIRECTED,
            major_strategy="“三高四新”战略中的先进制造业高地建设",
            engineering_chain="关键技术突破—样机—中试—工程化示范的一体化链条",
            contact_name="示例联系人",
            contact_phone="0731-80000000",
            tasks=[
                TaskDraft("核心部件设计与制造", kinds[0]),
                TaskDraft("智能感知与协同控制", kinds[-1]),
                TaskDraft("中试平台建设与工程示范", kinds[0]),
            ],
            members=[MemberDraft(member, "承担共性技术研发，开放试验平台") for member in self.members],
        )

    def _open_direction(self, field_code: str) -> Direction | None:
        """Return an open direction of the field with a place left, the one a lead would answer."""
        offered = open_directions(clock.today()).filter(field=field_code, category=self.category)
        taken = places_taken(offered)
        return next((d for d in offered if taken[d.pk].total < d.cap), None)

    def _recommend(self) -> None:
        bureau = self.case.holder_organization
        if bureau is None:
            raise LookupError("the case waits for a recommendation that nobody holds")
        actor = self.province.staff_of(bureau)
        self.wait(5)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "推荐函.pdf"
            path.write_bytes(letter_pdf(f"推荐{self.title}"))
            letter = store(actor=actor, upload=path, expect=("pdf",), purpose="recommendation_letter")
        recommend(
            actor=actor, case=self.case, seen=self.case.version, letter=letter,
            rank=next_rank(bureau.pk, clock.today().year, self.case),
            opinion="经研究，该单位符合建设条件，同意推荐，并在用地、人才住房方面予以支持。",
        )  # fmt: skip

    def _check_conditions(self) -> None:
        self.wait(3)
        decision = latest_decision(self.case)
        for outcome in decision.outcomes.all() if decision else ():
            if outcome.settled == "judgement" and not waits_for_panel(outcome):
                find_condition(
                    actor=self.officer, case=self.case, seen=self.case.version, code=outcome.code, finding="met",
                    reason="行业协会出具的市场占有率证明显示居全国前列。",
                )  # fmt: skip
        accept_conditions(actor=self.officer, case=self.case, seen=self.case.version)

    def _pass_formal_check(self) -> None:
        self.wait(2)
        pass_formal_check(actor=self.officer, case=self.case, seen=self.case.version)

    def _plan(self) -> None:
        from xiangchuang.demo.review_steps import answer_opinions

        self.wait(14)
        round_number = self.case.runs.filter(stage_kind="plan").count()
        with tempfile.TemporaryDirectory() as folder:
            path = self.plan or place_sample_plan(
                Path(folder) / "建设方案.docx",
                outline=pack_of(self.case).outline,
                revised=round_number > 1,
                first_year=clock.today().year + 1,
            )
            revision = upload_plan(
                actor=self.staff, case=self.case, seen=self.case.version, upload=path, read=read_once
            )
        confirm_targets(
            actor=self.staff, case=self.case, seen=self.case.version, targets=self.targets_of(revision)
        )
        if self.fills_tables:
            fill_tables(self, revision)
        answer_opinions(self)
        submit_plan(actor=self.staff, case=self.case, seen=self.case.version)

    def targets_of(self, revision: PlanRevision) -> list[TargetDraft]:
        """Return the targets the reading proposed, with a unit where the plan left it out."""
        found: dict[int, TargetDraft] = {}
        for target in revision.targets.all():
            draft = found.setdefault(target.position, TargetDraft(target.name, target.unit or "项", {}))
            draft.values[target.year] = target.value
        year = clock.today().year + 1
        return list(found.values()) or [
            TargetDraft("发明专利申请", "件", {year: Decimal(10), year + 1: Decimal(15)})
        ]


def passing_days(days: int) -> None:
    """Move the one clock forward by calendar days."""
    clock.advance(timedelta(days=days))
