"""The lead persons and key staff of a plan: told by the app that keeps the table of people, by name alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from xiangchuang.procedure.models import Case


@dataclass(frozen=True)
class KeyPerson:
    """A person whom a reviewer has to know of before declaring; `part` such as “项目负责人”."""

    name: str
    part: str = ""
    organization: str = ""


Source = Callable[[Case], Iterable[KeyPerson]]
_SOURCES: Final[list[Source]] = []


def contribute_key_people(source: Source) -> None:
    """Let `source` tell key people of a case's plan; call it from the app's `ready()`."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def key_people(case: Case) -> list[KeyPerson]:
    """Return the key people of the plan, each once, in the order they are told."""
    return list(dict.fromkeys(person for source in _SOURCES for person in source(case)))
