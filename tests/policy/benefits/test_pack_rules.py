"""benefits.yaml: what its author may not write, and what a reader is told in the own language."""

from datetime import date
from pathlib import Path

import pytest

from tests.policy.draft import Draft
from xiangchuang.policy.benefits import BelowFloorError, Contributor, IncomeEvent, LayeredRules, OwnTerms
from xiangchuang.policy.benefits.distribution import distribute
from xiangchuang.policy.conditions.tongue import Tongue
from xiangchuang.policy.pack import Pack, load_pack

HUNAN = Path(__file__).resolve().parents[3] / "policies" / "hunan-tic-2020"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("to: 2027-12-31", "to: 2022-12-31", "to 早于 from"),
        ("to: 2027-12-31", "to: 2027-12-30", "整月"),
        ("      least: 3\n", "      least: 6\n", "most 小于 least"),
        ("    encourages: [state_founded]\n", "", "where_silent、never_below 或 encourages"),
        (
            "      title: 关于提高集成电路和工业母机企业研发费用加计扣除比例的公告\n",
            "      titel: 公告\n",
            "titel",
        ),
        ("team_share: 7000", "team_share: 10001", "team_share"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_its_place(draft: Draft, old: str, new: str, words: str) -> None:
    problems = draft.edit("benefits.yaml", old, new).problems()

    assert {problem.file for problem in problems} == {"benefits.yaml"}
    assert any(words in problem.reason for problem in problems)


def test_a_rule_known_by_repute_alone_says_that_it_is_unconfirmed(draft: Draft) -> None:
    old = "    instrument:\n      confirmed: false\n"

    problem = draft.edit("benefits.yaml", old, old.replace("false", "true")).problem()

    assert "没有文件名称的依据" in problem.reason


def test_a_pack_without_the_file_has_no_rules(minimal_pack: Pack) -> None:
    assert minimal_pack.benefits.rewards == ()


@pytest.mark.clause("4.3-2")
def test_what_mainly_means_is_an_owned_interpretation_of_the_clause(hunan_pack: Pack) -> None:
    (rule,) = hunan_pack.benefits.purpose

    assert "主要" in hunan_pack.clause("4.3-2").text
    assert (rule.is_default, rule.interprets) == (True, "4.3-2")
    assert rule.interpretation.owner.zh and rule.interpretation.since


def test_a_refusal_is_said_in_the_readers_language_with_its_labels() -> None:
    pack = load_pack(HUNAN)
    own = OwnTerms("center_rule", "办法", "", date(2026, 1, 1), ("licence",), 4000, 0)
    event = IncomeEvent("licence", "state_founded", 100, (Contributor("李工", 1),))

    with pytest.raises(BelowFloorError) as refused:
        distribute(event, LayeredRules(pack.benefits, (own,)), date(2026, 6, 1))
    english = Tongue(
        say=lambda _pattern: "%(title)s: %(offered_share)s < %(floor_share)s", name=lambda x: x.en
    )

    assert refused.value.said(english) == "办法: 40% < 50%"
    assert "低于《促进科技成果转化法》第四十五条第一款第一项规定的 50%" in str(refused.value)
