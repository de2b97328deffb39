"""Yearly facts: one typed value, a source, evidence, who confirmed; corrected, never edited."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.factories.registers import (
    BureauFactory,
    FactRecordFactory,
    OrganizationFactory,
    StoredFileFactory,
    actor_as,
)
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.organizations.confirm_fact import confirm_fact
from xiangchuang.organizations.fact_values import FactValue, ValueKind
from xiangchuang.organizations.invariants import (
    nobody_confirmed_his_own_statement,
    superseded_statements_are_not_current,
)
from xiangchuang.organizations.models import FactRecord, Organization
from xiangchuang.organizations.queries import fact_history, facts_of
from xiangchuang.organizations.record_fact import correct_fact, record_fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Organization:
    return OrganizationFactory()


@pytest.fixture
def li(firm: Organization) -> Actor:
    """Staff of the firm."""
    return actor_as(Role.LEAD, firm)


def record_rd(actor: Actor, firm: Organization, **changed: object) -> FactRecord:
    given: dict[str, object] = {
        "code": "rd_expense",
        "year": 2025,
        "value": FactValue.yuan(Decimal("39999999.99")),
        "source": "2025 年度审计报告",
    }
    return record_fact(actor=actor, organization=firm, **(given | changed))  # type: ignore[arg-type]


def test_staff_record_a_fact_to_the_fen_with_its_evidence(li: Actor, firm: Organization) -> None:
    audit = StoredFileFactory(uploaded_by=li.user)
    record_rd(li, firm, evidence=audit)
    fact = FactRecord.objects.get()
    assert fact.value == FactValue.fen(3_999_999_999)
    assert (fact.evidence, fact.recorded_by, fact.is_confirmed) == (audit, li.user, False)
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.on_behalf_of, entry.role) == ("record_fact", f"organization:{firm.pk}", "lead")
    assert entry.detail["fen"] == 3_999_999_999


@pytest.mark.parametrize(
    ("value", "column"),
    [
        (FactValue.fen(-(2**53) - 1), "fen"),
        (FactValue.count(12), "count"),
        (FactValue.basis_points(3_000), "basis_points"),
        (FactValue.flag(False), "flag"),
    ],
)
def test_each_kind_of_value_has_its_own_column_and_comes_back_exact(
    li: Actor, firm: Organization, value: FactValue, column: str
) -> None:
    record_rd(li, firm, value=value)
    fact = FactRecord.objects.get()
    assert fact.value == value
    assert [kind.value for kind in ValueKind if getattr(fact, kind.value) is not None] == [column]


@pytest.mark.parametrize("wrong", ["0.001", "NaN", "Infinity", "-Infinity", "1e400", "92233720368547758.08"])
def test_money_that_is_not_exact_to_the_fen_or_too_large_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid):
        FactValue.yuan(Decimal(wrong))


@pytest.mark.parametrize(
    ("kind", "amount"),
    [(ValueKind.COUNT, -1), (ValueKind.COUNT, True), (ValueKind.FLAG, 1), (ValueKind.FEN, 1.5)],
)
def test_a_value_of_the_wrong_kind_is_refused(kind: ValueKind, amount: object) -> None:
    with pytest.raises(Invalid):
        FactValue(kind, amount)  # type: ignore[arg-type]


@pytest.mark.parametrize("columns", [{"fen": None}, {"count": 3}, {"fen": None, "count": -3}])
def test_the_database_refuses_none_two_and_negative_values(columns: dict[str, int | None]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FactRecordFactory(**columns)


@pytest.mark.parametrize(
    "wrong",
    [{"code": "R&D"}, {"year": 2999}, {"year": 25}, {"source": " \u200b"}, {"source": "长" * 301}],
    ids=str,
)
def test_a_fact_without_name_year_or_source_is_refused(
    li: Actor, firm: Organization, wrong: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refused:
        record_rd(li, firm, **wrong)
    assert refused.value.remedy
    assert not FactRecord.objects.exists()


def test_a_fact_is_recorded_once_and_then_corrected(li: Actor, firm: Organization) -> None:
    record_rd(li, firm)
    with pytest.raises(Blocked) as refused:
        record_rd(li, firm)
    assert "更正" in refused.value.remedy
    record_rd(li, firm, year=2024)
    record_rd(li, firm, field="new_materials")
    assert facts_of(firm).count() == 3


def test_a_correction_supersedes_and_waits_for_confirmation_anew(li: Actor, firm: Organization) -> None:
    bureau = actor_as(Role.CITY_BUREAU)
    first = record_rd(li, firm)
    confirm_fact(actor=bureau, fact=first)
    second = correct_fact(actor=li, fact=first, value=FactValue.fen(4_000_000_000), reason="审计报告调整")
    first.refresh_from_db()
    assert (first.fen, first.is_confirmed, first.is_current) == (3_999_999_999, True, False)
    assert (second.supersedes, second.is_confirmed, second.source) == (first, False, first.source)
    assert list(facts_of(firm)) == [second]
    assert list(fact_history(second)) == [second, first]
    assert list(superseded_statements_are_not_current()) == []


def test_two_corrections_of_the_same_fact_do_not_both_count(li: Actor, firm: Organization) -> None:
    first = record_rd(li, firm)
    seen_by_another = FactRecord.objects.get(pk=first.pk)
    correct_fact(actor=li, fact=first, value=FactValue.fen(1), reason="更正一")
    with pytest.raises(Stale):
        correct_fact(actor=li, fact=seen_by_another, value=FactValue.fen(2), reason="更正二")
    assert [fact.fen for fact in facts_of(firm)] == [1]
    assert LedgerEntry.objects.count() == 2


def test_a_correction_gives_its_reason_and_keeps_the_unit(li: Actor, firm: Organization) -> None:
    fact = record_rd(li, firm)
    with pytest.raises(Invalid):
        correct_fact(actor=li, fact=fact, value=FactValue.fen(1), reason=" ")
    with pytest.raises(Invalid):
        correct_fact(actor=li, fact=fact, value=FactValue.count(1), reason="更正")
    assert facts_of(firm).get() == fact


@pytest.mark.parametrize("role", [Role.CITY_BUREAU, Role.OFFICER])
def test_bureau_of_the_area_and_officer_confirm_once(li: Actor, firm: Organization, role: Role) -> None:
    fact, confirmer = record_rd(li, firm), actor_as(role)
    with clock.at(clock.now()):
        confirm_fact(actor=confirmer, fact=fact)
        assert fact.confirmed_at == clock.now()
    fact.refresh_from_db()
    assert fact.confirmed_by == confirmer.user
    with pytest.raises(Stale):
        confirm_fact(actor=confirmer, fact=fact)


def test_the_firm_itself_another_citys_bureau_and_leadership_do_not_confirm(
    li: Actor, firm: Organization
) -> None:
    fact = record_rd(li, firm)
    zhuzhou = actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430200"))
    for actor in (li, zhuzhou, actor_as(Role.LEADERSHIP), Actor.anonymous()):
        with pytest.raises(NotPermitted):
            confirm_fact(actor=actor, fact=fact)
    fact.refresh_from_db()
    assert not fact.is_confirmed


def test_nobody_confirms_what_he_recorded_himself(firm: Organization) -> None:
    officer = actor_as(Role.OFFICER)
    fact = record_rd(officer, firm)
    with pytest.raises(Blocked):
        confirm_fact(actor=officer, fact=fact)
    assert list(nobody_confirmed_his_own_statement()) == []


def test_strangers_record_and_correct_nothing(li: Actor, firm: Organization) -> None:
    fact = record_rd(li, firm)
    for actor in (actor_as(Role.LEAD), actor_as(Role.EXPERT, firm), actor_as(Role.LEADERSHIP)):
        with pytest.raises(NotPermitted):
            record_rd(actor, firm, year=2024)
        with pytest.raises(NotPermitted):
            correct_fact(actor=actor, fact=fact, value=FactValue.fen(1), reason="更正")


def test_a_file_one_may_not_read_cannot_be_made_readable_as_evidence(li: Actor, firm: Organization) -> None:
    foreign = StoredFileFactory()
    with pytest.raises(NotFound):
        record_rd(li, firm, evidence=foreign)
    assert not FactRecord.objects.exists()
