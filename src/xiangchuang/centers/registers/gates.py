"""Who may read the evidence of a register's rows: whoever may open the file of their center."""

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.queries import visible_to
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.files.gates import register_gate
from xiangchuang.files.models import StoredFile


def purpose_of(code: str) -> str:
    """Return the purpose under which the evidence of the register of that code is kept."""
    return f"register:{code}"


def open_gate(code: str, model: type[Entry]) -> None:
    """Let the readers of a center's file read the evidence of its rows."""

    def gate(actor: Actor, file: StoredFile) -> bool:
        return bool(model.objects.filter(evidence=file, center__in=visible_to(actor)).exists())

    register_gate(purpose_of(code), gate)
