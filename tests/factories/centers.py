"""An approved center and the people around it, made directly: its founding is told in tests/line."""

from dataclasses import dataclass, field
from datetime import date

import factory
from factory.django import DjangoModelFactory

from tests.factories.registers import OrganizationFactory, UserFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center, CenterMember
from xiangchuang.decisions.models import DocumentKind, OfficialDocument
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.procedure.models import Case, CaseState, Phase, StageRun
from xiangchuang.procedure.packs import current_policy


class CenterFactory(DjangoModelFactory[Center]):
    """A field-specific center in Changsha, approved on 2026-03-02, led by an enterprise, with one member."""

    class Meta:
        model = Center
        skip_postgeneration_save = True

    class Params:
        number = factory.Sequence(lambda n: n + 1)

    name = factory.LazyAttribute(lambda center: f"示例地下装备技术创新中心{center.number}")
    category = "field_specific"
    field = "intelligent_manufacturing"
    field_label = "智能制造"
    prefecture = "430100"
    lead = factory.SubFactory(OrganizationFactory)
    approved_on = date(2026, 3, 2)
    cycle_starts_on = date(2026, 3, 2)
    cycle_ends_on = date(2029, 3, 1)
    incorporate_by = date(2027, 3, 2)
    founding_case = factory.LazyAttribute(lambda center: _granted_case(center.name, center.number))
    document = factory.LazyAttribute(lambda center: _approval(center.founding_case, center.number))

    @factory.post_generation
    def members(self: Center, create: bool, extracted: list[Organization] | None, **_: object) -> None:  # type: ignore[misc]
        """Write down the lead and the members told; one university when none are told."""
        partners = [OrganizationFactory(kind=OrganizationKind.UNIVERSITY, industry="")]
        CenterMember.objects.create(center=self, organization=self.lead, role="lead")
        for partner in partners if extracted is None else extracted:
            CenterMember.objects.create(center=self, organization=partner, role="member", duty="联合研发")


def _granted_case(title: str, number: int) -> Case:
    at = clock.now()
    return Case.objects.create(
        number=f"2026-HN-{9000 + number}", kind="approval", title=title, policy_version=current_policy(),
        stage_code="approval", stage_kind="decision", phase=Phase.DECISION, state=CaseState.GRANTED,
        opened_at=at, submitted_at=at, closed_at=at,
    )  # fmt: skip


def _approval(case: Case, number: int) -> OfficialDocument:
    at = clock.now()
    run = StageRun.objects.create(
        case=case, stage_code="approval", stage_kind="decision", round=1, opened_at=at, closed_at=at,
        outcome="passed",
    )  # fmt: skip
    return OfficialDocument.objects.create(
        case=case, run=run, kind=DocumentKind.APPROVAL, title=f"关于同意组建{case.title}的批复",
        prefix="湘科发", year=2026, serial=9000 + number,
        content={"number": f"湘科发〔2026〕{9000 + number}号"},
        content_sha256=f"{number:064x}", verification_code=f"TEST-{number:06d}", drafted_by=UserFactory(),
        drafted_at=at, issued_at=at,
    )  # fmt: skip


@dataclass
class CenterWorld:
    """A center, those who work with it, and strangers who must learn nothing of it."""

    center: Center = field(default_factory=CenterFactory)

    def __post_init__(self) -> None:
        self.staff = actor_as(Role.CENTER_STAFF, self.center.lead)
        self.officer = actor_as(Role.OFFICER)
        self.division_head = actor_as(Role.DIVISION_HEAD)
        self.bureau = actor_as(Role.CITY_BUREAU)
        member = self.center.members.exclude(role="lead").first()
        self.member = actor_as(Role.MEMBER, member.organization if member else None)
        self.other_staff = actor_as(Role.CENTER_STAFF, OrganizationFactory())
        self.firm = actor_as(Role.SERVED_FIRM)
        self.expert = actor_as(Role.EXPERT)

    def readers(self) -> dict[str, Actor]:
        """Those who may open the center's file, by name."""
        return {
            "staff": self.staff, "officer": self.officer, "division head": self.division_head,
            "city bureau": self.bureau, "member": self.member,
        }  # fmt: skip

    def strangers(self) -> dict[str, Actor]:
        """Those for whom the file does not exist, by name."""
        from tests.factories.registers import BureauFactory

        other_city = actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430200"))
        return {
            "another center's staff": self.other_staff, "served firm": self.firm, "expert": self.expert,
            "another city": other_city, "nobody": Actor.anonymous(),
        }  # fmt: skip
