"""Forty centers in one integrity check: a source asked for all of them is recorded by one tick."""

import pytest

from tests.factories.registers import OrganizationFactory
from xiangchuang.decisions.forms import IntegrityForm
from xiangchuang.policy.pack import Pack


@pytest.mark.django_db
def test_a_tick_records_a_source_for_all_who_are_not_marked_otherwise(hunan_pack: Pack) -> None:
    houses, items = OrganizationFactory.create_batch(4), hunan_pack.integrity.items
    found_at = f"{houses[1].pk}-{items[0].code}"
    sent = {
        f"rest-{items[0].code}": "on",
        f"result-{found_at}": "not_clear",
        f"remark-{found_at}": "信用中国：列入严重失信名单",
    }

    form = IntegrityForm(sent, organizations=houses, items=items)

    assert form.is_valid(), form.errors
    findings = {(f.organization_id, f.item): f.clear for f in form.findings()}
    assert findings == {(house.pk, items[0].code): house is not houses[1] for house in houses}


@pytest.mark.django_db
def test_few_organisations_are_looked_at_one_by_one(hunan_pack: Pack) -> None:
    form = IntegrityForm(organizations=OrganizationFactory.create_batch(3), items=hunan_pack.integrity.items)

    assert form.rests == []
