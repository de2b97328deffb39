"""An act and its entry are committed together or not at all."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from tests.ledger.conftest import Act
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.ledger.record import record


def test_an_entry_says_who_did_what_for_whom_when_and_on_which_clause(act: Act) -> None:
    moment = datetime(2026, 11, 23, 4, 0, 0, 123456, tzinfo=UTC)
    with clock.at(moment):
        pk = act(rank=1).pk
    entry = LedgerEntry.objects.get(pk=pk)
    assert entry.actor == "user:12"
    assert entry.on_behalf_name == "长沙市科技局"
    assert (entry.verb, entry.clause, entry.detail) == ("recommend", "5.1-3", {"rank": 1})
    assert entry.at == moment
    assert (entry.seq, entry.hash) == (None, "")


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="同一事务"):
        record(actor="public", actor_name="公众", verb="object")
    assert not LedgerEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_entry() -> None:
    with pytest.raises(LookupError), transaction.atomic():
        record(actor="public", actor_name="公众", verb="object")
        raise LookupError
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    "fact", [0.3, Decimal("0.3"), datetime(2026, 11, 23, tzinfo=UTC), b"x", {1: "x"}, [0.3]]
)
def test_a_fact_without_one_spelling_is_refused(act: Act, fact: object) -> None:
    with pytest.raises(TypeError, match=r"detail\.share"):
        act(share=fact)
    assert not LedgerEntry.objects.exists()
