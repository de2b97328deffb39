"""What one person can find out: pages, searches, counts, feeds, files, mails and refusals, byte for byte.

Every channel is a row of `CHANNELS`: a name, and the addresses it asks. Links on the pages are followed.
"""

import io
import re
import zipfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.core import mail
from django.db import connection, reset_queries
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from tests.line.test_every_door import DOORS
from tests.line.visitor import BACKEND
from xiangchuang.accounts.models import User
from xiangchuang.notify.calendar import feed_token
from xiangchuang.notify.sending.send import send_all

# What is drawn by chance differs anyway: tokens and nonces.
_CHANCE = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|nonce-?[=:"\w/+-]+'
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|DTSTAMP:\w+|unsubscribe/[\w:-]+"
)
_HEADERS = ("Content-Type", "Content-Disposition", "Location", "ETag", "Last-Modified", "Retry-After")
_LINK = re.compile(r'href="(/[^"#]*)')
# Nobody's alone: fixed files, and texts without any person in them. A plan is typeset once, by `files`.
_LEFT_ALONE = re.compile(r"^//|^/static/|sign-out|^/language/|^/help/|^/policy/|plan\.(pdf|docx)|template")
# Of pages that differ in a number alone, this many are read.
_OF_A_KIND = 1
# Apps whose every door is tried with guessed numbers, beside the links.
_GUESSED = {"reviews", "library"}
_OF_REVIEW = {"reviews", "plan_checks"}
_LISTS = (
    "/search/", "/cases/", "/experts/", "/organizations/", "/ledger/", "/messages/", "/cases/export/",
)  # fmt: skip
_COUNTS = (
    "/work-list/", "/cases/?view=all", "/cases/?stage=review", "/dashboard/", "/dashboard/cities/",
    "/dashboard/deadlines/", "/overview/", "/statistics/", "/layout/", "/open-data/",
)  # fmt: skip
NUMBER_IN_DOORS = "2026-HN-0001"


@dataclass(frozen=True)
class Sight:
    """One answer: how many questions the database was asked for it, and all that it says."""

    asked: int
    told: str


@dataclass(frozen=True)
class Terrain:
    """What a person may guess: the numbers of cases, and words to look for."""

    numbers: tuple[str, ...]
    words: tuple[str, ...]


Channel = Callable[[User | None, Terrain], Iterable[str]]


def guessed_pages(user: User | None, terrain: Terrain) -> Iterator[str]:
    """Every door of the review under way and the one that ended; of the library, with the first row's key."""
    for name, address in DOORS.items():
        app = name.partition(":")[0]
        if NUMBER_IN_DOORS in address and app in _OF_REVIEW:
            yield from (address.replace(NUMBER_IN_DOORS, number) for number in terrain.numbers[:2])
        elif app in _GUESSED and NUMBER_IN_DOORS not in address:
            yield address


def searches(user: User | None, terrain: Terrain) -> Iterator[str]:
    """Global search and every list that filters by words."""
    yield from (f"{place}?q={quote(word)}" for place in _LISTS for word in terrain.words)


def counts(user: User | None, terrain: Terrain) -> Iterator[str]:
    """What is counted: badges of the work list, dashboards, statistics, open data."""
    yield from _COUNTS


def feeds(user: User | None, terrain: Terrain) -> Iterator[str]:
    """Atom, sitemaps, and the person's own calendar."""
    yield from ("/feeds/notices.atom", "/feeds/documents.atom", "/feeds/results.atom", "/sitemap.xml",
                "/sitemap/1.xml")  # fmt: skip
    if user is not None:
        yield f"/messages/calendar/{feed_token(user.pk)}.ics"


def files(user: User | None, terrain: Terrain) -> Iterator[str]:
    """Downloads and exports, by guessed number too."""
    yield from (f"/files/{pk}/" for pk in range(1, 6))
    yield from ("/cases/export/", "/cases/?format=csv", "/experts/?format=csv", "/experts/mine/data/")
    yield f"/cases/{terrain.numbers[0]}/plan/1/plan.pdf"


