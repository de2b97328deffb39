"""From the values of a YAML file to its typed model, with faults told at their line in Chinese."""

import json
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from xiangchuang.policy.problems import Problem
from xiangchuang.policy.source import Place, SourceFile, Value

M = TypeVar("M", bound=BaseModel)

_REASONS = {
    "missing": "缺少必需的键 {key}",
    "extra_forbidden": "不认识的键 {key}，改正拼写或删去",
    "literal_error": "{key} 的值 {input} 不在允许之列：{expected}",
    "string_type": "{key} 要写成文字",
    "string_too_short": "{key} 不能为空",
    "string_pattern_mismatch": "{key} 的值 {input} 不合格式 {pattern}",
    "int_type": "{key} 要写成整数",
    "int_from_float": "{key} 要写成整数",
    "bool_type": "{key} 要写成 true 或 false",
    "greater_than": "{key} 要大于 {gt}",
    "greater_than_equal": "{key} 不能小于 {ge}",
    "less_than_equal": "{key} 不能大于 {le}",
    "too_short": "{key} 至少要有 {min_length} 项",
    "model_type": "{key} 要写成若干“键: 值”",
    "dict_type": "{key} 要写成若干“键: 值”",
    "tuple_type": "{key} 要写成列表",
    "list_type": "{key} 要写成列表",
    "date_from_datetime_parsing": "{key} 要写成 2020-12-31 样子的日期",
    "union_tag_invalid": "{key} 的 {discriminator} 写成了 {tag}，只能是 {expected_tags}",
    "union_tag_not_found": "{key} 要写 {discriminator}，说明是哪一种",
    "date_type": "{key} 要写成 2020-12-31 样子的日期",
}


def read_model(source: SourceFile, model: type[M], data: Value = None) -> tuple[M | None, list[Problem]]:
    """The file as ``model``, or its faults. ``data`` replaces the file's own values where given.

    Goes through JSON because pydantic's strict mode then takes lists for tuples and ISO text for dates, and
    still takes no text for a number and no number for a flag.
    """
    values = json.dumps(source.data if data is None else data, default=_iso, ensure_ascii=False)
    try:
        return model.model_validate_json(values), []
    except ValidationError as error:
        return None, [source.problem(_place(source, d["loc"]), _reason(d)) for d in _causes(error)]


def _causes(error: ValidationError) -> list[ErrorDetails]:
    """The faults without those that only follow: a list is not too short because its one item is faulty."""
    faults = error.errors()
    locs = [fault["loc"] for fault in faults]
    return [
        fault
        for fault in faults
        if fault["type"] != "too_short"
        or not any(loc[: len(fault["loc"])] == fault["loc"] != loc for loc in locs)
    ]


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


def _place(source: SourceFile, loc: tuple[int | str, ...]) -> Place:
    """The validator's location without the steps that are not in the file, such as an arm of a union."""
    place: Place = ()
    for step in loc:
        if (*place, step) in source.lines:
            place = (*place, step)
    return place


def _reason(error: ErrorDetails) -> str:
    context: dict[str, Any] = dict(error.get("ctx", {}))
    if error["type"] == "value_error":
        return str(context["error"])
    key = next((step for step in reversed(error["loc"]) if isinstance(step, str)), "内容")
    template = _REASONS.get(error["type"])
    if template is None:
        return f"{key}：{error['msg']}"
    return template.format(key=key, input=error["input"], **context)
