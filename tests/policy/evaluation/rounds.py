"""Small rounds to evaluate: sets, subjects and rules written as short as a test needs them."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from xiangchuang.policy.evaluation import (
    EvaluationRules,
    FigureMeaning,
    FigureReading,
    IndicatorResult,
    IndicatorSet,
    Inputs,
    RowRef,
    Subject,
    evaluate,
)

OURS = {"clause": "default", "origin": "测试"}
FIGURES = tuple(
    FigureMeaning.model_validate({"code": code, "label": {"zh": zh, "en": code}, "unit": unit})
    for code, zh, unit in (
        ("rd_spending", "研发投入", "fen"),
        ("total_income", "总收入", "fen"),
        ("patents", "发明专利", "count"),
        ("standards", "标准", "count"),
        ("staff", "人员", "count"),
        ("full_time_staff", "专职人员", "count"),
        ("full_time_director", "专职主任", "count"),
        ("compliance_gaps", "不符合项", "count"),
        ("outside_hours", "对外机时", "hours"),
        ("reports_missing", "未报送的年度报告", "count"),
    )
)
FEN_PER_WAN_YUAN = 1_000_000


def indicator(code: str = "it", **changed: Any) -> dict[str, Any]:
    """An indicator of 10 points that counts patents at one point each, with what the test changes."""
    return OURS | {
        "code": code,
        "label": {"zh": f"指标{code}", "en": code},
        "weight": 10,
        "unit": "件",
        "source": of("patents"),
        "score": {"by": "count", "points_each": 1},
        "when_missing": "zero",
    } | changed  # fmt: skip


def of(*codes: str, per: tuple[str, ...] = (), span: str = "year") -> dict[str, Any]:
    """A source: the sum of figures, over the sum of others."""
    found: dict[str, Any] = {"from": "figure", "figures": [{"code": code} for code in codes], "span": span}
    return found | ({"per": [{"code": code} for code in per]} if per else {})


def written_set(*dimensions: tuple[str, list[dict[str, Any]]], **changed: Any) -> dict[str, Any]:
    """A set as a pack writes it: (code, indicators) for each dimension; weights add up by themselves."""
    made = [
        OURS | {
            "code": code,
            "label": {"zh": f"维度{code}", "en": code},
            "weight": str(sum(Decimal(item["weight"]) for item in items)),
            "indicators": items,
        }
        for code, items in dimensions
    ]  # fmt: skip
    return OURS | {
        "code": "set",
        "version": "1",
        "label": {"zh": "指标体系", "en": "Set"},
        "categories": ["field_specific"],
        "total": str(sum(Decimal(dimension["weight"]) for dimension in made)),
        "dimensions": made,
    } | changed  # fmt: skip


def a_set(*dimensions: tuple[str, list[dict[str, Any]]], **changed: Any) -> IndicatorSet:
    """The same, read."""
    return IndicatorSet.model_validate_json(json.dumps(written_set(*dimensions, **changed)))


def grade(code: str, at_least: int | None = None, quota: str | None = None) -> dict[str, Any]:
    """A grade of a scheme."""
    found: dict[str, Any] = OURS | {"code": code, "label": {"zh": code, "en": code}}
    if at_least is not None:
        found["at_least"] = at_least
    return found | ({"quota": quota} if quota else {})


def rules(out_of: int = 10, *grades: dict[str, Any], **changed: Any) -> EvaluationRules:
    """Rules with the grades given, experts who mark out of ten, and a survey from 1 to 5."""
    named = grades or (grade("good", 8), grade("fair", 5), grade("poor"))
    document: dict[str, Any] = {
        "grades": OURS | {"out_of": out_of, "grades": list(named)},
        "experts": OURS | {
            "full_mark": 10,
            "kinds": [OURS | {"kind": "technical", "fewest": 2}, OURS | {"kind": "finance", "fewest": 1}],
        },
        "survey": OURS | {
            "most_asked": 30, "fewest_answers": 3, "lowest": 1, "highest": 5, "confidence": "95 %",
            "questions": [OURS | {"code": "satisfaction", "label": {"zh": "满意吗", "en": "Satisfied?"}}],
        },
        "states": [
            OURS | {"code": "deferred", "label": {"zh": "缓评", "en": "Deferred"}, "scored": False},
            OURS | {"code": "taken", "label": {"zh": "视同", "en": "Taken"}, "scored": False,
                    "grade": "fair"},
        ],
        "vetoes": [
            OURS | {"code": "fraud", "label": {"zh": "弄虚作假", "en": "Fraud"}, "grade": "poor"},
            OURS | {"code": "no_report", "label": {"zh": "未报送", "en": "No report"}, "grade": "poor",
                    "when": {"figure": {"code": "reports_missing"}, "span": "year", "at_least": 1}},
        ],
        "robustness": OURS | {"band": "20 %", "samples": 100, "close_below": "95 %", "interval": "90 %"},
    }  # fmt: skip
    return EvaluationRules.model_validate_json(json.dumps(document | changed))


def reading(code: str, value: int | None, span: str = "year") -> FigureReading:
    """A figure with one row behind it."""
    row = RowRef(source=code, pk=1, label="第一条", on=date(2026, 5, 1), amount=value)
    rows = (row,) if value else ()
    return FigureReading.model_validate({"code": code, "span": span, "value": value, "rows": rows})


def center(
    code: str, *, figures: Mapping[str, int | None] | tuple[FigureReading, ...] = (), **known: Any
) -> Subject:
    """A subject of the set with figures by code; ``known`` is the rest as a document writes it."""
    if isinstance(figures, Mapping):
        figures = tuple(reading(name, value) for name, value in figures.items())
    who = {"code": code, "name": f"示例中心{code}", "set": "set", "figures": figures}
    return Subject.model_validate(who | known)


def a_round(
    of_set: IndicatorSet, *subjects: Subject, by: EvaluationRules | None = None, seed: int = 7
) -> Inputs:
    """A round over that set."""
    return Inputs(
        round="2026-1", first=date(2026, 1, 1), last=date(2026, 12, 31), pack="test", pack_sha256="0" * 64,
        seed=seed, rules=by or rules(int(of_set.total)), sets=(of_set,), figures=FIGURES, subjects=subjects,
    )  # fmt: skip


def scored(item: dict[str, Any], *subjects: Subject) -> IndicatorResult:
    """The result of one indicator for the first subject, alone in its dimension beside a filler."""
    of_set = a_set(("one", [item]), ("filler", [indicator("filler")]))
    results = evaluate(a_round(of_set, *subjects))
    return results.subject(subjects[0].code).indicators[0]


def points(item: dict[str, Any], *subjects: Subject) -> str:
    """Points of that indicator as text."""
    return str(scored(item, *subjects).points)
