"""A host in Changsha with its staff, the bureau and an officer; every organisation is fictitious."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.factories.registers import BureauFactory, OrganizationFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.platforms.change_state import StateDecision, change_state
from xiangchuang.platforms.models import Platform, PlatformState
from xiangchuang.platforms.register_platform import PlatformDraft, confirm_platform, register_platform
from xiangchuang.policy.pack import load_pack
from xiangchuang.policy.platforms import PlatformRules

RULES: PlatformRules = load_pack(
    Path(__file__).resolve().parents[2] / "policies" / "hunan-tic-2020"
).platforms


def university() -> Organization:
    """A fictitious university in Changsha."""
    return OrganizationFactory(
        name="示例湘江大学", kind=OrganizationKind.UNIVERSITY, industry="", prefecture="430100"
    )


@dataclass
class PlatformWorld:
    """Who registers, claims, corrects, confirms and decides."""

    host: Organization = field(default_factory=university)
    officer: Actor = field(default_factory=lambda: actor_as(Role.OFFICER))
    other_officer: Actor = field(default_factory=lambda: actor_as(Role.OFFICER))
    bureau: Actor = field(default_factory=lambda: actor_as(Role.CITY_BUREAU))
    stranger: Actor = field(default_factory=lambda: actor_as(Role.LEAD))

    def __post_init__(self) -> None:
        self.staff = actor_as(Role.LEAD, self.host)
        self.far_bureau = actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430600"))

    def draft(self, **changes: object) -> PlatformDraft:
        """An engineering technology research center for new materials, approved in 2022."""
        told: dict[str, object] = {
            "name": "示例先进涂层工程技术研究中心", "kind": "engineering_technology_center",
            "level": "provincial", "host": self.host, "field": "new_materials",
            "specialty": "耐磨涂层、薄膜沉积", "approved_by": "省科学技术厅",
            "approved_on": date(2022, 6, 1), "document_number": "湘科发〔2022〕1号", "leader": "示例负责人",
            "source": "认定文件",
        }  # fmt: skip
        return PlatformDraft(**(told | changes))  # type: ignore[arg-type]

    def register(self, actor: Actor | None = None, **changes: object) -> Platform:
        """What the host's staff (or whoever is told) registers."""
        return register_platform(actor=actor or self.staff, rules=RULES, draft=self.draft(**changes))

    def confirmed(self, **changes: object) -> Platform:
        """A platform that the officer registered and the bureau confirmed."""
        platform = self.register(self.officer, **changes)
        confirm_platform(actor=self.other_officer, platform=platform, seen=platform.version)
        platform.refresh_from_db()
        return platform

    def end(self, platform: Platform, to: PlatformState = PlatformState.ENDED, **told: object) -> Platform:
        """What the officer writes down of it."""
        decision = StateDecision(
            **({"to": to, "on": date(2025, 3, 1), "reason": "评估不合格"} | told)  # type: ignore[arg-type]
        )
        return change_state(actor=self.officer, platform=platform, seen=platform.version, decision=decision)
