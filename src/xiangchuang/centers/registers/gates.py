"""Who may read the evidence of a register's rows: who may open their center's file and the register."""

from collections.abc import Callable

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import visible_to
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.files.gates import register_gate
from xiangchuang.files.models import StoredFile


def purpose_of(code: str) -> str:
    """Return the purpose under which the evidence of the register of that code is kept."""
    return f"register:{code}"


def open_gate(code: str, model: type[Entry], reads: Callable[[Actor, Center], bool]) -> None:
    """Let those readers of a center's file who read the register read the evidence of its rows."""

    def gate(actor: Actor, file: StoredFile) -> bool:
        rows = model.objects.filter(evidence=file, center__in=visible_to(actor)).select_related("center")
        return any(reads(actor, row.center) for row in rows)

    register_gate(purpose_of(code), gate)
