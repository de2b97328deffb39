"""Faults that no single file shows: clauses that do not exist, stages that lead nowhere, doubled codes."""

from collections.abc import Collection, Iterator, Mapping

from xiangchuang.policy.changes import ChangeRules
from xiangchuang.policy.citations import cited_anchors, rules
from xiangchuang.policy.duties import Governance
from xiangchuang.policy.problems import Problem
from xiangchuang.policy.source import Place, SourceFile, Value
from xiangchuang.policy.stages import Procedure, Stage
from xiangchuang.policy.terms import ENDS, PHASES, StageKind


def unknown_clauses(source: SourceFile, anchors: Collection[str]) -> Iterator[Problem]:
    """Citations of a clause that text.md does not have."""
    for place, rule in rules(source.data):
        for key, anchor in cited_anchors(rule):
            if anchor not in anchors:
                yield source.problem((*place, key), f"text.md 中没有条款 {anchor}")


def doubled_codes(source: SourceFile) -> Iterator[Problem]:
    """Items of one list that carry the same code, kind or name."""
    for place, rule in rules(source.data):
        for key, value in rule.items():
            if isinstance(value, list):
                yield from _doubled_in(source, (*place, key), value)


def _doubled_in(source: SourceFile, place: Place, items: list[Value]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            continue
        key = next(
            (k for k in ("code", "name", "kind", "role", "body") if isinstance(item.get(k), str)), None
        )
        if key is None:
            continue
        code = str(item[key])
        if code in seen:
            yield source.problem((*place, index, key), f"编码 {code} 重复，同一列表中编码不能相同")
        seen.add(code)


def doubled_across(source: SourceFile, list_key: str, inner_key: str) -> Iterator[Problem]:
    """Codes doubled between the inner lists, such as one field code under two orientations."""
    outer = source.data.get(list_key) if isinstance(source.data, dict) else None
    seen: dict[str, int] = {}
    for o, parent in enumerate(outer if isinstance(outer, list) else []):
        inner = parent.get(inner_key) if isinstance(parent, dict) else None
        for i, item in enumerate(inner if isinstance(inner, list) else []):
            code = item.get("code") if isinstance(item, dict) else None
            if isinstance(code, str) and seen.setdefault(code, o) != o:
                yield source.problem(
                    (list_key, o, inner_key, i, "code"), f"编码 {code} 在 {list_key} 之间重复"
                )


def procedure_faults(
    source: SourceFile, procedure: Procedure, guard_names: Collection[str] | None
) -> Iterator[Problem]:
    """Stages that lead nowhere, cannot be reached, go back a phase, or name an unknown guard."""
    root: Place = ("procedures", procedure.code, "stages")
    reached = _reached(procedure)
    ending = _ending(procedure)
    for index, stage in enumerate(procedure.stages):
        place = (*root, index)
        yield from _outcome_faults(source, place, procedure, stage)
        if stage.code not in reached:
            yield source.problem((*place, "code"), f"没有任何结果通到阶段 {stage.code}，从第一个阶段走不到它")
        if stage.code not in ending:
            yield source.problem((*place, "outcomes"), f"阶段 {stage.code} 走不到任何终点（end:…）")
        for g, guard in enumerate(stage.guards):
            if guard_names is not None and guard.name not in guard_names:
                yield source.problem((*place, "guards", g, "name"), f"程序中没有名为 {guard.name} 的守护条件")


def _outcome_faults(
    source: SourceFile, place: Place, procedure: Procedure, stage: Stage
) -> Iterator[Problem]:
    by_code = {s.code: s for s in procedure.stages}
    for outcome, target in stage.outcomes.items():
        here = (*place, "outcomes", outcome)
        if target.startswith("end:"):
            if target not in ENDS:
                yield source.problem(here, f"没有终点 {target}，可用：{'、'.join(ENDS)}")
            elif target == "end:granted" and (stage.kind != "decision" or procedure.matter != "approval"):
                # Without this a pack could found a center with no approval document (5.3-1).
                yield source.problem(here, "只有组建审批的 decision 类阶段可以通到 end:granted")
        elif target not in by_code:
            yield source.problem(here, f"结果 {outcome} 指向不存在的阶段 {target}")
        elif outcome == "passed" and _phase(by_code[target]) < _phase(stage) and stage.kind != "plan":
            yield source.problem(here, f"通过后不能回到更早的时期：{stage.phase} → {by_code[target].phase}")


def _phase(stage: Stage) -> int:
    return PHASES.index(stage.phase)


def _reached(procedure: Procedure) -> set[str]:
    codes = {stage.code: stage for stage in procedure.stages}
    reached, waiting = set[str](), [procedure.first.code]
    while waiting:
        code = waiting.pop()
        if code in codes and code not in reached:
            reached.add(code)
            waiting.extend(codes[code].outcomes.values())
    return reached


def _ending(procedure: Procedure) -> set[str]:
    """Stages from which some row of outcomes reaches an end."""
    ending: set[str] = {str(end) for end in ENDS} & {t for s in procedure.stages for t in s.outcomes.values()}
    while True:
        more = {s.code for s in procedure.stages if ending & set(s.outcomes.values())} | ending
        if more == ending:
            return ending
        ending = more


def unprepared_stages(
    source: SourceFile, procedure: Procedure, prepared: Mapping[StageKind, tuple[str, bool]]
) -> Iterator[Problem]:
    """Stages whose own file says nothing: ``prepared`` maps kind to (file and key, whether filled)."""
    for index, stage in enumerate(procedure.stages):
        where, filled = prepared.get(stage.kind, ("", True))
        if not filled:
            place = ("procedures", procedure.code, "stages", index, "kind")
            yield source.problem(place, f"有 {stage.kind} 类阶段，{where} 却没有内容")


def unknown_sections(source: SourceFile, codes: Collection[str]) -> Iterator[Problem]:
    """References to a plan section that the outline does not have."""
    for place, rule in rules(source.data):
        sections = rule.get("sections")
        for index, code in enumerate(sections if isinstance(sections, list) else []):
            if isinstance(code, str) and code not in codes:
                yield source.problem((*place, "sections", index), f"编写提纲中没有章节 {code}")


def unclassed_clauses(
    source: SourceFile, texts: Mapping[str, int], classed: Collection[str]
) -> Iterator[Problem]:
    """Clauses of the text without a class, and classes without a clause."""
    for anchor, line in texts.items():
        if anchor not in classed:
            yield Problem("text.md", line, anchor, f"clauses.yaml 没有写条款 {anchor} 的类别（class）")
    for anchor in classed:
        if anchor not in texts:
            yield source.problem(("clauses", anchor), f"text.md 中没有条款 {anchor}")


def unknown_parameter(
    source: SourceFile, governance: Governance, names: Collection[str]
) -> Iterator[Problem]:
    """A requirement whose number is in no parameter."""
    name = governance.registered_capital.parameter
    if name not in names:
        yield source.problem(("registered_capital", "parameter"), f"parameters.yaml 中没有参数 {name}")


def unknown_duties(
    source: SourceFile, governance: Governance, conditions: Collection[str]
) -> Iterator[Problem]:
    """Duties on a condition that nobody wrote."""
    for index, duty in enumerate(governance.duties):
        if duty.condition not in conditions:
            yield source.problem(("duties", index, "condition"), f"没有名为 {duty.condition} 的条件")


def lanes_against_the_charter(source: SourceFile, rules: ChangeRules) -> Iterator[Problem]:
    """Changes of a matter that is the center's own to decide, but put before somebody for approval."""
    for index, kind in enumerate(rules.kinds):
        if kind.matter is not None and kind.lane == "approval":
            reason = f"{kind.code} 属章程规定由中心自主决策的事项，只能备案，不能列入批准"
            yield source.problem(("kinds", index, "lane"), reason)
