"""Merging duplicates: one organisation registered twice becomes one, and what it had goes along.

Facts, capabilities and appointments move to the one that is kept. Cases, decisions and documents go on naming
the organisation they began with, as they were signed; who acts for the kept one acts for it (`Actor.of`), and
its register is read where it now stands (`Organization.register_id`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.organizations.merge_preview import Conflict, MergePreview, preview_of
from xiangchuang.organizations.models import (
    PUBLIC_BODIES,
    CapabilityRecord,
    FactRecord,
    Organization,
    OrganizationKind,
)
from xiangchuang.organizations.statements import check_reason
from xiangchuang.organizations.withdraw_statement import withdraw_capability, withdraw_fact

_S = TypeVar("_S", FactRecord, CapabilityRecord)


def check_merge(actor: Actor, kept: Organization, absorbed: Organization) -> HeldAppointment:
    """Return the appointment a merge is done under.

    Only an officer merges. Raises NotPermitted, Invalid (the same one), Blocked (merged already, a public
    body or a center: areas and cases hang on those).
    """
    acting = actor.acting_as([Role.OFFICER])
    if acting is None:
        raise NotPermitted(_("重复的单位由省科技厅经办合并。"), remedy=_("联系省科技厅经办。"))
    if kept.pk == absorbed.pk:
        raise Invalid(_("不能把单位并入它自己。"), remedy=_("填写另一个重复登记的单位。"))
    for organization in (kept, absorbed):
        if organization.merged_into_id is not None:
            raise Blocked(
                _("“%(name)s”已并入其他单位。") % {"name": organization.name},
                remedy=_("在存续的单位上合并。"),
            )
        if not may_be_merged(organization):
            raise Blocked(
                _("“%(name)s”是%(kind)s，不在这里合并。")
                % {"name": organization.name, "kind": organization.get_kind_display()},
                remedy=_("机关的职责和中心的登记由系统管理员办理变更。"),
            )
    return acting


def may_be_merged(organization: Organization) -> bool:
    """Return whether the kind of organisation is merged here at all."""
    return organization.kind not in PUBLIC_BODIES and organization.kind != OrganizationKind.CENTER


def merge_organizations(
    *,
    actor: Actor,
    kept: Organization,
    absorbed: Organization,
    reason: str,
    seen: tuple[int, int],
    chosen: Mapping[int, int] | None = None,
) -> Organization:
    """Let `kept` absorb `absorbed`, for good, in one transaction; return `kept`.

    `seen` are the versions of both that were shown. `chosen` says for each conflict, by the kept one's fact,
    which fact counts on; the other is withdrawn. Raises NotPermitted, Invalid, Blocked (a conflict without a
    choice), Stale.
    """
    acting = check_merge(actor, kept, absorbed)
    because = check_reason("withdrawal_reason", reason)
    with transaction.atomic():
        _claim(kept, absorbed, seen)
        preview = preview_of(kept, absorbed)
        _settle(actor, preview, chosen or {}, absorbed)
        moved = {
            "facts": _move(FactRecord, kept, absorbed),
            "capabilities": _move(CapabilityRecord, kept, absorbed),
            "appointments": _move_appointments(kept, absorbed),
        }
        Organization.objects.filter(merged_into=absorbed).update(merged_into=kept)
        write_entry(
            actor,
            verb="merge_organizations",
            acting=acting,
            subject=f"organization:{kept.pk}",
            detail={"absorbed": absorbed.pk, "uscc": absorbed.uscc, "reason": because, **moved},
        )
    kept.refresh_from_db()
    absorbed.refresh_from_db()
    return kept


def _claim(kept: Organization, absorbed: Organization, seen: tuple[int, int]) -> None:
    rows = Organization.objects.filter(merged_into=None)
    gone = rows.filter(pk=absorbed.pk, version=seen[1]).update(
        merged_into=kept, merged_at=clock.now(), version=seen[1] + 1
    )
    if not gone or not rows.filter(pk=kept.pk, version=seen[0]).update(version=seen[0] + 1):
        raise Stale(_("其中一个单位刚被其他人修改过，没有合并。"), remedy=_("刷新页面，重新核对后再合并。"))


def _settle(actor: Actor, preview: MergePreview, chosen: Mapping[int, int], absorbed: Organization) -> None:
    """Withdraw of each pair the statement that does not count on."""
    reason = _("与%(name)s合并时未采用") % {"name": absorbed.name}
    for conflict in preview.conflicts:
        withdraw_fact(actor=actor, fact=_not_chosen(conflict, chosen), reason=reason)
    for fact in preview.same_facts:
        withdraw_fact(actor=actor, fact=fact, reason=reason)
    for capability in preview.same_capabilities:
        withdraw_capability(actor=actor, capability=capability, reason=reason)


def _not_chosen(conflict: Conflict, chosen: Mapping[int, int]) -> FactRecord:
    wanted = chosen.get(conflict.kept.pk)
    if wanted == conflict.kept.pk:
        return conflict.absorbed
    if wanted == conflict.absorbed.pk:
        return conflict.kept
    raise Blocked(
        _("两边的数值不同，还没有选定采用哪一个。没有合并。"), remedy=_("在“数值不同的事实”里逐项选定。")
    )


def _move(model: type[_S], kept: Organization, absorbed: Organization) -> int:
    rows = model._default_manager.filter(organization=absorbed)
    rows.filter(moved_from=None).update(moved_from=absorbed)
    return rows.update(organization=kept)


def _move_appointments(kept: Organization, absorbed: Organization) -> int:
    """End the appointments at the absorbed one today, and let each go on at the kept one from today."""
    today, moved = clock.today(), 0
    still = Appointment.objects.filter(organization=absorbed).overlapping(today, None)
    for appointment in still.order_by("pk"):
        begins, ends = max(appointment.valid_from, today), appointment.valid_to
        same = Appointment.objects.filter(organization=kept, user=appointment.user_id, role=appointment.role)
        has_one = same.overlapping(begins, ends).exists()
        if appointment.valid_from <= today:
            Appointment.objects.filter(pk=appointment.pk).update(valid_to=today)
        elif has_one:
            Appointment.objects.filter(pk=appointment.pk).update(valid_to=F("valid_from"))
        if has_one:
            continue
        Appointment.objects.create(
            user_id=appointment.user_id,
            organization=kept,
            role=appointment.role,
            valid_from=begins,
            valid_to=ends,
            delegated_by_id=appointment.delegated_by_id,
        )
        moved += 1
    return moved
