"""Running a policy's conditions over prebuilt facts: the same expressions, the same outcomes as ``judge``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, get_args

from xiangchuang.policy.conditions import (
    OUTCOMES,
    ConditionJudgement,
    ConditionRule,
    FactReading,
    Outcome,
    ParameterUnknownError,
    judge_all,
)
from xiangchuang.policy.conditions.language import read
from xiangchuang.policy.conditions.register_facts import window_years
from xiangchuang.policy.content import Pack
from xiangchuang.policy.scan.release import Release, quoted, text

Standing = Literal["candidate", "near_miss", "evidence_wanted", "other"]
"""Candidate: nothing unmet, nothing missing, the rest for people to find. One condition away: unmet
(near_miss) or without evidence (evidence_wanted)."""
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)
SOURCE: Final = "全国机构数据表"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which organisations are looked at; ranks stay national. ``industry`` is the beginning of a code."""

    field: str = ""
    prefecture: str = ""
    industry: str = ""
    kind: str = ""


class Found(NamedTuple):
    """One organisation as scanned, with the outcome of each condition under its code."""

    org_id: int
    uscc: str
    name: str
    kind: str
    industry: str
    prefecture: str
    field: str
    standing: Standing
    outcomes: Mapping[str, Outcome]

    @property
    def away(self) -> str | None:
        """Code of the one condition in the way of a near miss."""
        wanted = {"near_miss": "unmet", "evidence_wanted": "missing"}.get(self.standing)
        return next((code for code, outcome in self.outcomes.items() if outcome == wanted), None)


class ScanResult:
    """A scan of one release by one policy on one day.

    ``counts`` gives each condition's organisations by outcome, ``standings`` those by standing. Rows other
    than ``other`` are kept in the release until the next scan.
    """

    def __init__(self, release: Release, pack: Pack, on: date, rules: tuple[ConditionRule, ...]) -> None:
        self.release, self.pack, self.on, self.rules = release, pack, on, rules
        self.counts: dict[str, dict[Outcome, int]] = {}
        self.standings: dict[Standing, int] = {}
        self.organisations = 0

    def rows(self, standing: Standing = "candidate", *, limit: int = 100, offset: int = 0) -> list[Found]:
        """Organisations of a standing by USCC; those of ``other`` are only counted."""
        found = self.release.run(
            f"{self._listing()} WHERE standing = $standing ORDER BY uscc LIMIT $limit OFFSET $offset",
            {"standing": standing, "limit": limit, "offset": offset},
        )
        return [self._found(row) for row in found]

    def explain(self, org_id: int) -> tuple[ConditionJudgement, ...]:
        """Each condition with operands, gap and clause, as for a single case; () for an unknown id."""
        return explain(self.release, self.pack, self.on, org_id)

    def export(self, path: Path, standing: Standing | None = None) -> int:
        """Writes the kept rows, or those of one standing, to .csv or .parquet; the number written.

        Raises ValueError for another ending.
        """
        kinds = {".csv": "(FORMAT csv, HEADER)", ".parquet": "(FORMAT parquet)"}
        if path.suffix not in kinds:
            raise ValueError("导出的文件名以 .csv 或 .parquet 结尾")
        where = f"WHERE standing = {text(standing)}" if standing else ""
        # A spreadsheet takes a text that begins like a formula for one.
        safe = ", ".join(
            f"CASE WHEN starts_with({name}, '=') OR starts_with({name}, '+') OR starts_with({name}, '-') "
            f"OR starts_with({name}, '@') THEN '''' || {name} ELSE {name} END AS {name}"
            for name in ("uscc", "name", "industry", "prefecture", "field")
        )
        chosen = f"* EXCLUDE (org_id) REPLACE ({safe})" if path.suffix == ".csv" else "* EXCLUDE (org_id)"
        copied = self.release.run(
            f"COPY (SELECT {chosen} FROM ({self._listing()} {where} ORDER BY uscc)) "
            f"TO {text(str(path))} {kinds[path.suffix]}"
        )
        return int(copied[0][0])

    def _listing(self) -> str:
        codes = ", ".join(quoted(rule.code) for rule in self.rules)
        return (
            "SELECT org_id, uscc, name, o.kind, industry, prefecture, field, standing, "
            f"{codes} FROM scanned JOIN organisations o USING (org_id)"
        )

    def _found(self, row: tuple[Any, ...]) -> Found:
        org_id, *words, standing = row[:8]
        uscc, name, kind, industry, prefecture, field = ("" if word is None else str(word) for word in words)
        outcomes = {rule.code: value for rule, value in zip(self.rules, row[8:], strict=True)}
        return Found(org_id, uscc, name, kind, industry, prefecture, field, standing, outcomes)


def scan(release: Release, pack: Pack, on: date, filters: Filters | None = None) -> ScanResult:
    """Every condition of the pack on the leads of the facts built before, by the parameters in force ``on``.

    Conditions on the center are left out: a table of organisations holds no centers (4.1-1). Raises
    ParameterUnknownError for a parameter without a value on that day.
    """
    rules = tuple(rule for rule in pack.conditions if rule.subject == "lead")
    result = ScanResult(release, pack, on, rules)
    where, values = _restriction(filters or Filters())
    values |= _parameters(rules, pack, on)
    judged = _judged(rules, where)
    measured = _measured(rules, judged)
    outcomes = ", ".join(f"{_outcome(rule)} AS {quoted(rule.code)}" for rule in rules)
    standing = (
        f"CASE away WHEN 0 THEN {STANDINGS[0]!r} ELSE if(wanting = 0, {STANDINGS[1]!r}, {STANDINGS[2]!r}) END"
    )
    release.run(
        f"CREATE OR REPLACE TABLE scanned AS SELECT org_id, {standing} AS standing, {outcomes} "
        f"FROM ({measured}) WHERE away <= 1",
        values,
    )
    _count(result, release.run(_counting(rules, judged), values))
    return result


