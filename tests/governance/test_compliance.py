"""Continuous compliance with 4.1: each requirement a condition, with its clause, since when, who must act."""

from datetime import date, timedelta

import pytest

from tests.factories.centers import CenterFactory, CenterWorld
from tests.governance import records
from tests.governance.records import APPROVED, WAN, in_order
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.calendars import clock
from xiangchuang.centers.registers.keep import correct_entry
from xiangchuang.governance import registers
from xiangchuang.governance.center_record import names_production
from xiangchuang.governance.compliance_lines import ComplianceLine, compliance_lines
from xiangchuang.governance.find_compliance import find_compliance
from xiangchuang.governance.models import ComplianceSpell
from xiangchuang.governance.queries import governance_year
from xiangchuang.governance.review_compliance import PendingReview, review_compliance
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.procedure.errands import errands_of
from xiangchuang.procedure.packs import current_pack

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with clock.at(clock.moment_on(TODAY)):
        yield


@pytest.fixture
def world() -> CenterWorld:
    return CenterWorld()


def line(world: CenterWorld, code: str) -> ComplianceLine:
    return next(found for found in compliance_lines(world.center, world.officer) if found.code == code)


def failing(world: CenterWorld) -> dict[str, str]:
    return {ln.code: ln.state for ln in compliance_lines(world.center, world.officer) if not ln.is_met}


def test_a_center_in_order_meets_every_condition(world: CenterWorld) -> None:
    assert failing(in_order(world)) == {}


@pytest.mark.clause("4.1-1", "4.1-3", "4.1-4")
def test_a_center_that_recorded_nothing_lacks_evidence_and_is_no_legal_person_for_a_person_to_judge(
    world: CenterWorld,
) -> None:
    found = failing(world)
    assert found.pop("center_legal_person") == "judgement"
    assert set(found.values()) == {"missing"}
    assert {"charter", "council", "director", "expert_committee", "full_time_head", "center_capital"} <= set(
        found
    )
    assert line(world, "charter").since == APPROVED


@pytest.mark.clause("4.1-1")
@pytest.mark.parametrize(("fen", "state"), [(1_000 * WAN, "met"), (1_000 * WAN - 1, "judgement")])
def test_registered_capital_counts_to_the_fen_and_paid_in_capital_does_not(
    world: CenterWorld, fen: int, state: str
) -> None:
    """注册资金不少于1000万元, 原则上: a fen below goes to a person."""
    records.legal_form(world, registered_capital=fen, paid_in_capital=1)
    assert line(world, "center_capital").state == state


@pytest.mark.clause("4.1-1")
def test_a_departure_from_the_principle_is_found_by_the_division_head_and_ends_with_its_day(
    world: CenterWorld,
) -> None:
    records.legal_form(world, registered_capital=900 * WAN)
    ask = {
        "center": world.center,
        "condition": "center_capital",
        "accepted": True,
        "reason": "增资已列入计划。",
    }
    for actor in (world.staff, world.officer, world.bureau):
        with pytest.raises(NotPermitted):
            find_compliance(actor=actor, **ask)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        find_compliance(actor=world.other_staff, **ask)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="理由"):
        find_compliance(actor=world.division_head, **{**ask, "reason": " "})  # type: ignore[arg-type]
    until = TODAY + timedelta(days=30)
    find_compliance(actor=world.division_head, valid_until=until, **ask)  # type: ignore[arg-type]
    assert line(world, "center_capital").state == "met"
    with clock.at(clock.moment_on(until + timedelta(days=1))):
        again = line(world, "center_capital")
        assert (again.state, again.since) == ("judgement", until + timedelta(days=1))


def test_there_is_nothing_to_find_where_a_number_decides_or_evidence_lacks(world: CenterWorld) -> None:
    with pytest.raises(Blocked):
        find_compliance(
            actor=world.division_head,
            center=world.center,
            condition="center_capital",
            accepted=True,
            reason="好",
        )
    with pytest.raises(NotPermitted):
        find_compliance(
            actor=world.division_head, center=world.center, condition="charter", accepted=True, reason="好"
        )


@pytest.mark.clause("4.1-1")
def test_the_term_for_becoming_a_legal_person_is_watched_to_its_last_day(world: CenterWorld) -> None:
    last = world.center.incorporate_by
    assert last is not None
    with clock.at(clock.moment_on(last)):
        assert line(world, "incorporated_in_term").state == "met"
    with clock.at(clock.moment_on(last + timedelta(days=1))):
        found = line(world, "incorporated_in_term")
    assert (found.state, found.since, found.acts) == ("unmet", last + timedelta(days=1), "牵头单位")


@pytest.mark.clause("4.1-3")
@pytest.mark.parametrize(("until", "state"), [(TODAY, "met"), (TODAY - timedelta(days=1), "unmet")])
def test_a_council_serves_through_the_last_day_of_its_term(
    world: CenterWorld, until: date, state: str
) -> None:
    records.body(world, "board", until=until)
    found = line(world, "council")
    assert found.state == state
    assert found.since == (None if state == "met" else TODAY)


