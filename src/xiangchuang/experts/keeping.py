"""What every change of the library has in common: who keeps it, the version seen, the entry in the ledger."""

from collections.abc import Mapping

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.experts.models import Expert
from xiangchuang.ledger.record import Fact

CLAUSE = "5.2-1"


def officer(actor: Actor) -> HeldAppointment:
    """Return the officer's appointment, or raise NotPermitted."""
    acting = actor.acting_as([Role.OFFICER])
    if acting is None:
        raise NotPermitted(_("专家库由省科技厅经办维护。"), remedy=_("联系省科技厅经办。"))
    return acting


def is_own(actor: Actor, expert: Expert) -> bool:
    """Return whether the record is the actor's own."""
    return actor.user is not None and expert.user_id == actor.user.pk


def own_or_officer(actor: Actor, expert: Expert) -> HeldAppointment | None:
    """Return the appointment acted under; the expert needs none for the own record.

    Raises NotFound for a record the actor may not know of.
    """
    if is_own(actor, expert):
        return actor.acting_as([Role.EXPERT])
    acting = actor.acting_as([Role.OFFICER])
    if acting is None:
        raise NotFound(_("没有这位专家，或者登记不归您查看。"))
    return acting


def claim(expert: Expert, seen: int) -> None:
    """Take the next version of the row; raise Stale when another change came first."""
    if not Expert.objects.filter(pk=expert.pk, version=seen).update(version=F("version") + 1):
        raise Stale(_("该专家的登记刚被修改过，本次修改没有保存。"), remedy=_("对照最新内容后重新提交。"))
    expert.refresh_from_db()


def enter(
    actor: Actor,
    verb: str,
    expert: Expert,
    *,
    acting: HeldAppointment | None = None,
    detail: Mapping[str, Fact] | None = None,
) -> None:
    """Write the ledger entry of a change of an expert's record."""
    write_entry(
        actor, verb=verb, acting=acting, subject=f"expert:{expert.pk}", clause=CLAUSE, detail=detail
    )  # fmt: skip


def line(model: type[models.Model], name: str, text: str, missing: str = "", remedy: str = "") -> str:
    """Return the text as one line that fits its column; with `missing`, raise Invalid for an empty one."""
    said = within(model, name, normalise_line(text))
    if missing and not said:
        raise Invalid(missing, remedy=remedy, kept={name: text})
    return said


def paragraph(model: type[models.Model], name: str, text: str, missing: str = "", remedy: str = "") -> str:
    """Return a longer text likewise, with its line breaks."""
    said = within(model, name, normalise_text(text))
    if missing and not said:
        raise Invalid(missing, remedy=remedy, kept={name: text})
    return said
