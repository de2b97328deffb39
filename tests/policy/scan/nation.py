"""A fictional nation: organisations and figures, put into a release and, beside it, into records."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from xiangchuang.policy.conditions import Capability, FactReading, YearlyFact, readings
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.scan.release import KINDS, Release, figures, quoted

TODAY = date(2026, 11, 23)
FIELD = "artificial_intelligence"
HUNAN = Path(__file__).resolve().parents[3] / "policies" / "hunan-tic-2020"
YEARS = range(2022, 2027)
Figure = int | bool | None


@dataclass
class Organisation:
    """What the nation knows of one organisation: figures by (code, year)."""

    kind: str
    industry: str | None = "3562"
    prefecture: str = "长沙市"
    figures: dict[tuple[str, int], Figure] = field(default_factory=dict)


def release_of(pack: Pack, nation: Iterable[Organisation]) -> Release:
    """The nation as a release; ids count from 1."""
    release = Release(threads=1)
    codes = figures(pack)
    release.lay_out(codes)
    for org_id, organisation in enumerate(nation, start=1):
        release.connection.execute(
            "INSERT INTO organisations VALUES (?, ?, ?, ?, ?, ?, ?)",
            [org_id, f"U{org_id:05}", f"甲{org_id}", organisation.kind, organisation.industry,
             organisation.prefecture, FIELD],
        )  # fmt: skip
        for year in sorted({year for _code, year in organisation.figures}):
            of_year = {code: v for (code, y), v in organisation.figures.items() if y == year}
            names = ", ".join(quoted(code) for code in of_year)
            marks = ", ".join("?" for _ in of_year)
            release.connection.execute(
                f"INSERT INTO yearly (org_id, year, {names}) VALUES (?, ?, {marks})",  # noqa: S608
                [org_id, year, *of_year.values()],
            )
    return release


def readings_of(pack: Pack, nation: list[Organisation], index: int, on: date) -> dict[str, FactReading]:
    """The same organisation through the register's own reading, ranked by counting."""
    organisation = nation[index]
    yearly = [YearlyFact(code, year, value) for (code, year), value in organisation.figures.items()]
    return readings(
        pack.facts.values(),
        yearly,
        list(capabilities_of(organisation)),
        field=FIELD,
        on=on,
        national=list(standing_among(nation, organisation, on.year - 1)),
    )


def standing_among(nation: list[Organisation], organisation: Organisation, year: int) -> Iterable[YearlyFact]:
    """Rank and peers by counting who has strictly more."""
    for name, code in (
        ("rd", "rd_expenditure"),
        ("patent", "invention_patents"),
        ("pct", "pct_applications"),
    ):
        own = organisation.figures.get((code, year))
        peers = [o.figures.get((code, year)) for o in nation if o.industry == organisation.industry]
        known = [value for value in peers if value is not None]
        if own is not None and organisation.industry is not None:
            rank = 1 + sum(value > own for value in known)
            yield YearlyFact(f"{name}_rank_in_industry", year, rank)
            yield YearlyFact(f"{name}_peers_in_industry", year, len(known))


def capabilities_of(organisation: Organisation) -> Iterable[Capability]:
    """As many recorded capabilities as the newest count says; zero is one that does not fit."""
    for name, kind, level in (
        ("transfer_cases_in_field", "transfer", "other"),
        ("platforms_in_field", "platform", "provincial"),
        ("major_projects", "project", "national"),
    ):
        years = [y for (code, y), v in organisation.figures.items() if code == name and v is not None]
        count = organisation.figures[name, max(years)] if years else None
        if count is None:
            continue
        beside = Capability(kind, "other", "another_field", date(2020, 1, 1))
        yield beside
        yield from [Capability(kind, level, FIELD, date(2021, 1, 1))] * int(count)


def random_nation(rng: random.Random, pack: Pack, size: int) -> list[Organisation]:
    """Organisations near every line, with ties and a third of all figures missing."""
    return [
        Organisation(
            rng.choice(KINDS),
            rng.choice(("3562", "3562", "2710", None)),
            figures={
                (code, year): _figure(rng, code, unit)
                for code, unit in figures(pack).items()
                for year in YEARS
                if rng.random() < 0.8
            },
        )
        for _ in range(size)
    ]


def _figure(rng: random.Random, code: str, unit: str) -> Figure:
    if rng.random() < 0.15:
        return None
    if unit == "flag":
        return rng.random() < 0.7
    if unit == "fen":
        near = {"income": 10_000_000_000, "service_income": 3_000_000_000}.get(code, 4_000_000_000)
        return rng.choice((0, 1, near - 1, near, near, near + 1, 2 * near))
    return rng.choice((0, 1, 4, 5, 5, 9))
