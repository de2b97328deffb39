"""A center in Changsha, its lead's platform, a university's laboratory, and those around both."""

from dataclasses import dataclass
from datetime import date

from tests.factories.centers import CenterWorld
from tests.factories.registers import OrganizationFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.network.cooperate import CooperationDraft, confirm_cooperation, declare_cooperation
from xiangchuang.network.models import Cooperation
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.platforms.models import Platform
from xiangchuang.platforms.register_platform import PlatformDraft, confirm_platform, register_platform
from xiangchuang.procedure.packs import current_pack


@dataclass
class NetworkWorld(CenterWorld):
    """The first center with two hosts near it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.leader = actor_as(Role.LEADERSHIP)
        self.other_officer = actor_as(Role.OFFICER)
        self.university: Organization = OrganizationFactory(
            name="示例湘江大学", kind=OrganizationKind.UNIVERSITY, industry=""
        )
        self.university_staff = actor_as(Role.LEAD, self.university)

    def platform(
        self, host: Organization | None = None, name: str = "示例掘进装备重点实验室", **values: object
    ) -> Platform:
        """A confirmed laboratory of the center's field, of the university unless told."""
        told: dict[str, object] = {
            "name": name, "kind": "key_laboratory", "level": "provincial", "field": self.center.field,
            "host": host or self.university, "approved_by": "省科学技术厅", "approved_on": date(2022, 6, 1),
            "leader": "示例负责人", "source": "认定文件",
        }  # fmt: skip
        draft = PlatformDraft(**(told | values))  # type: ignore[arg-type]
        row = register_platform(actor=self.officer, rules=current_pack().platforms, draft=draft)
        confirm_platform(actor=self.other_officer, platform=row, seen=row.version)
        row.refresh_from_db()
        return row

    def declared(self, platform: Platform, actor: Actor | None = None, **values: object) -> Cooperation:
        """What the center's staff declares of a platform."""
        told: dict[str, object] = {
            "kind": "instruments", "title": "仪器共享协议", "content": "互相开放大型仪器",
            "signed_on": date(2026, 6, 1),
        }  # fmt: skip
        draft = CooperationDraft(**(told | values))  # type: ignore[arg-type]
        return declare_cooperation(
            actor=actor or self.staff, platform=platform, center=self.center, draft=draft
        )

    def agreed(self, platform: Platform) -> Cooperation:
        """The same, confirmed by the university."""
        row = self.declared(platform)
        confirm_cooperation(actor=self.university_staff, cooperation=row, seen=row.version)
        row.refresh_from_db()
        return row
