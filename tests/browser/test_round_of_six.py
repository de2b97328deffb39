"""A round of six proposals, from the expert library to the signed statement and the visit on a phone.

Whatever a person decides or writes is done on the pages; what repeats a page already played is done by the
verb behind it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from tests.browser import library_pages
from tests.browser.person import Person
from tests.factories.line import LineWorld
from xiangchuang.accounts.roles import Role
from xiangchuang.demo.province import KIND_COUNTS, seat
from xiangchuang.experts.models import Expert, PanelKind
from xiangchuang.procedure.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Enterprises of the example whose figures meet every condition.
LEADS = (0, 1, 2, 3, 5, 7)
# Everybody of the example but the finance experts, who are the last kind in its list.
WITHOUT_FINANCE = sum(count for kind, count in KIND_COUNTS if kind != PanelKind.FINANCE)


@dataclass
class Story:
    """Everybody in it, and the six cases."""

    world: LineWorld
    come: Callable[..., Person]
    clock: ModuleType
    folder: Path
    cases: list[Case] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)

    def who(self, username: str) -> Person:
        """Return the person of that sign-in name, signed in at their own browser."""
        if username not in self.people:
            self.people[username] = self.come().sign_in(username)
        return self.people[username]

    def days_pass(self, days: int) -> None:
        self.clock.advance(timedelta(days=days))


def test_a_round_of_six_proposals_from_library_to_statement_and_visit(
    visit: Callable[..., Person], moment: ModuleType, transactional_db: None, tmp_path: Path
) -> None:
    world = LineWorld.build(enterprises=8, experts=WITHOUT_FINANCE)
    story = Story(world, visit, moment, tmp_path)
    for number in LEADS:
        lead = world.province.enterprises[number]
        story.cases.append(world.at_stage("review", f"示例第{number + 1}技术创新中心", lead))
    complete_the_library(story)


def complete_the_library(story: Story) -> None:
    """No panel can be built without a finance expert (5.2-1); the officer imports six from a spreadsheet."""
    officer, first = story.who("jingban"), story.cases[0]
    officer.go(f"/cases/{first.number}/propose-panel/").sees("财税专家")
    province = story.world.province
    people = []
    for number, employer in enumerate([*province.institutes, *province.universities]):
        seat(province, f"caishui{number}", f"专家 财税{number}", employer, Role.EXPERT)
        people.append({
            "姓名": f"财税{number}", "任职单位代码": employer.uscc or "", "专家类别": "财税专家",
            "任现职起": "2015-03-01", "登录名": f"caishui{number}",
        })  # fmt: skip
    library_pages.import_experts(officer, people, story.folder / "财税专家.xlsx")
    assert Expert.objects.filter(kinds__kind=PanelKind.FINANCE, user__isnull=False).count() == len(people)
