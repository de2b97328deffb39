"""The organisations a case is about, told by the app that knows the matter: who leads, who builds with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import Matter
from xiangchuang.procedure.models import Case


@dataclass(frozen=True)
class Parties:
    """Leads and members of a case; those that only support it (3.3-1) are no parties."""

    leads: tuple[Organization, ...] = ()
    members: tuple[Organization, ...] = ()

    @property
    def everyone(self) -> tuple[Organization, ...]:
        """Leads first."""
        return (*self.leads, *self.members)


Reader = Callable[[Case], Parties]
_READERS: Final[dict[str, Reader]] = {}


def contribute_parties(matter: Matter, reader: Reader) -> None:
    """Let `reader` tell the parties of cases of that matter; call it from the app's `ready()`."""
    _READERS[matter] = reader


def parties_of(case: Case) -> Parties:
    """Return the parties of the case."""
    return _READERS[case.matter](case)
