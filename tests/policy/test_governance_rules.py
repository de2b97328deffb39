"""The rules on governance and on changes: what contradicts the charter or names nothing is refused."""

import pytest

from tests.policy.draft import Draft
from xiangchuang.policy.pack import Pack


@pytest.mark.clause("4.1-4", "6.2-1")
def test_a_matter_of_the_charter_cannot_be_put_up_for_approval(draft: Draft) -> None:
    """4.1-4 gives the direction to the center: no pack may take it away by a lane."""
    draft.edit(
        "changes.yaml", "    lane: filing\n    matter: research_direction",
        "    lane: approval\n    approver: officer\n    matter: research_direction",
    )  # fmt: skip
    assert "自主决策" in draft.problem().reason


def test_an_approval_without_an_approver_is_refused(draft: Draft) -> None:
    draft.edit(
        "changes.yaml",
        "    subject: name\n    lane: approval\n    approver: leadership",
        "    subject: name\n    lane: approval",
    )
    assert "approver" in draft.problem().reason


def test_a_duty_on_a_condition_that_nobody_wrote_is_refused(draft: Draft) -> None:
    draft.edit("governance.yaml", "  - condition: charter\n", "  - condition: charters\n")
    assert "没有名为 charters 的条件" in draft.problem().reason


def test_a_watched_condition_quotes_its_clause(draft: Draft) -> None:
    draft.edit("governance.yaml", "    text: 依照章程管理\n", "    text: 按照章程管理\n")
    assert "不是条款 4.1-3 的原文" in draft.problem().reason


def test_each_condition_on_the_center_has_its_duty(hunan_pack: Pack) -> None:
    rules = (*hunan_pack.conditions, *hunan_pack.governance.conditions)
    watched = {rule.code for rule in rules if rule.subject == "center"}
    assert watched == {duty.condition for duty in hunan_pack.governance.duties}


def test_a_pack_without_these_rules_keeps_no_change_register_and_watches_what_it_asks(
    minimal_pack: Pack,
) -> None:
    assert minimal_pack.changes.kinds == ()
    assert minimal_pack.governance.conditions == ()
