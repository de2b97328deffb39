"""A code leads to its organisation, to the one that absorbed it, or to the place where it was miscopied."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.registers import BureauFactory, OrganizationFactory, actor_as, valid_uscc
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.organizations.look_up import look_up, looks_like_a_code
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.uscc import near_codes

CODE = valid_uscc(780001000)


@pytest.fixture
def firm(db: None) -> Organization:
    return OrganizationFactory(uscc=CODE)


@pytest.fixture
def officer(db: None) -> Actor:
    return actor_as(Role.OFFICER)


def wide(code: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in code)


def miscopied(place: int, instead: str) -> str:
    """The code of the firm with another character at `place`, counted from 1."""
    assert CODE[place - 1] != instead
    return CODE[: place - 1] + instead + CODE[place:]


@pytest.mark.parametrize(
    "typed", [CODE, CODE.lower(), f" {CODE[:8]} {CODE[8:]}", wide(CODE), f"{CODE}\u200b"]
)
def test_however_it_is_typed_the_organisation_is_found(
    typed: str, firm: Organization, officer: Actor
) -> None:
    assert looks_like_a_code(typed)
    assert look_up(officer, typed).found == firm


@pytest.mark.parametrize("name", ["示例装备", "示例12345678", "ABCDEFGHJKLMNPQR", ""])
def test_a_name_is_not_taken_for_a_code(name: str) -> None:
    assert not looks_like_a_code(name)


@pytest.mark.parametrize(("place", "instead"), [(9, "1"), (17, "5"), (10, "O"), (1, "8")])
def test_one_wrong_character_is_named_with_its_place_when_the_right_code_is_registered(
    place: int, instead: str, firm: Organization, officer: Actor
) -> None:
    found = look_up(officer, miscopied(place, instead))
    assert found.found is None and "统一社会信用代码有误" in found.fault
    ((organization, near),) = found.near
    assert (organization, near.place, near.found, near.instead) == (firm, place, instead, CODE[place - 1])


def test_without_a_registered_neighbour_places_that_look_alike_are_guessed(officer: Actor) -> None:
    guesses = look_up(officer, miscopied(9, "1")).guesses
    assert "第 9 位“1”可能是“7”" in guesses


def test_an_absorbed_one_leads_to_who_absorbed_it(firm: Organization, officer: Actor) -> None:
    firm.merged_into = OrganizationFactory(name="示例存续公司")
    firm.save()
    assert look_up(officer, CODE).merged_into == firm.merged_into


def test_what_belongs_to_another_area_looks_like_what_is_not_registered(firm: Organization) -> None:
    zhuzhou = actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430200"))
    nobody = look_up(zhuzhou, CODE)
    assert nobody == look_up(actor_as(Role.LEAD), CODE) and nobody.found is None
    assert look_up(zhuzhou, miscopied(9, "1")).near == ()


def test_a_code_of_the_wrong_length_has_no_neighbours(officer: Actor) -> None:
    assert near_codes(CODE[:-1]) == []
    assert "现为 17 位" in look_up(officer, CODE[:-1]).fault


@pytest.mark.parametrize("typed", [CODE, miscopied(9, "1")])
def test_a_look_up_takes_one_query(
    typed: str, firm: Organization, officer: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        look_up(officer, typed)
