"""Centers in two cities with rows in their registers, and those who look over them."""

from dataclasses import dataclass
from datetime import date

from tests.factories.centers import CenterFactory, CenterWorld
from tests.factories.registers import BureauFactory, actor_as
from tests.research import keeping
from xiangchuang.accounts.roles import Role
from xiangchuang.centers.models import Center
from xiangchuang.overview.models import Achievement
from xiangchuang.overview.record_achievement import AchievementDraft, record_achievement


@dataclass
class OverviewWorld(CenterWorld):
    """The first center in Changsha with tasks and results; another in Zhuzhou without."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.leader = actor_as(Role.LEADERSHIP)
        self.evaluator = actor_as(Role.EVALUATOR)
        self.other_bureau = actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430200"))
        self.other: Center = CenterFactory(name="示例株洲中心", prefecture="430200", members=[])

    def keep_rows(self) -> None:
        """A task with one milestone reached of two due, and a result that came to industry."""
        task = keeping.task(self)
        keeping.milestone(self, task, date(2026, 6, 30), date(2026, 6, 1))
        keeping.milestone(self, task, date(2026, 9, 30))
        found = keeping.result(self)
        keeping.move(self, found, "pilot", date(2026, 4, 1))
        keeping.move(self, found, "industrialised", date(2026, 8, 1))

    def record(self, kind: str = "bottleneck", **changes: object) -> Achievement:
        """What the officer records of the first center, on 1 September 2026."""
        told: dict[str, object] = {
            "kind": kind, "title": "主轴承国产化", "on": date(2026, 9, 1), "basis": "省科技厅验收意见",
        }  # fmt: skip
        draft = AchievementDraft(**told | changes)  # type: ignore[arg-type]
        return record_achievement(actor=self.officer, center=self.center, draft=draft)
