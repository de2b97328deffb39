"""Whatever went one way or the other, nobody who may not know it gets a byte more or less (quality.md 7)."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from pytest_django import Settings

from tests.notify.reader import MONDAY_TEN
from tests.worlds.ground import Ground, lay_ground
from tests.worlds.rewind import world_taken_back
from tests.worlds.secrets import SECRETS, Secret, go_through
from tests.worlds.sight import Sight, all_that_is_seen, send_mails, told_by
from xiangchuang.calendars import clock

PEOPLE = (
    ("expert", "mate"), ("lead", "member"), ("rival",),
    ("city bureau", "other city"), ("outsider", "visitor"),
)  # fmt: skip
Seen = dict[str, Sight]


@pytest.fixture
def ground(db: None, settings: Settings) -> Iterator[Ground]:
    settings.EMAIL_HOST = "mail.example.cn"
    with clock.at(MONDAY_TEN):
        yield lay_ground()


def hidden_from(person: str) -> tuple[Secret, ...]:
    return tuple(secret for secret in SECRETS if person not in secret.known_to)


@contextmanager
def world_of(ground: Ground, otherwise: tuple[Secret, ...]) -> Iterator[Ground]:
    """Yield the ground grown into the world where those secrets went otherwise; then take it back."""
    with world_taken_back():
        # What is held in memory is not taken back: each world has its own.
        grown = deepcopy(ground)
        go_through(grown, otherwise)
        yield grown


def seen_in_world(ground: Ground, people: tuple[str, ...], otherwise: tuple[Secret, ...]) -> dict[str, Seen]:
    """Return what each of these people sees in the world where those secrets went otherwise."""
    with world_of(ground, otherwise) as grown:
        send_mails()
        return {person: all_that_is_seen(grown.people[person], grown.terrain) for person in people}


@pytest.mark.parametrize("people", PEOPLE, ids="-".join)
def test_nobody_can_tell_one_world_from_the_other(ground: Ground, people: tuple[str, ...]) -> None:
    one = seen_in_world(ground, people, ())
    told_apart: list[str] = []
    for secrets in dict.fromkeys(map(hidden_from, people)):
        alike = tuple(person for person in people if hidden_from(person) == secrets)
        other = seen_in_world(ground, alike, secrets)
        for person in alike:
            told_apart += [f"{person}: {where}" for where in differences(one[person], other[person])]
            # The pages were really there to be read.
            assert sum(sight.told.startswith("200") for sight in one[person].values()) > 15, person
    assert not told_apart, "\n".join(told_apart)


def differences(one: Seen, other: Seen) -> list[str]:
    """Return each place where the worlds differ, with the first lines that do."""
    found = [f"{place}: in one world only" for place in one.keys() ^ other.keys()]
    for place in one.keys() & other.keys():
        if one[place].told != other[place].told:
            lines = zip(one[place].told.splitlines(), other[place].told.splitlines(), strict=False)
            first = next((pair for pair in lines if pair[0] != pair[1]), ("", "(longer)"))
            found.append(f"{place}: {first[0].strip()[:200]!r} / {first[1].strip()[:200]!r}")
        elif one[place].asked != other[place].asked:
            found.append(f"{place}: {one[place].asked} / {other[place].asked} questions")
    return sorted(found)


def test_every_secret_is_one_that_somebody_may_know(ground: Ground) -> None:
    """Without this the worlds could be alike because nothing was hidden in them."""
    told = []
    for otherwise in ((), SECRETS):
        with world_of(ground, otherwise) as grown:
            told.append([told_by(secret.reader_of(grown), secret.shown(grown)) for secret in SECRETS])
    assert [s.name for s, one, other in zip(SECRETS, *told, strict=True) if one == other] == []
