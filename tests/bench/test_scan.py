"""What a scan is measured beside says the same as the product, else a ratio compares different things."""

from collections.abc import Iterator

import pytest

from bench.scan_steps import Steps
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.scan import Release


@pytest.fixture(scope="module")
def steps(hunan_pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steps]:
    """A nation of 3,000 organisations with its facts."""
    with Release(threads=1) as release:
        steps = Steps(release, hunan_pack, tmp_path_factory.mktemp("nation"), 3000)
        steps.make()
        steps.facts()
        yield steps


@pytest.mark.parametrize("by_hand", ["facts_by_hand", "facts_by_years"])
def test_facts_written_by_hand_are_the_products(steps: Steps, by_hand: str) -> None:
    getattr(steps, by_hand)()

    assert steps.check() == {"differing": 0}


def test_the_policy_written_by_hand_finds_as_many_one_condition_away(steps: Steps) -> None:
    assert steps.policy_by_hand()["near"] == steps.policy()["near"] > 0


def test_a_threshold_alone_is_passed_by_those_it_does_not_bind_too(steps: Steps) -> None:
    met = {code: found[0] for code, found in steps.policy()["counts"].items()}
    thresholds = steps.thresholds()

    assert thresholds["platform_in_field"] == met["platform_in_field"]
    assert thresholds["rd_mean_of_three_years"] >= met["rd_mean_of_three_years"] > 0


def test_others_read_the_same_table_from_parquet(steps: Steps) -> None:
    steps.share_facts()

    for name in ("organisations", "facts"):
        assert steps.release.number(f"SELECT count(*) FROM '{steps.folder / name}.parquet'") == 3000  # noqa: S608