@pytest.mark.clause("4.1-4")
@pytest.mark.parametrize(("part_timers", "state"), [(1, "met"), (2, "unmet")])
def test_exactly_half_is_not_mainly_full_time(world: CenterWorld, part_timers: int, state: str) -> None:
    """以专职人员为主 is read as more than half, an owned interpretation; researchers do not count."""
    for number in range(2):
        records.person(world, f"专职{number}")
    for number in range(part_timers):
        records.person(world, f"兼职{number}", full=False)
    for number in range(5):
        records.person(world, f"研究{number}", "staff", full=False, function="basic_research")
    found = line(world, "mainly_full_time_team")
    assert found.state == state
    assert any("超过半数" in text for text in found.interpretations)


@pytest.mark.clause("4.1-4")
def test_the_head_must_be_full_time_and_in_post(world: CenterWorld) -> None:
    records.person(world, "兼职主任", "director", full=False)
    assert line(world, "full_time_head").state == "unmet"
    assert line(world, "director").state == "met"
    records.person(world, "离任主任", "director", ended_on=TODAY - timedelta(days=1))
    assert line(world, "full_time_head").state == "unmet"


@pytest.mark.clause("4.1-4", "6.2-1")
def test_a_matter_missing_in_the_charter_or_decided_outside_is_a_gap(world: CenterWorld) -> None:
    records.charter(world, without=("spending",), personnel="outside")
    found = line(world, "autonomy_by_charter")
    assert found.state == "unmet"
    assert "2 项" in found.readings[0][1]


@pytest.mark.clause("2-3")
@pytest.mark.parametrize(
    ("scope", "named"),
    [
        ("技术研究开发、技术服务；中试熟化", False),
        ("新材料研发及生产、销售", True),
        ("中试生产试验", False),
        ("", False),
    ],
)
def test_a_business_scope_that_names_production_or_sale_is_told(scope: str, named: bool) -> None:
    assert names_production(scope, current_pack().governance.scope_words) is named


@pytest.mark.clause("3.1.1-2")
def test_only_a_comprehensive_center_needs_institutes() -> None:
    field, whole = CenterWorld(), CenterWorld(CenterFactory(category="comprehensive"))
    assert line(field, "headquarters_and_institutes").state == "met"
    assert line(whole, "headquarters_and_institutes").state == "missing"


def test_a_spell_begins_when_the_term_ended_not_when_somebody_looked_and_ends_when_it_is_mended(
    world: CenterWorld,
) -> None:
    in_order(world)
    review_compliance(world.center)
    council = registers.BODIES.model.objects.get(kind="council")
    correct_entry(
        registers.BODIES, actor=world.staff, entry=council, seen=1, reason="任期笔误",
        values={"term_to": date(2026, 11, 10)},
    )  # fmt: skip
    review = review_compliance(world.center)
    spell = ComplianceSpell.objects.get(condition="council")
    assert (spell.since, spell.ended_on, spell.outcome, spell.clause) == (
        date(2026, 11, 11),
        None,
        "unmet",
        "4.1-3",
    )
    assert (review.unmet, review.reviewed_on) == (1, TODAY)
    with clock.at(clock.moment_on(TODAY + timedelta(days=5))):
        records.body(world, "council", name="第二届理事会")
        review_compliance(world.center)
        spell.refresh_from_db()
        assert spell.ended_on == TODAY + timedelta(days=5)
        assert governance_year(world.center, 2026).days_not_met == 17
    written = entries_of_case(world.center.ledger_key).filter(verb="review_compliance")
    assert [entry.detail["ended"] for entry in written] == ["", "council"]


def test_a_review_that_finds_nothing_new_writes_nothing(world: CenterWorld) -> None:
    review_compliance(world.center)
    before = entries_of_case(world.center.ledger_key).count()
    review_compliance(world.center)
    assert entries_of_case(world.center.ledger_key).count() == before


def test_each_write_to_a_register_is_followed_by_one_review(
    world: CenterWorld, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:  # type: ignore[operator]
        records.charter(world)
    assert sum(isinstance(waiting, PendingReview) for waiting in callbacks) == 1
    assert not ComplianceSpell.objects.filter(condition="charter").exists()
    assert ComplianceSpell.objects.filter(condition="council", ended_on=None).exists()


def test_every_condition_on_a_center_says_who_must_act_and_what_mends_it(world: CenterWorld) -> None:
    for found in compliance_lines(world.center, world.officer):
        assert found.acts, found.code
        assert found.mend, found.code


def test_what_is_not_met_waits_on_the_work_list_of_the_center_and_of_who_must_find(
    world: CenterWorld,
) -> None:
    records.legal_form(world, registered_capital=1)
    review_compliance(world.center)
    (mine,) = errands_of(world.staff)
    assert mine.url == f"/center-files/{world.center.pk}/compliance/"
    assert mine.what.startswith(f"{sum(state != 'judgement' for state in failing(world).values())} 项")
    (found,) = errands_of(world.division_head)
    assert (found.url, found.what) == ("/governance/compliance/?state=judgement", "1 项治理条件等您认定")
    assert errands_of(world.other_staff) == errands_of(world.bureau) == []
