"""visit.yaml: which figures of the plan are compared on the spot; a fault is named with its line."""

from pathlib import Path

import pytest

from tests.policy.draft import Draft
from xiangchuang.policy.pack import Pack, load_pack


def test_the_visit_compares_people_contributions_equipment_and_targets(hunan_pack: Pack) -> None:
    claims = hunan_pack.visit.claims
    assert claims is not None and claims.plan is not None and claims.is_default
    assert [(part.part, part.columns) for part in claims.plan.parts] == [
        ("people", ()), ("members", ("money", "technology_shares", "people")), ("resources", ("worth",)),
    ]  # fmt: skip
    assert claims.plan.targets is not None


def test_a_pack_without_claims_compares_nothing_of_the_plan() -> None:
    assert load_pack(Path("tests/packs/minimal-province")).visit.claims is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("columns: [worth]", "columns: [place]", "现场核对的列应是金额或数量：place"),
        ("columns: [worth]", "columns: [height]", "“resources”表没有这样的金额或数量：height"),
        ("part: resources", "part: uses", "uses 是今后各年的数"),
        ("technology_shares, people]", "technology_shares, platform]", "没有这样的金额或数量：platform"),
    ],
)
def test_a_claim_of_what_is_no_figure_of_the_plan_is_refused(
    draft: Draft, old: str, new: str, words: str
) -> None:
    problem = draft.edit("visit.yaml", old, new).problem()
    assert problem.file == "visit.yaml" and words in str(problem) and problem.line > 1