def _judged(rules: tuple[ConditionRule, ...], where: str) -> str:
    """Each expression's truth under its condition's code."""
    truths = "".join(
        f", {read(rule.expression).sql('duckdb')} AS {quoted(rule.code)}" for rule in rules if rule.expression
    )
    return f"SELECT org_id, kind{truths} FROM facts {where}"


def _measured(rules: tuple[ConditionRule, ...], judged: str) -> str:
    """Each expression's truth under its condition's code, how many conditions are in the way (``away``) and
    how many of those for want of evidence (``wanting``). Nothing is written down for those further away."""
    decided = [rule for rule in rules if rule.expression is not None]
    away = " + ".join(f"({_applies(rule)} AND {_in_the_way(rule)})::UTINYINT" for rule in decided) or "0"
    wanting = " + ".join(f"({_applies(r)} AND {quoted(r.code)} IS NULL)::UTINYINT" for r in decided) or "0"
    return f"SELECT *, {away} AS away, {wanting} AS wanting FROM ({judged})"


def _in_the_way(rule: ConditionRule) -> str:
    # 原则上 unmet goes to a person, so only missing evidence stands in the way.
    return f"{quoted(rule.code)} IS {'NULL' if rule.strength == 'principle' else 'NOT TRUE'}"


def _applies(rule: ConditionRule) -> str:
    return f"kind IN ({', '.join(text(kind) for kind in rule.applies_to)})"


def _outcome(rule: ConditionRule) -> str:
    """The outcome of one condition as SQL; the cases are those of ``judge``, in its order."""
    truth = "'judgement'"
    if rule.expression is not None:
        unmet = "judgement" if rule.strength == "principle" else "unmet"
        code = quoted(rule.code)
        truth = f"CASE WHEN {code} THEN 'met' WHEN NOT {code} THEN {text(unmet)} ELSE 'missing' END"
    return f"CASE WHEN {_applies(rule)} THEN {truth} ELSE 'not_applicable' END"


def _counting(rules: tuple[ConditionRule, ...], judged: str) -> str:
    # Met and known are cheaper to count than met and unmet: an integer sum takes half of a filtered count.
    counts = "".join(
        f", coalesce(sum({quoted(rule.code)}::INTEGER), 0), count({quoted(rule.code)})"
        for rule in rules
        if rule.expression is not None
    )
    return f"SELECT kind, count(*){counts} FROM ({judged}) GROUP BY kind"


def _count(result: ScanResult, by_kind: list[tuple[Any, ...]]) -> None:
    """Adds up the kinds: what applies to a kind, and what is not known there, follows from its number."""
    result.counts = {rule.code: dict.fromkeys(OUTCOMES, 0) for rule in result.rules}
    for kind, organisations, *numbers in by_kind:
        result.organisations += organisations
        found = iter(map(int, numbers))
        for rule in result.rules:
            counts = result.counts[rule.code]
            met, known = (next(found), next(found)) if rule.expression is not None else (0, 0)
            if kind not in rule.applies_to:
                counts["not_applicable"] += organisations
            elif rule.expression is None:
                counts["judgement"] += organisations
            else:
                counts["met"] += met
                counts["judgement" if rule.strength == "principle" else "unmet"] += known - met
                counts["missing"] += organisations - known
    kept = dict(result.release.run("SELECT standing, count(*) FROM scanned GROUP BY standing"))
    result.standings = {standing: kept.get(standing, 0) for standing in STANDINGS}
    result.standings["other"] = result.organisations - sum(kept.values())


def explain(release: Release, pack: Pack, on: date, org_id: int) -> tuple[ConditionJudgement, ...]:
    """One organisation's judgements from its row of facts; () for an unknown id."""
    names = ", ".join(quoted(name) for name in pack.facts)
    rows = release.run(f"SELECT kind, {names} FROM facts WHERE org_id = $id", {"id": org_id})
    if not rows:
        return ()
    kind, *values = rows[0]
    readings = {
        name: FactReading(
            definition,
            value,
            window_years(definition.years, on) if definition.years else (),
            SOURCE,
            note="" if value is not None else f"{SOURCE}中没有可用的值",
        )
        for (name, definition), value in zip(pack.facts.items(), values, strict=True)
    }
    return judge_all(
        pack.conditions, kind=kind, facts=readings, parameters=pack.parameters, on=on, subject="lead"
    )


def _parameters(rules: tuple[ConditionRule, ...], pack: Pack, on: date) -> dict[str, object]:
    used = {name for rule in rules if rule.expression for name in read(rule.expression).parameters}
    unknown = sorted(used - set(pack.parameters))
    if unknown:
        raise ParameterUnknownError(f"没有参数 {unknown[0]}，先在 parameters.yaml 中定义")
    return {name: pack.parameters[name].value_on(on) for name in sorted(used)}


def _restriction(filters: Filters) -> tuple[str, dict[str, object]]:
    parts = dict(_restrictions(filters))
    if not parts:
        return "", {}
    where = " AND ".join(part for part, _value in parts.values())
    chosen = f"WHERE org_id IN (SELECT org_id FROM organisations WHERE {where})"
    return chosen, {name: value for name, (_part, value) in parts.items()}


def _restrictions(filters: Filters) -> Iterator[tuple[str, tuple[str, str]]]:
    if filters.industry:
        yield "only_industry", ("starts_with(industry, $only_industry)", filters.industry)
    for name in ("field", "prefecture", "kind"):
        if value := getattr(filters, name):
            yield f"only_{name}", (f"{name} = $only_{name}", value)
