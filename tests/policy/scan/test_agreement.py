"""The scan says of every organisation what its own case would say: one source, two engines."""

import random
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.policy.scan.nation import (
    HUNAN,
    TODAY,
    Organisation,
    random_nation,
    readings_of,
    release_of,
)
from xiangchuang.policy.conditions import OUTCOMES, FactReading, judge_all
from xiangchuang.policy.pack import Pack, load_pack
from xiangchuang.policy.scan.facts import build_facts
from xiangchuang.policy.scan.release import Release, quoted
from xiangchuang.policy.scan.scanning import Found, ScanResult, explain, scan

PACK: Pack = load_pack(HUNAN)


def judged(organisation: Organisation, facts: dict[str, FactReading]) -> dict[str, str]:
    """The outcome of each condition as its own case would have it."""
    found = judge_all(
        PACK.conditions,
        kind=organisation.kind,
        facts=facts,
        parameters=PACK.parameters,
        on=TODAY,
        subject="lead",
    )
    return {judgement.code: judgement.outcome for judgement in found}


def disagreements(nation: list[Organisation]) -> Iterator[str]:
    """Every fact, outcome and count in which the release and the register's own reading differ."""
    counted = {rule.code: dict.fromkeys(OUTCOMES, 0) for rule in PACK.conditions if rule.subject == "lead"}
    with release_of(PACK, nation) as release:
        build_facts(release, PACK, TODAY)
        result = scan(release, PACK, TODAY)
        scanned = kept(result)
        for index, organisation in enumerate(nation):
            facts = readings_of(PACK, nation, index, TODAY)
            ours = judged(organisation, facts)
            for code, outcome in ours.items():
                counted[code][outcome] += 1  # type: ignore[index]
            yield from differing_facts(release, index + 1, facts)
            away = sum(outcome in ("unmet", "missing") for outcome in ours.values())
            theirs = dict(scanned[index + 1].outcomes) if index + 1 in scanned else None
            if theirs != (ours if away <= 1 else None):
                yield f"{index + 1} is {away} conditions away: {ours} / {theirs}"
            explained = {j.code: j.outcome for j in explain(release, PACK, TODAY, index + 1)}
            if explained != ours:
                yield f"{index + 1} explained: {ours} / {explained}"
        if result.counts != counted:
            yield f"{counted} / {result.counts}"


def kept(result: ScanResult) -> dict[int, Found]:
    """The rows a scan keeps, by organisation."""
    rows = [*result.rows("candidate"), *result.rows("near_miss"), *result.rows("evidence_wanted")]
    return {row.org_id: row for row in rows}


def differing_facts(release: Release, org_id: int, facts: dict[str, FactReading]) -> Iterator[str]:
    """Facts of one organisation that the table and the register read differently, in value or in type."""
    names = ", ".join(quoted(name) for name in facts)
    (row,) = release.run(f"SELECT {names} FROM facts WHERE org_id = {org_id}")  # noqa: S608
    for (name, reading), value in zip(facts.items(), row, strict=True):
        if (type(reading.value), reading.value) != (type(value), value):
            yield f"{org_id} {name}: {reading.value} / {value}"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rng=st.randoms(use_true_random=False), size=st.integers(1, 12))
def test_a_random_nation_is_scanned_as_each_of_its_organisations_would_be_judged(
    rng: random.Random, size: int
) -> None:
    assert list(disagreements(random_nation(rng, PACK, size))) == []
