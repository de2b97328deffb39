"""A stored document gives the same bytes again, and no float, no order and no chance enters them."""

from hypothesis import given
from hypothesis import strategies as st

from tests.policy.evaluation.rounds import a_round, a_set, center, indicator, of
from xiangchuang.policy.evaluation import (
    Inputs,
    Results,
    canonical,
    evaluate,
    read,
    sentence,
    sha256,
)
from xiangchuang.policy.evaluation.robustness import Robustness, robustness

SHARE = {"by": "linear", "zero_at": "0 %", "full_at": "100 %"}
SET = a_set(
    ("output", [
        indicator("patents", weight="3.5", score={"by": "count", "points_each": "0.35"}),
        indicator("beside", weight="6.5", score={"by": "ratio_to_peers", "peers": "median"}),
    ]),
    ("people", [
        indicator("staff", weight=4, unit="%", source=of("full_time_staff", per=("staff",)), score=SHARE,
                  when_missing="leave_out"),
        indicator("standards", weight=6, source=of("standards"), when_missing="leave_out"),
    ]),
    tie_break=["people"],
    bonuses={"clause": "default", "origin": "测试", "most": 2, "items": [
        indicator("extra", weight=3, source=of("compliance_gaps"))]},
)  # fmt: skip
known = st.fixed_dictionaries({
    code: st.none() | st.integers(0, 12)
    for code in ("patents", "standards", "full_time_staff", "staff", "compliance_gaps", "reports_missing")
})  # fmt: skip
worlds = st.lists(known, min_size=1, max_size=7)


def subjects_of(world: list[dict[str, int | None]]) -> list[object]:
    return [center(f"c{n}", figures=figures) for n, figures in enumerate(world)]


def test_bytes_read_back_are_the_same_document_and_the_same_results() -> None:
    inputs = a_round(
        SET, center("a", figures={"patents": 3}), center("b", figures={"patents": 5, "staff": 7})
    )
    stored = canonical(inputs)
    again = read(stored, Inputs)
    results = evaluate(again)

    assert (again, canonical(again)) == (inputs, stored)
    assert canonical(results) == canonical(evaluate(inputs))
    assert read(canonical(results), Results) == results
    assert results.inputs_sha256 == sha256(stored) == sha256(inputs)


def test_this_documents_results_never_change() -> None:
    """A change of these hashes is a change of published results: it needs a new ``format``."""
    inputs = a_round(
        SET, center("a", figures={"patents": 3}), center("b", figures={"patents": 5, "staff": 7})
    )
    results = evaluate(inputs)

    assert [str(s.total) for s in results.subjects] == ["5.93", "8.25"]
    assert sha256(results)[:16] == "526d595460ea8bc8"
    assert sha256(robustness(inputs, results))[:16] == "f36472b593a2de39"


@given(world=worlds, order=st.randoms())
def test_the_order_in_which_subjects_are_listed_changes_nothing(
    world: list[dict[str, int | None]], order: object
) -> None:
    subjects = subjects_of(world)
    shuffled = list(subjects)
    order.shuffle(shuffled)  # type: ignore[attr-defined]

    one, other = a_round(SET, *subjects), a_round(SET, *shuffled)  # type: ignore[arg-type]
    assert canonical(one) == canonical(other)
    assert canonical(evaluate(one)) == canonical(evaluate(other))


@given(world=worlds)
def test_points_stay_within_their_weights_and_add_up(world: list[dict[str, int | None]]) -> None:
    results = evaluate(a_round(SET, *subjects_of(world)))  # type: ignore[arg-type]

    for subject in results.subjects:
        for dimension in subject.dimensions:
            assert all(0 <= i.points <= i.most <= dimension.weight for i in dimension.indicators)
            assert dimension.points == sum(i.points for i in dimension.indicators)
            assert sum(i.most for i in dimension.indicators) == dimension.weight
        assert subject.bonus <= 2
        assert subject.total == sum(d.points for d in subject.dimensions) + subject.bonus
        steps = [step for i in (*subject.indicators, *subject.bonuses) for step in i.steps]
        assert all("%(" not in sentence(step) for step in steps)


@given(world=worlds)
def test_with_a_band_of_nothing_every_rank_and_grade_is_kept(world: list[dict[str, int | None]]) -> None:
    inputs = a_round(SET, *subjects_of(world))  # type: ignore[arg-type]
    rule = inputs.rules.robustness
    assert rule is not None
    still = rule.model_copy(update={"band": "0 %"})
    inputs = inputs.model_copy(update={"rules": inputs.rules.model_copy(update={"robustness": still})})

    results = evaluate(inputs)
    found: Robustness = robustness(inputs, results)

    ranked = {s.code: s.rank for s in results.subjects if s.rank is not None}
    assert {s.code: (s.keeps_rank, s.keeps_grade, s.ranks) for s in found.subjects} == {
        code: (100, 100, (rank, rank)) for code, rank in ranked.items()
    }
    assert not any(s.close_call for s in found.subjects)
