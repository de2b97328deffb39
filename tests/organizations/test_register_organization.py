"""Organisations enter the register once, with a checked code, by whom it concerns."""

import pytest

from tests.factories.registers import BureauFactory, OrganizationFactory, actor_as, valid_uscc
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.organizations.invariants import every_uscc_is_valid
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.organizations.register_organization import amend_organization, register_organization

pytestmark = pytest.mark.django_db


def register(actor: Actor, **changed: object) -> Organization:
    given: dict[str, object] = {
        "uscc": valid_uscc(77),
        "name": "示例装备股份有限公司",
        "kind": OrganizationKind.ENTERPRISE,
        "prefecture": "430100",
        "industry": "C3516",
    }
    return register_organization(actor=actor, **(given | changed))  # type: ignore[arg-type]


def test_the_bureau_of_the_area_registers_and_the_ledger_says_so() -> None:
    changsha = actor_as(Role.CITY_BUREAU)
    firm = register(
        changsha, name=" 示例\u200b装备（集团）\x00公司 ", contact={"contact_phone": "０７３１１２３"}
    )
    assert (firm.name, firm.contact_phone) == ("示例装备（集团）公司", "0731123")
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.subject, entry.role) == (
        "register_organization",
        f"organization:{firm.pk}",
        "city_bureau",
    )
    assert list(every_uscc_is_valid()) == []


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SYSTEM_ADMIN])
def test_officer_and_system_administrator_register_anywhere(role: Role) -> None:
    assert register(actor_as(role), prefecture="433100").pk


def test_another_citys_bureau_and_everyone_else_are_refused() -> None:
    zhuzhou = actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430200"))
    for actor in (zhuzhou, actor_as(Role.LEAD), actor_as(Role.LEADERSHIP), Actor.anonymous()):
        with pytest.raises(NotPermitted):
            register(actor)
    assert not Organization.objects.filter(uscc=valid_uscc(77)).exists()


def test_a_code_is_registered_once() -> None:
    officer = actor_as(Role.OFFICER)
    register(officer)
    with pytest.raises(Blocked) as refused:
        register(officer, name="另一示例公司")
    assert valid_uscc(77) in refused.value.message
    assert LedgerEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"uscc": ""}, "没有填写"),
        ({"uscc": "91350100M000100Y44"}, "校验码"),
        ({"name": "\u200b"}, "名称没有填写"),
        ({"name": "长" * 201}, "超过 200 个字"),
        ({"prefecture": "440300"}, "市州代码"),
        ({"industry": "3516"}, "行业代码"),
        ({"industry": "C35X"}, "行业代码"),
    ],
)
def test_what_cannot_be_registered_is_said_in_words(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(Invalid) as refused:
        register(actor_as(Role.OFFICER), **wrong)
    assert said in refused.value.message
    assert refused.value.remedy
    assert not LedgerEntry.objects.exists()


def test_a_city_government_may_have_no_code() -> None:
    officer = actor_as(Role.OFFICER)
    for name in ("示例市人民政府", "另一示例市人民政府"):
        register(officer, uscc="", name=name, kind=OrganizationKind.GOVERNMENT, industry="")
    assert Organization.objects.filter(kind=OrganizationKind.GOVERNMENT, uscc=None).count() == 2


def test_two_people_amend_the_same_version_and_the_second_keeps_what_was_typed() -> None:
    firm = OrganizationFactory()
    li = actor_as(Role.LEAD, firm)
    amend_organization(actor=li, organization=firm, version=1, changes={"contact_name": "李示例"})
    assert (firm.contact_name, firm.version) == ("李示例", 2)
    with pytest.raises(Stale) as refused:
        amend_organization(actor=li, organization=firm, version=1, changes={"contact_name": "王示例"})
    assert refused.value.kept == {"contact_name": "王示例"}
    firm.refresh_from_db()
    assert firm.contact_name == "李示例"


def test_code_kind_and_area_are_not_amended_and_strangers_amend_nothing() -> None:
    firm = OrganizationFactory()
    with pytest.raises(Invalid):
        amend_organization(
            actor=actor_as(Role.LEAD, firm), organization=firm, version=1, changes={"prefecture": "430200"}
        )
    with pytest.raises(NotPermitted):
        amend_organization(actor=actor_as(Role.LEAD), organization=firm, version=1, changes={"name": "示例"})
