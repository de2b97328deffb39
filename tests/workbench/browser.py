"""A browser without a screen: signed in as someone, counting the questions a page asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from re import sub

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from xiangchuang.accounts.actor import Actor


def signed_in(person: Actor) -> Client:
    """Return a browser in which that person has signed in."""
    assert person.user is not None
    client = Client()
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def read(client: Client, address: str, status: int = 200) -> str:
    """Return the page's source after its status was checked."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def stable(page: str) -> str:
    """Return the page without the tokens that differ on every answer."""
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def text_of(page: str) -> str:
    """Return what a person reads of the page's content, in one line."""
    content = page.split('id="content"', 1)[1]
    return " ".join(unescape(sub(r"<[^>]+>", " ", content)).split())


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    """Count the queries of the block; `len()` of what is given tells."""
    with CaptureQueriesContext(connection) as queries:
        yield queries


def queries_of(client: Client, address: str) -> int:
    """Return how many queries the page takes, once the process has read its policy."""
    client.get(address)
    with counted() as queries:
        assert client.get(address).status_code == 200
    return len(queries)