def lost_ways(user: User | None, terrain: Terrain) -> Iterator[str]:
    """Numbers and addresses that nobody was given."""
    for number in (terrain.numbers[0], "2026-HN-9999"):
        yield from (f"/cases/{number}/no-such-page/", f"/cases/{number}/settle-own-opinion/?opinion=1",
                    f"/cases/{number}/reopen-opinion/?opinion=1", f"/cases/{number}/unseat-expert/?seat=1",
                    f"/cases/{number}/replace-expert/?seat=1")  # fmt: skip


CHANNELS: dict[str, Channel] = {
    "pages": guessed_pages, "search": searches, "counts": counts, "feeds": feeds, "files": files,
    "errors": lost_ways,
}  # fmt: skip


def all_that_is_seen(user: User | None, terrain: Terrain) -> dict[str, Sight]:
    """Return every answer the person can get, by channel and address."""
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    seen = {f"links {address}": sight for address, sight in _by_links(client, user, terrain)}
    for name, channel in CHANNELS.items():
        for address in channel(user, terrain):
            if f"links {address}" not in seen:
                seen[f"{name} {address}"] = sight_of(client, address)
    for address in _verbs(terrain):
        seen[f"posted {address}"] = _told(lambda at=address: client.post(at, {"seen": 0}))
    if user is not None:
        letters = [f"{m.subject}\n{m.body}" for m in mail.outbox if mailbox(user) in m.to]
        seen["mails"] = Sight(0, _plain("\n\n".join(letters)))
    return seen


def told_by(user: User, address: str) -> str:
    """Return what one page tells one person; it has to be there."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    told = sight_of(client, address).told
    assert told.startswith("200"), (address, told[:100])
    return told


def mailbox(user: User) -> str:
    """Return where the person's mails go."""
    return f"{user.username}@example.cn"


def send_mails() -> None:
    """Send what is due, to be read out of the box."""
    mail.outbox.clear()
    send_all()


def _verbs(terrain: Terrain) -> Iterator[str]:
    """Yield where the verbs of the review that is under way are sent to."""
    for name, address in DOORS.items():
        if name.partition(":")[0] in _OF_REVIEW and NUMBER_IN_DOORS in address:
            yield address.replace(NUMBER_IN_DOORS, terrain.numbers[0])


def _by_links(client: Client, user: User | None, terrain: Terrain) -> Iterator[tuple[str, Sight]]:
    """Yield what links lead to, from the start page, the work list and the cases on."""
    waiting = deque(["/", "/work-list/", "/cases/", "/messages/", *(f"/cases/{n}/" for n in terrain.numbers)])
    kinds, done = Counter[str](), set[str]()
    while waiting:
        address = waiting.popleft()
        kind = _kind_of(address)
        if address in done or kinds[kind] >= _OF_A_KIND or _LEFT_ALONE.search(address):
            continue
        kinds[kind] += 1
        done.add(address)
        sight = sight_of(client, address)
        yield address, sight
        if "text/html" in sight.told[:200]:
            waiting.extend(link.replace("&amp;", "&") for link in _LINK.findall(sight.told))


def _kind_of(address: str) -> str:
    """Return what kind of page it is: its name, the case it belongs to, and its tab."""
    path, _mark, query = address.partition("?")
    try:
        found = resolve(path)
    except Resolver404:
        return path
    tab = "&".join(sorted(re.findall(r"(?:tab|view|format|stage)=[^&]*", query)))
    return f"{found.view_name} {found.kwargs.get('number', '')} {tab}"


def sight_of(client: Client, address: str) -> Sight:
    """Return what the address answers, less what is drawn by chance."""
    return _told(lambda: client.get(address))


def _told(ask: Callable[[], HttpResponse]) -> Sight:
    reset_queries()
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    heads = "\n".join(f"{name}: {answer[name]}" for name in _HEADERS if name in answer)
    return Sight(len(asked), _plain(f"{answer.status_code}\n{heads}\n{_text_of(body)}"))


def _text_of(body: bytes) -> str:
    """Return the words of an answer; of a packed file, of its parts in their order."""
    if not body.startswith(b"PK\x03\x04"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        parts = [f"{name}\n{packed.read(name).decode('utf-8', 'replace')}" for name in packed.namelist()]
    return "\n".join(parts)


def _plain(text: str) -> str:
    return _CHANCE.sub("", text)
