"""From register records to readings: which years, which records, and what stays missing."""

from datetime import date
from typing import Any

import pytest

from xiangchuang.policy.conditions import Capability, FactDefinition, FactValueError, YearlyFact, readings
from xiangchuang.policy.conditions.register_facts import FactReading

TODAY = date(2026, 11, 23)


def fact(name: str = "spend", *, unit: str = "fen", **given: Any) -> FactDefinition:
    """A fact of the lead, read from its yearly records unless said otherwise."""
    written = {
        "name": name,
        "label": {"zh": f"事实{name}", "en": name},
        "unit": unit,
        "subject": "lead",
        "source": {"register": "yearly", "code": "rd"},
        "evidence": {"zh": "审计报告", "en": "accounts"},
        "clause": "3.4-2",
        **given,
    }
    return FactDefinition.model_validate(written, strict=False)


def window(aggregate: str, last: int = 3, until: str = "previous_year") -> dict[str, Any]:
    return {"last": last, "until": until, "aggregate": aggregate}


def read_one(definition: FactDefinition, *records: YearlyFact, on: date = TODAY) -> FactReading:
    return readings([definition], records, (), field="ai", on=on)[definition.name]


def spent(**by_year: int) -> list[YearlyFact]:
    return [YearlyFact("rd", int(year.removeprefix("y")), value) for year, value in by_year.items()]


@pytest.mark.parametrize(
    ("aggregate", "value"), [("sum", 10), ("mean", 3), ("latest", 5), ("standing", 5), ("years_known", 3)]
)
def test_three_full_calendar_years_before_the_year_of_the_day(aggregate: str, value: int) -> None:
    records = spent(y2022=1_000, y2023=2, y2024=3, y2025=5, y2026=9_000)
    reading = read_one(fact(years=window(aggregate)), *records)
    assert (reading.value, reading.years) == (value, (2023, 2024, 2025))


def test_the_window_moves_on_new_years_day() -> None:
    records = spent(y2023=2, y2024=3, y2025=5, y2026=7)
    assert read_one(fact(years=window("sum")), *records, on=date(2026, 12, 31)).value == 10
    assert read_one(fact(years=window("sum")), *records, on=date(2027, 1, 1)).value == 15


@pytest.mark.parametrize("aggregate", ["sum", "mean"])
def test_a_missing_year_is_named_and_never_taken_for_zero(aggregate: str) -> None:
    reading = read_one(fact(years=window(aggregate)), *spent(y2023=2, y2025=5))
    assert (reading.value, reading.note) == (None, "缺 2024 年")


def test_a_year_recorded_without_a_value_is_missing_too() -> None:
    records = [*spent(y2023=2, y2025=5), YearlyFact("rd", 2024, None)]
    assert read_one(fact(years=window("sum")), *records).note == "缺 2024 年"
    assert read_one(fact(years=window("years_known")), *records).value == 2


def test_the_mean_is_rounded_down_so_that_no_fraction_lifts_it_over_a_floor() -> None:
    assert read_one(fact(years=window("mean")), *spent(y2023=3, y2024=4, y2025=4)).value == 3


def test_a_standing_record_is_the_newest_within_its_term() -> None:
    definition = fact("rules", unit="flag", years=window("standing", until="this_year"))
    records = [YearlyFact("rd", 2023, True), YearlyFact("rd", 2025, False), YearlyFact("rd", 2027, True)]
    assert read_one(definition, *records).value is False
    assert read_one(definition, *records[:1]).value is None


def test_records_of_one_field_do_not_count_for_the_whole_organisation() -> None:
    records = [*spent(y2025=5), YearlyFact("rd", 2025, 2, field="ai"), YearlyFact("rd", 2025, 9, field="bio")]
    assert read_one(fact(years=window("latest", 1)), *records).value == 5
    in_field = {"register": "yearly", "code": "rd", "in_field": True}
    assert read_one(fact(years=window("latest", 1), source=in_field), *records).value == 2


def test_two_current_records_of_one_year_are_refused() -> None:
    with pytest.raises(FactValueError, match="2025 年有两条现行记录"):
        read_one(fact(years=window("sum")), *spent(y2025=5), *spent(y2025=6))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1.5, "5", True, -1, 2**63])
def test_a_value_that_is_no_exact_amount_is_refused(value: Any) -> None:
    with pytest.raises(FactValueError):
        read_one(fact(years=window("latest", 1)), YearlyFact("rd", 2025, value))


def test_the_largest_amount_a_database_holds_stays_exact() -> None:
    assert read_one(fact(years=window("latest", 1)), *spent(y2025=2**63 - 1)).value == 2**63 - 1


def counted(empty: str, in_field: bool = True) -> FactDefinition:
    source = {
        "register": "capability",
        "kind": "transfer",
        "levels": ["other", "provincial"],
        "in_field": in_field,
        "empty": empty,
    }
    return fact("cases", unit="count", source=source)


def cases(*capabilities: Capability, empty: str = "missing", in_field: bool = True) -> int | bool | None:
    found = readings([counted(empty, in_field)], (), capabilities, field="ai", on=TODAY)
    return found["cases"].value


def test_capabilities_count_by_kind_level_field_and_day() -> None:
    day = date(2024, 5, 1)
    assert (
        cases(
            Capability("transfer", "other", "ai", day),
            Capability("transfer", "provincial", "ai", TODAY),
            Capability("transfer", "national", "ai", day),
            Capability("transfer", "other", "bio", day),
            Capability("platform", "other", "ai", day),
            Capability("transfer", "other", "ai", date(2026, 11, 24)),
        )
        == 2
    )


def test_no_record_of_a_kind_is_missing_evidence_but_records_of_other_fields_are_none() -> None:
    elsewhere = Capability("transfer", "other", "bio", date(2024, 5, 1))
    assert cases() is None
    assert cases(empty="zero") == 0
    assert cases(elsewhere) == 0
    assert cases(elsewhere, in_field=False) == 1


def test_a_part_above_its_whole_is_doubtful_and_so_missing() -> None:
    whole = fact("whole", years=window("latest", 1), missing_below=1)
    part = fact(
        "part", years=window("latest", 1), source={"register": "yearly", "code": "part"}, not_above="whole"
    )
    records = [YearlyFact("rd", 2025, 10), YearlyFact("part", 2025, 11)]
    found = readings([whole, part], records, (), field="ai", on=TODAY)
    assert (found["part"].value, found["part"].note) == (None, "登记值大于事实whole，数据待核")
    assert found["whole"].value == 10
