"""People, organisations, files and facts for tests. All of them are fictitious."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory
from stdnum.cn.uscc import calc_check_digit

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Employment, Expert, ExpertField, ExpertKind, PanelKind
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.models import (
    CapabilityKind,
    CapabilityLevel,
    CapabilityRecord,
    FactRecord,
    Organization,
    OrganizationKind,
)

PASSWORD = "xiang-chuang-2026"


def valid_uscc(number: int, *, area: str = "430100") -> str:
    """Return the checksum-valid code of the fictitious organisation number `number`."""
    body = f"91{area}{number:09d}"
    return body + calc_check_digit(body)


class UserFactory(DjangoModelFactory[User]):
    """A person who can sign in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    full_name = factory.Sequence(lambda n: f"示例人员{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.cn")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(
            kwargs.pop("username"), kwargs.pop("password", PASSWORD), **kwargs
        )


class OrganizationFactory(DjangoModelFactory[Organization]):
    """A fictitious enterprise in Changsha."""

    class Meta:
        model = Organization

    uscc = factory.Sequence(valid_uscc)
    name = factory.Sequence(lambda n: f"示例装备{n}股份有限公司")
    kind = OrganizationKind.ENTERPRISE
    prefecture = "430100"
    industry = "C3516"


class BureauFactory(OrganizationFactory):
    """The science and technology bureau of an area (Changsha unless told)."""

    uscc = None
    name = factory.LazyAttribute(lambda bureau: f"示例市科技局（{bureau.prefecture}）")
    kind = OrganizationKind.BUREAU
    industry = ""


class DepartmentFactory(OrganizationFactory):
    """A department of the province."""

    uscc = None
    name = factory.Sequence(lambda n: f"示例省直部门{n}")
    kind = OrganizationKind.DEPARTMENT
    prefecture = "430000"
    industry = ""


class AppointmentFactory(DjangoModelFactory[Appointment]):
    """A person as staff (`lead`) of an enterprise, since long ago and without end."""

    class Meta:
        model = Appointment

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    role = Role.LEAD
    valid_from = date(2020, 1, 1)


def actor_as(role: Role, organization: Organization | None = None, **person: Any) -> Actor:
    """Return a new person who holds `role`, for `organization` or for one where the role belongs."""
    if organization is None:
        organization = {
            Role.CITY_BUREAU: BureauFactory,
            Role.LEAD: OrganizationFactory,
            Role.MEMBER: OrganizationFactory,
            Role.SERVED_FIRM: OrganizationFactory,
        }.get(role, DepartmentFactory)()
    user = UserFactory(**person)
    AppointmentFactory(user=user, organization=organization, role=role)
    return Actor.of(user, clock.today())


class StoredFileFactory(DjangoModelFactory[StoredFile]):
    """The row of a file, without bytes; store() makes one with bytes."""

    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    name = "2025年度审计报告.pdf"
    media_type = "application/pdf"
    size = 1024
    purpose = "evidence"
    uploaded_by = factory.SubFactory(UserFactory)


class FactRecordFactory(DjangoModelFactory[FactRecord]):
    """R&D of 2025: 50,000,000.00 yuan, not yet confirmed; another column wants fen=None."""

    class Meta:
        model = FactRecord

    organization = factory.SubFactory(OrganizationFactory)
    code = "rd_expense"
    year = 2025
    fen = 5_000_000_000
    source = "2025 年度审计报告"
    recorded_by = factory.SubFactory(UserFactory)


class CapabilityRecordFactory(DjangoModelFactory[CapabilityRecord]):
    """A provincial platform, not yet confirmed."""

    class Meta:
        model = CapabilityRecord

    organization = factory.SubFactory(OrganizationFactory)
    kind = CapabilityKind.PLATFORM
    level = CapabilityLevel.PROVINCIAL
    title = factory.Sequence(lambda n: f"示例工程技术研究中心{n}")
    on = date(2022, 6, 1)
    source = "认定文件"
    recorded_by = factory.SubFactory(UserFactory)


class ExpertFactory(DjangoModelFactory[Expert]):
    """A technical expert employed at a university; `kinds` and `fields` may be told."""

    class Meta:
        model = Expert
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"示例专家{n}")
    employer = factory.SubFactory(OrganizationFactory, kind=OrganizationKind.UNIVERSITY, industry="")
    title = "教授"
    phone = "13800000000"

    @factory.post_generation
    def kinds(self, create: bool, extracted: Any, **_: Any) -> None:
        """Give the kinds; technical when none are told."""
        for kind in extracted or [PanelKind.TECHNICAL]:
            ExpertKind.objects.create(expert=self, kind=kind)

    @factory.post_generation
    def fields(self, create: bool, extracted: Any, **_: Any) -> None:
        """Give the fields; none when none are told."""
        for code in extracted or []:
            ExpertField.objects.create(expert=self, field=code)

    @factory.post_generation
    def employed(self, create: bool, extracted: Any, **_: Any) -> None:
        """Write down the present employment, since `employed` or 2018."""
        Employment.objects.create(
            expert=self, organization=self.employer, began_on=extracted or date(2018, 9, 1)
        )
