"""The example's centers that have run for years: founded along the same line, each busier than the next."""

from dataclasses import dataclass
from datetime import date, timedelta

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.keep import watchers_told_once
from xiangchuang.demo.line import Line, passing_days
from xiangchuang.demo.names import EARLY_LEADS, FIELDS, person
from xiangchuang.demo.province import Province, seat
from xiangchuang.demo.year_of_work import BUSY, contract_research, first_rows, rows_of_year

# How much of what earns full points each does, in hundredths, in the order of EARLY_LEADS.
STRENGTHS = (100, 84, 76, 72, 68, 34, 22)
# The printed sign-ins: whose report came back, and whose center is being rectified.
_SHOWN = {20: "zhuren", 13: "zhenggai"}
_OPEN_SINCE = 45
"""Days since the round that stands open was begun."""


@dataclass(frozen=True)
class Years:
    """The years that the example's rounds evaluate, so that each is over when its round begins."""

    first: int
    second: int
    first_begins: date
    second_begins: date

    @classmethod
    def of_today(cls) -> "Years":
        """Return them for a newcomer who looks at the example today."""
        begins = clock.today() - timedelta(days=_OPEN_SINCE)
        before = date(begins.year - 1, begins.month, min(begins.day, 28))
        return cls(before.year - 1, begins.year - 1, before, begins)


@dataclass(frozen=True)
class EarlyCenter:
    """A center of the example that has run for years."""

    center: Center
    lead: int
    strength: int
    province: Province

    @property
    def account(self) -> str:
        """The sign-in name of the person who heads the center."""
        return _SHOWN.get(self.lead, f"zhongxin{self.lead}")

    @property
    def director(self) -> str:
        """Who heads the center and signs for it."""
        return person(600 + self.lead)

    @property
    def staff(self) -> Actor:
        """The director, signed in, with the appointments of the day."""
        return self.province.actor(self.account)


def found_early_centers(province: Province, years: Years) -> list[EarlyCenter]:
    """Found each a year and more before the first round, and record its work of every year since."""
    found = [
        _found(province, number, strength, years)
        for number, strength in zip(EARLY_LEADS, STRENGTHS, strict=True)
    ]
    for year in range(years.first - 1, clock.today().year + 1):
        day = min(date(year, 12, 20), clock.today() - timedelta(days=60))
        if day.year < year:
            break
        with clock.at(clock.moment_on(day)):
            for early in found:
                _record(early, year, years)
                if early.strength > BUSY and year in (years.first, years.second):
                    contract_research(early.center, early.staff, province, early.strength)
    return found


def _found(province: Province, number: int, strength: int, years: Years) -> EarlyCenter:
    lead = province.enterprises[number]
    members = (
        province.universities[number % len(province.universities)],
        province.institutes[number % len(province.institutes)],
    )
    line = Line(
        province, lead, f"示例{FIELDS[number % len(FIELDS)][1]}技术创新中心", members=members,
        pause=passing_days, asks_revision=False,
    )  # fmt: skip
    with clock.at(clock.moment_on(date(years.first - 1, 2, 1 + number % 20))):
        case = line.begin().advance_to_end()
    center = Center.objects.select_related("lead", "founding_case").get(founding_case=case)
    early = EarlyCenter(center, number, strength, province)
    seat(province, early.account, early.director, lead, Role.CENTER_STAFF)
    return early


def _record(early: EarlyCenter, year: int, years: Years) -> None:
    with watchers_told_once():
        if year == early.center.approved_on.year:
            first_rows(early.center, early.staff, early.director)
        rows_of_year(
            early.center,
            early.staff,
            early.province,
            year,
            early.strength,
            whole=year in (years.first, years.second),
        )
