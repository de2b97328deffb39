"""Files that support a demand: who may read them."""

from typing import Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.models import StoredFile
from xiangchuang.layouts.models import DemandReason
from xiangchuang.layouts.queries import demands_visible_to

PURPOSE: Final = "layout_demand_proof"
KINDS: Final = ("pdf", "docx", "xlsx", "jpg", "png")


def may_read_demand_file(actor: Actor, file: StoredFile) -> bool:
    """The gate: whoever reads a demand reads what supports it."""
    shown = demands_visible_to(actor).order_by().values("pk")
    return DemandReason.objects.filter(file=file, demand__in=shown).exists()
