"""Who may read the papers of a change: whoever may open the file of its center."""

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.queries import visible_to
from xiangchuang.files.gates import register_gate
from xiangchuang.files.models import StoredFile
from xiangchuang.governance.models import ChangeRequest

PURPOSE = "change"


def open_gate() -> None:
    """Let the readers of a center's file read the evidence of its changes."""

    def gate(actor: Actor, file: StoredFile) -> bool:
        return ChangeRequest.objects.filter(evidence=file, center__in=visible_to(actor)).exists()

    register_gate(PURPOSE, gate)
