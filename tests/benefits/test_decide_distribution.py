"""A decision freezes what was calculated; below the floor there is none."""

from datetime import date

import pytest

from tests.benefits.world import YUAN, BenefitsWorld
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.benefits.models import BenefitIncome, DistributionDecision
from xiangchuang.benefits.registers import CONTRIBUTIONS, INCOMES
from xiangchuang.centers.registers.keep import correct_entry, record_entry, withdraw_entry
from xiangchuang.ledger.models import LedgerEntry


def received(decision: DistributionDecision) -> dict[str, int]:
    """Receiver → yuan; people by name."""
    return {share.name or share.payee: share.fen // YUAN for share in decision.shares.all()}


@pytest.mark.clause("4.3-1", "6.3-1")
def test_where_the_center_agreed_nothing_the_university_decides_on_the_statutory_half(
    world: BenefitsWorld,
) -> None:
    decision = world.decide(world.income())

    # Net 740,000: team 370,000 by 5:3:2; half of the rest to research.
    assert received(decision) == {
        "costs": 200_000, "taxes": 60_000, "李工": 185_000, "王工": 111_000, "赵工": 74_000,
        "research": 185_000, "unit": 185_000,
    }  # fmt: skip
    assert (decision.gross, decision.net, decision.team) == (
        1_000_000 * YUAN, 740_000 * YUAN, 370_000 * YUAN,
    )  # fmt: skip


@pytest.mark.clause("4.3-1")
def test_the_rule_in_force_on_the_day_of_the_income_decides(world: BenefitsWorld) -> None:
    world.rule(in_force_to=date(2026, 5, 31))
    world.rule(team_share=8000, research_share=1000, in_force_from=date(2026, 6, 1))

    assert world.decide(world.income(received_on=date(2026, 5, 31))).team == 518_000 * YUAN
    assert world.decide(world.income(received_on=date(2026, 6, 1))).team == 592_000 * YUAN


@pytest.mark.clause("4.3-1")
def test_a_rule_below_the_floor_is_no_ground_for_a_universitys_decision(world: BenefitsWorld) -> None:
    world.rule(team_share=4000)
    income = world.income()

    with pytest.raises(Blocked, match="第四十五条") as refused:
        world.decide(income, seen="what an old page showed")

    assert refused.value.clause == "4.3-1"
    assert not DistributionDecision.objects.exists()


@pytest.mark.clause("4.3-1")
def test_an_agreement_with_the_contributors_prevails_over_the_centers_rule(world: BenefitsWorld) -> None:
    world.rule()
    income = world.income(
        agreement="奖励协议", agreed_on=date(2026, 7, 1), agreed_team_share=6000, agreed_research_share=1000
    )

    assert world.decide(income, decided_on=date(2026, 7, 2)).team == 444_000 * YUAN


@pytest.mark.clause("4.3-2")
def test_a_firm_that_keeps_more_than_half_for_itself_says_why(world: BenefitsWorld) -> None:
    world.rule(team_share=2000, research_share=1000)
    income = world.income(unit_kind="other")

    with pytest.raises(Blocked) as refused:
        world.decide(income)
    decision = world.decide(income, purpose_reason="用于归还中试线贷款")

    assert refused.value.clause == "4.3-2"
    assert (decision.purpose_met, decision.purpose_reason) == (False, "用于归还中试线贷款")


def test_a_decision_is_one_entry_in_the_ledger(world: BenefitsWorld) -> None:
    decision = world.decide(world.income())

    entry = LedgerEntry.objects.get(verb="decide_distribution")
    assert (entry.subject, entry.clause) == (f"distributions:{decision.pk}", "4.3-1")
    assert entry.case_number == world.center.ledger_key
    assert entry.detail["team"] == decision.team


def test_what_changed_since_the_page_was_shown_is_not_decided_unseen(world: BenefitsWorld) -> None:
    income = world.income()
    seen = world.seen(income)
    record_entry(
        CONTRIBUTIONS, actor=world.staff, center=world.center,
        values={"income": income, "name": "钱工", "weight": 10, "is_main": False},
    )  # fmt: skip

    with pytest.raises(Stale, match="有改动"):
        world.decide(income, seen=seen)


def test_a_decided_share_does_not_follow_a_later_change_of_the_register(world: BenefitsWorld) -> None:
    income = world.income()
    decision = world.decide(income)

    correct_entry(
        INCOMES, actor=world.staff, entry=income, seen=income.version,
        values={"gross": 2_000_000 * YUAN}, reason="补记第二笔到账",
    )  # fmt: skip

    decision.refresh_from_db()
    assert (decision.gross, sum(received(decision).values())) == (1_000_000 * YUAN, 1_000_000)


def test_a_correction_is_a_second_decision_with_a_reason_and_the_first_stays(world: BenefitsWorld) -> None:
    income = world.income()
    first = world.decide(income)

    with pytest.raises(Invalid, match="理由"):
        world.decide(income)
    second = world.decide(income, reason="漏计一名贡献人")

    assert (first.number, second.number, second.reason) == (1, 2, "漏计一名贡献人")
    assert received(first)
    assert DistributionDecision.objects.filter(income=income).count() == 2


def test_an_income_that_a_decision_rests_on_cannot_be_withdrawn(world: BenefitsWorld) -> None:
    income = world.income()
    world.decide(income)
    for person in income.contributions.all():
        withdraw_entry(CONTRIBUTIONS, actor=world.staff, entry=person, seen=person.version, reason="误登")

    with pytest.raises(Blocked, match="已有分配决定"):
        withdraw_entry(INCOMES, actor=world.staff, entry=income, seen=income.version, reason="误登")

    assert BenefitIncome.objects.get(pk=income.pk).is_standing


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"decided_on": date(2026, 5, 31)}, "到账日期"),
        ({"decided_on": date(2026, 11, 24)}, "不晚于今天"),
        ({"decided_by": " "}, "由谁决定"),
    ],
)
def test_a_decision_says_who_took_it_and_when(
    world: BenefitsWorld, change: dict[str, object], words: str
) -> None:
    income = world.income()

    with pytest.raises(Invalid, match=words):
        world.decide(income, **change)


def test_an_income_without_contributors_waits_for_them(world: BenefitsWorld) -> None:
    income = world.income(people=())

    with pytest.raises(Invalid, match="至少写一名"):
        world.decide(income, seen="")


def test_readers_may_not_decide_and_strangers_find_nothing(world: BenefitsWorld) -> None:
    income = world.income()

    for actor in (world.officer, world.member, world.bureau):
        with pytest.raises(NotPermitted):
            world.decide(income, actor=actor)
    for actor in world.strangers().values():
        with pytest.raises(NotFound):
            world.decide(income, actor=actor)
