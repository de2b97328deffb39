"""The interpreter and DuckDB say the same about every expression of the grammar: one source, two engines."""

import random
import re
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.conditions.random_conditions import (
    FLAGS,
    NUMBERS,
    PARAMETERS,
    random_condition,
    random_facts,
    random_parameters,
)
from xiangchuang.policy.conditions import ConditionSyntaxError, Expression, parse
from xiangchuang.policy.conditions.quantities import Facts, Parameters

FIXED_EXPRESSIONS = 200
FIXED_ROWS = 500


OPEN: list[duckdb.DuckDBPyConnection] = []
"""Hypothesis keeps what it is handed beyond the run, so the connection is not an argument of its tests."""


@pytest.fixture(scope="module", autouse=True)
def one_connection() -> Iterator[None]:
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        OPEN.append(connection)
        yield
        OPEN.clear()


def read(text: str) -> Expression | None:
    """The parsed expression, None where the grammar refuses it as possibly inexact."""
    try:
        return parse(text, facts=NUMBERS + FLAGS, parameters=PARAMETERS, flags=FLAGS)
    except ConditionSyntaxError as refused:
        assert "38 位整数" in refused.reason
        return None


def columns(number_type: str) -> str:
    """A one-row table of parameters $v_a, $v_b…"""
    typed = [f'$v_{n}::{number_type} AS "{n}"' for n in NUMBERS]
    return ", ".join([*typed, *(f'$v_{n}::BOOLEAN AS "{n}"' for n in FLAGS)])


def in_duckdb(sql: str, number_type: str, facts: Facts, parameters: Parameters) -> bool | None:
    used = {name: value for name, value in parameters.items() if re.search(rf"\${name}\b", sql)}
    values = {f"v_{name}": value for name, value in facts.items()} | used
    query = f"SELECT {sql} FROM (SELECT {columns(number_type)})"  # noqa: S608  # the SQL is what is tested
    row = OPEN[-1].execute(query, values).fetchone()
    assert row is not None
    outcome: bool | None = row[0]
    return outcome


@settings(max_examples=400, deadline=None)
@given(rng=st.randoms(use_true_random=False))
def test_a_random_condition_comes_out_the_same_in_python_and_duckdb(
    rng: random.Random,
) -> None:
    expression = read(random_condition(rng))
    facts, parameters = random_facts(rng), random_parameters(rng)
    if expression is None:
        return
    assert expression.evaluate(facts, parameters) is in_duckdb(expression.sql(), "BIGINT", facts, parameters)


@settings(max_examples=400, deadline=None)
@given(rng=st.randoms(use_true_random=False))
def test_the_text_as_the_author_wrote_it_means_the_same_in_duckdb(
    rng: random.Random,
) -> None:
    text = random_condition(rng)
    expression = read(text)
    facts, parameters = random_facts(rng), random_parameters(rng)
    if expression is None:
        return
    written = re.sub(r":([pq])\b", r"$\1::HUGEINT", text)
    assert expression.evaluate(facts, parameters) is in_duckdb(written, "HUGEINT", facts, parameters)


def test_one_hundred_thousand_fixed_cases_agree() -> None:
    rng = random.Random(20201231)  # noqa: S311  # the same cases on every run
    rows = [random_facts(rng) for _ in range(FIXED_ROWS)]
    values = {f"v_{n}": [row[n] for row in rows] for n in NUMBERS + FLAGS}
    types = dict.fromkeys(NUMBERS, "BIGINT") | dict.fromkeys(FLAGS, "BOOLEAN")
    unnested = ", ".join(f'unnest($v_{n}::{t}[]) AS "{n}"' for n, t in types.items())
    cases = differing = 0
    OPEN[-1].execute(f"CREATE TABLE organisations AS SELECT {unnested}", values)
    while cases < FIXED_EXPRESSIONS * FIXED_ROWS:
        expression = read(random_condition(rng))
        if expression is None:
            continue
        parameters = random_parameters(rng)
        used = {name: parameters[name] for name in expression.parameters}
        query = f"SELECT {expression.sql()} FROM organisations ORDER BY rowid"  # noqa: S608  # as above
        found = OPEN[-1].execute(query, used).fetchall()
        ours = [expression.evaluate(row, parameters) for row in rows]
        differing += sum(a is not b[0] for a, b in zip(ours, found, strict=True))
        cases += len(rows)
    assert (cases, differing) == (100_000, 0)
