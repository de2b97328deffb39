"""One explained decision beside zen-engine and through the verb: `script/bench --conditions`."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from bench.databases import ROOT, sqlite
from bench.figures import median
from bench.scan import PACK, PEERS
from xiangchuang.policy.conditions import ConditionRule, FactReading, judge_all
from xiangchuang.policy.pack import Pack, load_pack

ON = date(2026, 11, 23)
ROUNDS, EVALUATIONS = 7, 2000
VERBS = 60
RULES = 15


def report() -> str:
    """Measure in turn and return the table."""
    pack = load_pack(PACK)
    facts = _facts(pack)
    rules = _expressed(pack)
    decisions = {
        f"the pack's decision, {kind}, {_applicable(pack, facts, kind)} conditions": _of_pack(
            pack, facts, kind
        )
        for kind in ("university", "enterprise")
    }
    decisions[f"{RULES} conditions with an expression each"] = lambda: judge_all(
        rules, kind="university", facts=facts, parameters=pack.parameters, on=ON
    )
    asked = json.dumps({"decision": _graph(rules, pack), "facts": _values(facts), "rounds": EVALUATIONS})
    took: dict[str, list[float]] = {name: [] for name in decisions}
    zen = []
    for _ in range(ROUNDS):
        for name, decide in decisions.items():
            took[name].append(_p50(decide))
        zen.append(_zen(asked))
    return _table({name: median(found) for name, found in took.items()}, median(zen), _verb())


def _table(took: dict[str, float], zen: float, verb: dict[str, tuple[float, float]]) -> str:
    lines = ["### One explained decision", "", "| | p50 µs |", "|---|---:|"]
    lines += [f"| explainer: {name} | {p50:.1f} |" for name, p50 in took.items()]
    lines.append(f"| zen-engine with trace: the same {RULES} expressions | {zen:.1f} |")
    *_, alike = took.values()
    lines += [f"| explainer / zen-engine, the same {RULES} expressions | {alike / zen:.2f} |", ""]
    lines += [
        "| through the verb, SQLite, synchronous=FULL | CPU ms, p50 | wall ms, p50 |",
        "|---|---:|---:|",
    ]
    return "\n".join([*lines, *(f"| {name} | {cpu:.2f} | {ms:.2f} |" for name, (cpu, ms) in verb.items())])


def _p50(decide: Callable[[], object]) -> float:
    took = []
    for _ in range(EVALUATIONS):
        began = time.perf_counter_ns()
        decide()
        took.append(time.perf_counter_ns() - began)
    return median(took) / 1000


def _facts(pack: Pack) -> dict[str, FactReading]:
    """Every fact known, so that nothing is spared; some conditions hold, some do not."""
    return {
        name: FactReading(definition, True if definition.unit == "flag" else 20 + number)
        for number, (name, definition) in enumerate(pack.facts.items())
    }


def _values(facts: dict[str, FactReading]) -> dict[str, object]:
    return {name: reading.value for name, reading in facts.items()}


def _of_pack(pack: Pack, facts: dict[str, FactReading], kind: str) -> Callable[[], object]:
    return lambda: judge_all(pack.conditions, kind=kind, facts=facts, parameters=pack.parameters, on=ON)


def _applicable(pack: Pack, facts: dict[str, FactReading], kind: str) -> int:
    found = judge_all(pack.conditions, kind=kind, facts=facts, parameters=pack.parameters, on=ON)
    return sum(judgement.outcome != "not_applicable" for judgement in found)


def _expressed(pack: Pack) -> tuple[ConditionRule, ...]:
    """The pack's conditions that have an expression, over again until there are enough, for every kind."""
    everyone = pack.conditions[0].applies_to
    expressed = [rule for rule in pack.conditions if rule.expression is not None]
    chosen = (expressed * RULES)[:RULES]
    return tuple(rule.model_copy(update={"applies_to": everyone}) for rule in chosen)


def _graph(rules: tuple[ConditionRule, ...], pack: Pack) -> dict[str, Any]:
    """The same expressions as a decision of zen-engine, their parameters written in."""
    expressions = [
        {"id": str(number), "key": f"condition_{number}", "value": _for_zen(str(rule.expression), pack)}
        for number, rule in enumerate(rules)
    ]
    place = {"x": 0, "y": 0}
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": place},
            {"id": "judge", "type": "expressionNode", "name": "judge", "position": place,
             "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out", "position": place},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "judge", "type": "edge"},
            {"id": "2", "sourceId": "judge", "targetId": "out", "type": "edge"},
        ],
    }  # fmt: skip


def _for_zen(expression: str, pack: Pack) -> str:
    written = re.sub(r":(\w+)", lambda found: str(pack.parameters[found[1]].value_on(ON)), expression)
    return re.sub(r"\b(AND|OR|NOT)\b", lambda found: found[1].lower(), written)


def _zen(asked: str) -> float:
    command = [str(PEERS), str(ROOT / "bench" / "peers.py"), "zen"]
    done = subprocess.run(command, input=asked, stdout=subprocess.PIPE, text=True, check=True)
    return float(json.loads(done.stdout)["p50"])


def _verb() -> dict[str, tuple[float, float]]:
    with sqlite() as made:
        environment = made(1) | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        done = subprocess.run(
            [sys.executable, "-m", "bench.conditions_verb", str(VERBS)], cwd=ROOT, env=environment,
            stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    told: dict[str, tuple[float, float]] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    os.chdir(ROOT)
    print(report())
