"""A published scoring done again from its stored inputs, and compared with it to the last digit.

It needs nothing but the record: whoever has the file can do it without this system's database.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from xiangchuang.evaluation.models import Round, ScorePurpose, ScoreRun
from xiangchuang.evaluation.score_rows import score_rows
from xiangchuang.policy.evaluation import Inputs, Results, canonical, evaluate, read, sha256

COLUMNS: Final = (
    "points_e2", "rank", "ranked", "grade", "is_vetoed", "is_undecided", "rank_kept", "grade_kept",
    "rank_low", "rank_high", "is_close_call",
)  # fmt: skip
_DEFAULTS: Final[Mapping[str, Any]] = {
    "rank_kept": None, "grade_kept": None, "rank_low": None, "rank_high": None, "is_close_call": False,
}  # fmt: skip


class DiffersError(Exception):
    """The first thing in which the record and its repetition differ, in Chinese."""


@dataclass(frozen=True)
class Record:
    """One scoring as published: both documents as bytes with their hashes, and the rows of lists."""

    name: str
    inputs: bytes
    inputs_sha256: str
    results: bytes
    results_sha256: str
    rows: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, run: ScoreRun) -> Self:
        """Return the record of a scoring as it is stored."""
        rows = {
            score.subject.code: {name: getattr(score, name) for name in COLUMNS}
            for score in run.scores.select_related("subject")
        }
        return cls(
            run.round.case.number, run.inputs.path.read_bytes(), run.inputs_sha256,
            run.results.path.read_bytes(), run.results_sha256, rows,
        )  # fmt: skip

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the record that `as_json` wrote; raises ValueError or KeyError for anything else."""
        held = json.loads(text)
        return cls(
            held["round"], held["inputs"].encode(), held["inputs_sha256"], held["results"].encode(),
            held["results_sha256"], held["rows"],
        )  # fmt: skip

    def as_json(self) -> str:
        """Return the record as one text that can be handed to anyone who may read the round."""
        held = {
            "round": self.name, "inputs": self.inputs.decode(), "inputs_sha256": self.inputs_sha256,
            "results": self.results.decode(), "results_sha256": self.results_sha256, "rows": self.rows,
        }  # fmt: skip
        return json.dumps(held, ensure_ascii=False, sort_keys=True, indent=1)


def published_run(number: str) -> ScoreRun | None:
    """Return the published scoring of the round of that case number; None where there is none."""
    round_ = Round.objects.filter(case__number=number).first()
    if round_ is None:
        return None
    runs = round_.score_runs.filter(purpose=ScorePurpose.PUBLISHED)
    return runs.select_related("round__case", "inputs", "results").first()


def reproduce(record: Record) -> list[str]:
    """Score the record again and return what was compared; raises DiffersError at the first difference."""
    _same_hash("评价数据", record.inputs, record.inputs_sha256)
    _same_hash("评价结果", record.results, record.results_sha256)
    inputs = read(record.inputs, Inputs)
    results = evaluate(inputs)
    if canonical(results) != record.results:
        raise DiffersError(_first_difference(results, read(record.results, Results)))
    cells = _same_rows(record, score_rows(inputs, results))
    indicators = sum(len(subject.indicators) + len(subject.bonuses) for subject in results.subjects)
    return [
        f"评价数据 {len(record.inputs)} 字节，校验值 {record.inputs_sha256}",
        f"评价结果 {len(record.results)} 字节逐字节一致，校验值 {record.results_sha256}",
        f"{len(results.subjects)} 个中心、{indicators} 项指标得分一致",
        f"列表数据 {len(record.rows)} 行、{cells} 项一致（含名次、等次和权重检验）",
    ]


def _same_hash(what: str, content: bytes, kept: str) -> None:
    found = sha256(content)
    if found != kept:
        raise DiffersError(f"{what}的校验值是 {found}，登记的是 {kept}")


def _first_difference(again: Results, kept: Results) -> str:
    """Name the first center and number that differ."""
    for new, old in zip(again.subjects, kept.subjects, strict=False):
        if new.code != old.code:
            return f"中心 {old.code} 与重新计算的 {new.code} 不对应"
        for mine, theirs in zip(new.indicators, old.indicators, strict=False):
            if mine != theirs:
                return f"{old.name}“{theirs.label.zh}”：留存 {theirs.points} 分，重新计算 {mine.points} 分"
        if new != old:
            return f"{old.name}：留存总分 {old.total}、等次 {old.grade}，重新计算 {new.total}、{new.grade}"
    return "评价结果的字节与重新计算的不一致"


def _same_rows(record: Record, again: Mapping[str, Mapping[str, Any]]) -> int:
    if set(record.rows) != set(again):
        raise DiffersError(f"列表中有 {len(record.rows)} 个中心，重新计算有 {len(again)} 个")
    for code, kept in record.rows.items():
        full = {**_DEFAULTS, **again[code]}
        for name in COLUMNS:
            if kept[name] != full[name]:
                raise DiffersError(f"{code} 的 {name}：列表中是 {kept[name]}，重新计算是 {full[name]}")
    return len(record.rows) * len(COLUMNS)
