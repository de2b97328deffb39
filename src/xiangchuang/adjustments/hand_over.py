"""What moves to the other center in a merger: the directory and joint laboratories, by new entries.

A new entry says where it comes from; the old one is withdrawn. Demands need no moving: they are the firms'
own and open to every center. Orders stay with the two who agreed on them.
"""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.adjustments.models import Handover, WindUp
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.marketplace.models import JointLaboratory, Offering
from xiangchuang.marketplace.search_index import index_offerings

_NOT_COPIED = {"id", "center", "recorded_by", "recorded_at", "withdrawn_at", "withdrawn_reason", "version",
               "indexed_version", "order"}  # fmt: skip


def hand_over(wind_up: WindUp, *, actor: Actor, acting: HeldAppointment) -> int:
    """Move what can move to the center named by the decision; return how many entries did."""
    into = wind_up.adjustment.into
    assert into is not None
    offerings = list(Offering.objects.standing().filter(center=wind_up.center).order_by("pk"))
    for offering in offerings:
        _index(offering, _move(wind_up, offering, into, "offering", actor, acting))
    running = JointLaboratory.objects.standing().filter(center=wind_up.center, ended_on=None)
    laboratories = list(running.order_by("pk"))
    for laboratory in laboratories:
        _move(wind_up, laboratory, into, "laboratory", actor, acting)
    return len(offerings) + len(laboratories)


def _move(wind_up: WindUp, row: Any, into: Center, kind: str, actor: Actor, acting: HeldAppointment) -> Any:
    model: Any = type(row)
    with translation.override("zh-hans"):
        origin = _("（自%(center)s并入）") % {"center": wind_up.center.name}
        went = _("随中心并入%(center)s") % {"center": into.name}
    copied = {f.name: getattr(row, f.name) for f in model._meta.fields if f.name not in _NOT_COPIED}
    copied["name"] = _with_origin(row.name, origin, model._meta.get_field("name").max_length)
    new = model(center=into, recorded_by=actor.user, **copied)
    # The old row first: it must not hold the place of the new one.
    row.withdrawn_at, row.withdrawn_reason = clock.now(), went[:500]
    row.version += 1
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "version"])
    new.save(force_insert=True)
    Handover.objects.create(wind_up=wind_up, kind=kind, title=str(row)[:200], from_row=row.pk, to_row=new.pk)
    for verb, entry, center in (("withdraw_entry", row, wind_up.center), ("record_entry", new, into)):
        write_entry(
            actor, verb=verb, acting=acting, subject=f"{kind}:{entry.pk}", case_number=center.ledger_key,
            clause="6.5-1", detail={"register": kind, "from": row.pk, "case": wind_up.adjustment.case.number},
        )  # fmt: skip
    return new


def _index(*offerings: Offering) -> None:
    """Let the search follow; an hour that is running does not hold its instrument back here."""
    index_offerings(offerings)


def _with_origin(name: str, origin: str, longest: int) -> str:
    """Return the name with where it comes from; the name gives way, never the origin."""
    return f"{name[: max(longest - len(origin), 1)]}{origin}"[:longest]
