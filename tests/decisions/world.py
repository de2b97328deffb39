"""A department, its people and one case of three builders, put at any stage from the integrity check on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID, uuid4

from django.test import Client

from tests.factories.registers import (
    BureauFactory,
    DepartmentFactory,
    OrganizationFactory,
    StoredFileFactory,
    actor_as,
)
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.approve import approve
from xiangchuang.centers.models import Center
from xiangchuang.decisions.check_integrity import IntegrityFinding, pass_integrity, record_integrity
from xiangchuang.decisions.draft_approval import draft_approval
from xiangchuang.decisions.models import Notice, Objection
from xiangchuang.decisions.object_to_notice import ObjectionDraft, file_objection
from xiangchuang.decisions.publish_notice import close_publicity, publish_notice
from xiangchuang.decisions.record_meeting import MeetingDraft, confirm_meeting, record_meeting
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.procedure.holidays import seed_holidays
from xiangchuang.procedure.models import Case, Part
from xiangchuang.procedure.open_case import open_case
from xiangchuang.procedure.packs import current_policy, pack_of
from xiangchuang.procedure.stages import close_run, open_stage, take_part
from xiangchuang.proposals.models import MemberRole, PlanRevision, PlanTarget, Proposal

# A Wednesday before which and after which nothing is a holiday for two weeks.
OPENING = datetime(2026, 11, 4, 9, tzinfo=clock.SHANGHAI)
FIELD = "intelligent_manufacturing"
CONTACT = "平台与基地处 0731-88888888"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n168\n%%EOF\n"  # noqa: E501
TARGETS = ((1, "突破关键共性技术", "项"), (2, "技术合同成交额", "万元"))


@dataclass
class World:
    """Everybody who acts between the integrity check and the approval."""

    folder: Path
    officer: Actor = field(init=False)
    division_head: Actor = field(init=False)
    leadership: Actor = field(init=False)
    lead: Organization = field(init=False)
    member: Organization = field(init=False)
    applicant: Actor = field(init=False)
    bureau: Organization = field(init=False)
    city: Actor = field(init=False)
    stranger: Actor = field(init=False)

    def __post_init__(self) -> None:
        seed_holidays()
        department = DepartmentFactory(name="湖南省科学技术厅（示例）")
        self.officer = actor_as(Role.OFFICER, department, full_name="经办王某")
        self.division_head = actor_as(Role.DIVISION_HEAD, department, full_name="处长李某")
        self.leadership = actor_as(Role.LEADERSHIP, department, full_name="厅长张某")
        self.bureau = BureauFactory(name="长沙市科学技术局（示例）")
        self.city = actor_as(Role.CITY_BUREAU, self.bureau)
        self.lead = OrganizationFactory(name="示例掘进装备股份有限公司")
        self.applicant = actor_as(Role.LEAD, self.lead)
        self.member = OrganizationFactory(name="示例理工大学", kind=OrganizationKind.UNIVERSITY)
        self.stranger = actor_as(Role.LEAD)

    def case_at(self, stage_code: str, title: str = "示例地下空间智能装备技术创新中心") -> Case:
        """Return a new case that stands at the beginning of that stage, with a submitted plan behind it."""
        case = open_case(
            actor=self.applicant, kind="approval", title=title, policy=current_policy(),
            verb="begin_intention",
            parties=[(Part.LEAD, self.lead.pk), (Part.RECOMMENDER, self.bureau.pk)],
        )  # fmt: skip
        pack = pack_of(case)
        known = {field.code for orientation in pack.orientations for field in orientation.fields}
        proposal = Proposal.objects.create(
            case=case, lead=self.lead, category=pack.categories[-1].code,
            field=FIELD if FIELD in known else min(known),
        )  # fmt: skip
        proposal.memberships.create(organization=self.member, duty="牵头基础研究")
        take_part(case, Part.MEMBER, organization_id=self.member.pk)
        government = OrganizationFactory(name="示例区人民政府", kind=OrganizationKind.GOVERNMENT, uscc=None)
        proposal.memberships.create(organization=government, role=MemberRole.SUPPORTER)
        self._submit_plan(proposal)
        self.put(case, stage_code)
        return case

    def _submit_plan(self, proposal: Proposal) -> None:
        assert self.applicant.user is not None
        revision = PlanRevision.objects.create(
            proposal=proposal, number=1, file=StoredFileFactory(purpose="plan"), title="建设方案",
            begun_by=self.applicant.user, begun_at=clock.now(), frozen_at=clock.now(),
            content_sha256="0" * 64, receipt_number="HZ2026000001",
        )  # fmt: skip
        for position, name, unit in TARGETS:
            for year in (2027, 2028, 2029):
                PlanTarget.objects.create(
                    revision=revision, position=position, name=name, unit=unit, year=year,
                    value_e4=position * 12_345,
                )  # fmt: skip

    def put(self, case: Case, stage_code: str) -> None:
        """Let the kernel close the stage the case stands in and open that one."""
        pack = pack_of(case)
        run = case.runs.get(closed_at__isnull=True)
        close_run(run, outcome="passed", reason="", closed_by="测试")
        open_stage(case, pack.procedures[case.kind].stage(stage_code), pack)
        case.refresh_from_db()

    def clear_findings(self, case: Case) -> list[IntegrityFinding]:
        """Return every source of the pack for both builders, all clear."""
        items = pack_of(case).integrity.items
        return [IntegrityFinding(o.pk, i.code, True) for o in (self.lead, self.member) for i in items]

    def through_integrity(self, case: Case) -> None:
        record_integrity(actor=self.officer, case=case, seen=case.version, items=self.clear_findings(case))
        pass_integrity(actor=self.officer, case=case, seen=case.version)

    def minutes(self, decision: str = "approve", **changes: object) -> MeetingDraft:
        """Return a complete record of a meeting held today."""
        values: dict[str, object] = {
            "held_on": clock.today(), "title": "2026年第12次厅党组会议", "attendees": "张某、李某",
            "decision": decision, "reasons": "方案成熟，条件具备。", "terms": "",
        }  # fmt: skip
        return MeetingDraft(**(values | changes))  # type: ignore[arg-type]

    def meet(self, case: Case, decision: str = "approve", **changes: object) -> None:
        """Record the meeting and carry it out."""
        record_meeting(
            actor=self.division_head, case=case, seen=case.version, draft=self.minutes(decision, **changes)
        )
        confirm_meeting(actor=self.leadership, case=case, seen=case.version)

    def publish(self, case: Case) -> Notice:
        return publish_notice(actor=self.officer, case=case, seen=case.version, contact=CONTACT)

    def close(self, case: Case) -> None:
        close_publicity(actor=self.officer, case=case, seen=case.version)

    def draft(self, case: Case, **changes: date) -> None:
        draft_approval(
            actor=self.officer, case=case, seen=case.version,
            addressee="长沙市科学技术局（示例），示例掘进装备股份有限公司", **changes,
        )  # fmt: skip

    def approve(self, case: Case) -> Center:
        return approve(actor=self.leadership, case=case, seen=case.version)

    def upload(self, name: str = "异议材料.pdf") -> Path:
        """Return a small PDF on disk."""
        path = self.folder / name
        path.write_bytes(PDF)
        return path

    def objection_draft(self, **changes: object) -> ObjectionDraft:
        """Return a complete objection by a person."""
        values: dict[str, object] = {
            "kind": "person", "name": "赵立群", "contact": "13800138000",
            "statement": "公示所列牵头单位的研发平台并不在申报领域。",
            "letter": self.upload("赵立群的异议书.pdf"), "evidence": self.upload("证据.pdf"),
        }  # fmt: skip
        return ObjectionDraft(**(values | changes))  # type: ignore[arg-type]

    def object_to(self, notice: Notice, token: UUID | None = None, **changes: object) -> Objection:
        return file_objection(notice=notice, token=token or uuid4(), draft=self.objection_draft(**changes))


@contextmanager
def at(moment: datetime) -> Iterator[SimpleNamespace]:
    """Stop the clock at that moment."""
    with clock.at(moment):
        yield SimpleNamespace(moment=moment)


def signed_in(person: Actor) -> Client:
    """Return a browser in which that person has signed in."""
    assert person.user is not None
    client = Client()
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return client
