"""Signing in: counted, written down, locked after too many wrong passwords."""

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories.registers import PASSWORD, AppointmentFactory, UserFactory
from xiangchuang.accounts.middleware import ActorMiddleware
from xiangchuang.accounts.roles import Role
from xiangchuang.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    return client.post(reverse("accounts:sign-in"), {"username": username, "password": password}).status_code


def test_a_person_signs_in_and_out_and_both_are_in_the_ledger(client: Client) -> None:
    zhou = UserFactory(username="zhou")
    assert sign_in(client, "zhou") == 302
    assert client.session["_auth_user_id"] == str(zhou.pk)
    assert client.post(reverse("accounts:sign-out")).status_code == 302
    assert "_auth_user_id" not in client.session
    entries = LedgerEntry.objects.order_by("pk").values_list("verb", "actor", "detail")
    assert list(entries) == [("sign_in", f"user:{zhou.pk}", {}), ("sign_out", f"user:{zhou.pk}", {})]


def test_a_name_typed_in_full_width_letters_is_the_same_name(client: Client) -> None:
    UserFactory(username="zhou1")
    assert sign_in(client, "ｚｈｏｕ１ ") == 302


@pytest.mark.parametrize("username", ["zhou", "nobody", "closed", "zh\x00ou", "长" * 300])
def test_a_wrong_password_an_unknown_name_and_a_closed_account_look_alike(
    client: Client, username: str
) -> None:
    UserFactory(username="zhou")
    UserFactory(username="closed", is_active=False)
    assert sign_in(client, username, "wrong-password") == 200
    assert not LedgerEntry.objects.exists()
    assert "_auth_user_id" not in client.session


def test_too_many_wrong_passwords_lock_the_name_even_for_the_right_one(client: Client) -> None:
    UserFactory(username="zhou")
    answers = [sign_in(client, "zhou", "wrong-password") for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert answers[-1] == 429
    assert sign_in(client, "zhou") == 429
    assert "_auth_user_id" not in client.session


def test_a_forwarded_address_of_the_clients_own_making_does_not_lift_the_lock(client: Client) -> None:
    UserFactory(username="zhou")
    for number in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(
            reverse("accounts:sign-in"),
            {"username": "zhou", "password": "wrong-password"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    assert answer.status_code == 429


def test_behind_a_proxy_a_stranger_locks_the_name_for_the_own_address_alone(
    client: Client, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    UserFactory(username="zhou")
    stranger, zhou = {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "2001:db8:1:2:3::4"}
    form = {"username": "zhou", "password": "wrong-password"}
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post(reverse("accounts:sign-in"), form, **stranger)

    assert client.post(reverse("accounts:sign-in"), form, **stranger).status_code == 429
    right = form | {"password": PASSWORD}
    assert client.post(reverse("accounts:sign-in"), right, **zhou).status_code == 302


def test_signing_out_by_a_link_does_nothing(client: Client) -> None:
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("accounts:sign-out")).status_code == 405
    assert "_auth_user_id" in client.session


def test_a_person_changes_the_password_and_the_ledger_does_not_know_it(client: Client) -> None:
    zhou = UserFactory()
    client.force_login(zhou, backend="django.contrib.auth.backends.ModelBackend")
    typed = {
        "old_password": PASSWORD,
        "new_password1": "dongting-carp-88",
        "new_password2": "dongting-carp-88",
    }
    assert client.post(reverse("accounts:password"), typed).status_code == 302
    zhou.refresh_from_db()
    assert zhou.check_password("dongting-carp-88")
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.detail) == ("change_password", {})


def test_a_request_knows_its_actor_only_when_asked(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    held = AppointmentFactory()
    request = rf.get("/")
    request.user = held.user
    seen = []
    with django_assert_num_queries(0):
        ActorMiddleware(lambda asked: seen.append(asked) or None)(request)  # type: ignore[arg-type,func-returns-value]
    with django_assert_num_queries(1):
        assert seen[0].actor.holds(Role.LEAD)
        assert seen[0].actor.name == held.user.full_name
