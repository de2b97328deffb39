"""What files prove in the registers of centers, for whoever of the readers reads the register."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.queries import visible_to
from xiangchuang.centers.registers.gates import purpose_of
from xiangchuang.centers.registers.register import CONTRIBUTED, Register
from xiangchuang.files.models import StoredFile
from xiangchuang.files.proofs import Proof


def entry_proofs(actor: Actor, files: Sequence[StoredFile]) -> Sequence[Proof]:
    """Return the rows recorded with the files; a row taken back says so. Asks those registers only."""
    found: list[Proof] = []
    for code, register in CONTRIBUTED.registers.items():
        own = [file for file in files if file.purpose == purpose_of(code)]
        if own:
            found += _of(actor, register, own)
    return found


def _of(actor: Actor, register: Register, files: Sequence[StoredFile]) -> list[Proof]:
    rows = register.model.objects.filter(evidence__in=files, center__in=visible_to(actor))
    return [
        Proof(
            what=str(register.row_label) + _("：") + str(getattr(row, register.name_field)),
            whose=row.center.name,
            url=reverse("centers:entry", args=[row.center_id, register.code, row.pk]),
            since=row.recorded_at,
            until=row.withdrawn_at,
            why=row.withdrawn_reason,
        )
        for row in rows.select_related("center")
        if register.reads(actor, row.center)
    ]
