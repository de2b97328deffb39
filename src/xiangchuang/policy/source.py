"""Reading YAML with its places kept: each value knows its line, each fault the clause it sits under."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import yaml

from xiangchuang.policy.problems import Problem

Scalar = str | int | float | bool | date | None
Value = Scalar | list["Value"] | dict[str, "Value"]
Place = tuple[str | int, ...]

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 12  # twice what a pack needs; stops an alias that contains itself
_SCALARS = yaml.SafeLoader("")


@dataclass(slots=True)
class SourceFile:
    """One YAML file as plain values, with the line (from 1) of every key and item."""

    name: str
    data: Value = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """Line of the deepest part of ``place`` that the file has; steps a validator invented are skipped."""
        found: Place = ()
        for step in place:
            if (*found, step) in self.lines:
                found = (*found, step)
        return self.lines.get(found, 1)

    def clause(self, place: Place) -> str:
        """Clause of the innermost rule around ``place``, or "" when none encloses it."""
        clause, here = "", self.data
        for step in (None, *place):
            if isinstance(here, dict) and step in here:
                here = here[str(step)]
            elif isinstance(here, list) and isinstance(step, int) and step < len(here):
                here = here[step]
            if isinstance(here, dict) and isinstance(here.get("clause"), str):
                clause = str(here["clause"])
        return clause

    def problem(self, place: Place, reason: str) -> Problem:
        """A fault at that place."""
        return Problem(self.name, self.line(place), self.clause(place), reason)


def read_yaml(path: Path, name: str) -> SourceFile:
    """The file's values and lines; faults of syntax and doubled keys are in ``problems``, never raised."""
    source = SourceFile(name)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        source.problems.append(Problem(name, line, "", f"YAML 写法有误：{error.problem}"))
        return source
    except UnicodeDecodeError:
        source.problems.append(Problem(name, 1, "", "文件不是 UTF-8 编码，另存为 UTF-8 后再装载"))
        return source
    if root is not None:
        source.data = _value(source, root, ())
    return source


def _value(source: SourceFile, node: yaml.Node, place: Place) -> Value:
    source.lines.setdefault(place, node.start_mark.line + 1)
    if len(place) > _DEEPEST:
        source.problems.append(source.problem(place[:1], "嵌套过深，或用别名引用了自身"))
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(source, node, place)
    if isinstance(node, yaml.SequenceNode):
        return [_value(source, item, (*place, index)) for index, item in enumerate(node.value)]
    return _scalar(source, node, place)


def _mapping(source: SourceFile, node: yaml.MappingNode, place: Place) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in values:
            source.problems.append(
                Problem(source.name, line, source.clause(place), f"键 {key} 重复，只留一个")
            )
        source.lines[*place, key] = line
        values[key] = _value(source, value_node, (*place, key))
    return values


def _scalar(source: SourceFile, node: yaml.Node, place: Place) -> Scalar:
    try:
        value = _SCALARS.construct_object(node)
    except (yaml.YAMLError, ValueError):
        source.problems.append(source.problem(place, f"读不懂的值 {node.value}"))
        return None
    if isinstance(value, datetime) or not isinstance(value, str | int | float | bool | date | None):
        source.problems.append(source.problem(place, f"不支持的值 {node.value}，日期写成 2020-12-31 的样子"))
        return None
    return value
