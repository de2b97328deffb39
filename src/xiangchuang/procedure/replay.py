"""Replay: what a draft of the policy would have decided otherwise in past cases (F01).

The kernel knows no conditions; the app that judges them brings the replay here (`register_replay`), and the
command and pages ask for it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from xiangchuang.policy.pack import Label, Pack


@dataclass(frozen=True)
class ChangedCondition:
    """A condition that comes out otherwise. "" before: not judged then; "" now: the draft has it no more."""

    code: str
    label: Label
    was: str
    now: str
    gap: str


@dataclass(frozen=True)
class Replayed:
    """One past case under the draft. `was` and `now` are what the conditions came to as a whole."""

    case_number: str
    title: str
    subject: str
    decided_on: date
    was: str
    now: str
    changed: tuple[ChangedCondition, ...]
    problem: str = ""

    @property
    def is_decided_otherwise(self) -> bool:
        """Whether the whole comes out otherwise, not only a part of it."""
        return self.was != self.now


Replay = Callable[[Pack], Iterator[Replayed]]
_registered: list[Replay] = []


def register_replay(replay: Replay) -> None:
    """Bring the replay of past decisions; the app that judges conditions does, once."""
    _registered[:] = [replay]


def replay_past_cases(draft: Pack) -> Iterator[Replayed]:
    """Yield every past case, judged again by the draft as of its decision day; writes nothing."""
    for replay in _registered:
        yield from replay(draft)
