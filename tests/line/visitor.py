"""A person at a browser without a screen: opens the real addresses, sends forms, twice if need be."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.procedure.models import Case

BACKEND = "django.contrib.auth.backends.ModelBackend"
# What a look at a page may change: the session, and when somebody was last here.
NOT_OURS = ("sessions", "axes", "contenttypes", "auth")
UNWATCHED_FIELDS = {"last_login"}
# A file that came with a refused form waits for its next sending; nothing was handed in by that.
NOT_HANDED_IN = ("files.Upload",)


class Visitor:
    """One signed-in person (or nobody) and the cases they open by address."""

    def __init__(self, person: User | Actor | None = None) -> None:
        self.client = Client()
        user = person.user if isinstance(person, Actor) else person
        if user is not None:
            self.client.force_login(user, backend=BACKEND)

    def open(self, page: str, case: Case, *args: Any, **query: Any) -> HttpResponse:
        """GET a page of the case."""
        return self.client.get(address(page, case, *args), query)

    def send(
        self, page: str, case: Case, data: Mapping[str, Any] | None = None, *, seen: int | None = None
    ) -> HttpResponse:
        """POST to a page of the case, as it stood at version `seen` (now, unless told)."""
        if seen is None:
            seen = Case.objects.get(pk=case.pk).version
        return self.client.post(address(page, case), {"seen": seen, **(data or {})})


def address(page: str, case: Case, *args: Any) -> str:
    return reverse(page, args=[case.number, *args])


def text_of(response: HttpResponse) -> str:
    """Return the page as text; of a file, what can be read of it."""
    return response.content.decode(errors="replace")


@contextmanager
def nothing_changes(*, except_for: tuple[str, ...] = ()) -> Iterator[None]:
    """Assert that no row of any table of ours is written, changed or deleted inside the block.

    `except_for` names models ("ledger.LedgerEntry") that may.
    """
    before = _rows(except_for)
    yield
    after = _rows(except_for)
    changed = [model for model in before if before[model] != after[model]]
    assert not changed, f"changed: {changed}"


def _rows(except_for: tuple[str, ...]) -> dict[str, list[tuple[Any, ...]]]:
    return {
        model._meta.label: list(
            model._default_manager.order_by("pk").values_list(
                *(f.attname for f in model._meta.concrete_fields if f.attname not in UNWATCHED_FIELDS)
            )
        )
        for model in apps.get_models()
        if model._meta.app_label not in NOT_OURS and model._meta.label not in (*except_for, *NOT_HANDED_IN)
    }
