"""Yearly register facts for the example: some lead, some fall short, some lack evidence."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.demo.names import EARLY_LEADS, FIELDS
from xiangchuang.organizations.models import CapabilityRecord, FactRecord, Organization

SOURCE = "示例数据：年度统计与审计报告"
NATIONAL = "示例数据：全国行业排名表"
# Who wrote a statement down and who confirmed it: never one person.
Recorders = dict[str, User]
_EARLIER = 4
YUAN = 100
WAN = 10_000 * YUAN


def record_register(
    firms: Sequence[Organization], academies: Sequence[Organization], people: Recorders
) -> None:
    """Write the last four full years for every organisation, confirmed, in two bulk statements.

    Four, for a case begun last year is judged on the three years before that one; the firms whose centers
    have run for years have as many more, and earned their platforms and projects as much earlier.
    """
    this_year = clock.today().year
    years = [this_year - back for back in (4, 3, 2, 1)]
    facts: list[FactRecord] = []
    capabilities: list[CapabilityRecord] = []
    for number, firm in enumerate(firms):
        # Every fifth firm stays under the line, every seventh lacks a year: the demo shows refusals too.
        strength = 3 if number % 5 == 4 else 12 - number % 5
        known = years[:-1] if number % 7 == 6 else years
        earlier = _EARLIER if number in EARLY_LEADS else 0
        known = [*range(known[0] - earlier, known[0]), *known]
        facts += _yearly(firm, known, strength, people, service_share=8)
        capabilities += _capabilities(firm, number, people, this_year - earlier)
    for number, academy in enumerate(academies):
        facts += _yearly(academy, years, 6, people, service_share=38)
        capabilities += _capabilities(academy, number, people, this_year)
    FactRecord.objects.bulk_create(facts)
    CapabilityRecord.objects.bulk_create(capabilities)


def _yearly(
    organization: Organization, years: Sequence[int], strength: int, people: Recorders, *, service_share: int
) -> list[FactRecord]:
    found = []
    for growth, year in enumerate(years):
        spend = (strength * 900 + 250 * growth) * WAN
        income = spend * 12
        values: dict[str, dict[str, Any]] = {
            "rd_expenditure": {"fen": spend},
            "income": {"fen": income},
            "service_income": {"fen": income * service_share // 100},
            "invention_patents": {"count": strength * 5 + growth},
            "pct_applications": {"count": strength // 2},
            "leading_talents": {"count": max(1, strength // 3)},
            "rules_in_force": {"flag": True},
            "ip_rules_in_force": {"flag": True},
        }
        ranks = {"rd": strength, "patent": strength, "pct": strength}
        for name, place in ranks.items():
            values[f"{name}_rank_in_industry"] = {"count": max(1, 40 - place * 3)}
            values[f"{name}_peers_in_industry"] = {"count": 1200}
        found += [_fact(organization, code, year, value, people) for code, value in values.items()]
    return found


def _fact(
    organization: Organization, code: str, year: int, value: dict[str, Any], people: Recorders
) -> FactRecord:
    now = clock.now()
    return FactRecord(
        organization=organization, code=code, year=year, source=NATIONAL if "_in_industry" in code else SOURCE,
        recorded_at=now, confirmed_at=now, **people, **value,
    )  # fmt: skip


def _capabilities(
    organization: Organization, number: int, people: Recorders, year: int
) -> list[CapabilityRecord]:
    field_code, words, _industry = FIELDS[number % len(FIELDS)]
    titles = [
        ("platform", "provincial", f"示例{words}工程技术研究中心", date(year - 4, 6, 1)),
        ("project", "national", f"示例{words}国家重点研发计划项目", date(year - 2, 9, 1)),
        *(
            ("transfer", "other", f"示例{words}成果转化案例{case}", date(year - 1, case, 10))
            for case in range(1, 7)
        ),
    ]
    now = clock.now()
    return [
        CapabilityRecord(
            organization=organization, kind=kind, level=level, field=field_code, title=title, on=on, source=SOURCE,
            recorded_at=now, confirmed_at=now, **people,
        )
        for kind, level, title, on in titles
    ]  # fmt: skip
