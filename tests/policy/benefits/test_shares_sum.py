"""Whatever comes in is given out to the fen: properties over random events and terms."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from xiangchuang.policy.benefits import (
    BelowFloorError,
    Contributor,
    Distribution,
    IncomeEvent,
    LayeredRules,
    OtherShare,
    OwnTerms,
    distribute,
)
from xiangchuang.policy.pack import load_pack

DAY = date(2026, 11, 23)
PACK = load_pack(Path(__file__).resolve().parents[3] / "policies" / "hunan-tic-2020").benefits
KINDS = ("assignment", "licence", "equity", "own_implementation")
FEN = st.integers(0, 10**16)
FLOORS = {"assignment": 5000, "licence": 5000, "equity": 5000, "own_implementation": 500}


@st.composite
def events(draw: st.DrawFn) -> IncomeEvent:
    """An event of any kind, with up to twelve main contributors."""
    kind = draw(st.sampled_from(KINDS))
    equity = kind == "equity"
    weights = draw(st.lists(st.integers(1, 1000), min_size=1, max_size=12))
    return IncomeEvent(
        kind=kind,  # type: ignore[arg-type]
        unit=draw(st.sampled_from(("state_founded", "other"))),
        gross=draw(st.integers(1, 10**16)),
        contributors=tuple(Contributor(f"第{n}人", weight) for n, weight in enumerate(weights)),
        costs=0 if equity else draw(FEN),
        taxes=0 if equity else draw(FEN),
        year=draw(st.integers(1, 3)) if kind == "own_implementation" else None,
    )


@st.composite
def own_terms(draw: st.DrawFn) -> tuple[OwnTerms, ...]:
    """No terms, or terms of any shares that stay within the whole."""
    if draw(st.booleans()):
        return ()
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=3, max_size=3)))
    team, research, other = cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1]
    basis = draw(st.sampled_from(("center_rule", "agreement")))
    others = (OtherShare("共有单位", other),)
    return (OwnTerms(basis, "办法", "通过", DAY, KINDS, team, research, others),)  # type: ignore[arg-type]


def worked_out(event: IncomeEvent, own: tuple[OwnTerms, ...]) -> Distribution | None:
    """The distribution, or None where it was refused for lying below the floor."""
    try:
        return distribute(event, LayeredRules(PACK, own), DAY)
    except BelowFloorError:
        return None


@given(events(), own_terms())
def test_shares_always_sum_to_the_income_and_none_is_negative(
    event: IncomeEvent, own: tuple[OwnTerms, ...]
) -> None:
    found = worked_out(event, own)
    assume(found is not None)
    assert found is not None

    assert sum(share.fen for share in found.shares) == event.gross
    assert all(share.fen >= 0 for share in found.shares)


@given(events(), own_terms())
def test_a_state_founded_unit_never_pays_below_the_floor_and_is_refused_only_below_it(
    event: IncomeEvent, own: tuple[OwnTerms, ...]
) -> None:
    event = replace(event, unit="state_founded")
    floor = FLOORS[event.kind]

    found = worked_out(event, own)

    if found is None:
        assert own and own[0].team_share < floor
    else:
        assert found.total("team") * 10_000 >= event.net * floor


@given(events(), own_terms(), st.integers(1, 10**12))
def test_more_income_never_means_less_for_the_team_or_for_research(
    event: IncomeEvent, own: tuple[OwnTerms, ...], more: int
) -> None:
    before = worked_out(event, own)
    after = worked_out(replace(event, gross=event.gross + more), own)
    assume(before is not None and after is not None)
    assert before is not None and after is not None

    assert after.total("team") >= before.total("team")
    assert after.total("research") >= before.total("research")
    # The rest falls to the unit: what rounding takes from it is less than two fen.
    assert after.total("unit") >= before.total("unit") - 2
