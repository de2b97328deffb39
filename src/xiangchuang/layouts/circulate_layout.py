"""Circulating a draft to departments and cities; their replies and the answers to them (6.1-1)."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.layouts.draft_layout import note_layout
from xiangchuang.layouts.messages import tell_asked, tell_handled
from xiangchuang.layouts.models import Handling, LayoutReply, LayoutState, LayoutVersion, Stance
from xiangchuang.layouts.permissions import ASKED, planner
from xiangchuang.layouts.queries import find_reply, find_version
from xiangchuang.layouts.ready import layout_gaps
from xiangchuang.layouts.rules import planning
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.procedure.deadlines import due_after
from xiangchuang.procedure.perform import claim

CLAUSE = "6.1-1"


def units_to_ask(layout: LayoutVersion) -> "QuerySet[Organization]":
    """Return the city bureaus and the departments of the province but the one that drafts.

    Bureaus of pilot counties are addressees of the notice, not of its drafts: they answer to their city.
    """
    own = layout.drafted_by.appointments.values("organization")
    units = Organization.objects.filter(
        kind__in=[OrganizationKind.BUREAU, OrganizationKind.DEPARTMENT], merged_into__isnull=True
    )
    return (
        units.exclude(kind=OrganizationKind.BUREAU, supervisor__isnull=False)
        .exclude(pk__in=own)
        .order_by("kind", "prefecture", "pk")
    )


def circulate_layout(
    *, actor: Actor, layout: LayoutVersion, seen: int, to: Sequence[Organization]
) -> LayoutVersion:
    """Send the draft to these units; the pack's term runs from today.

    Raises NotFound, NotPermitted, Invalid (nobody, or who is not asked), Stale, Blocked (incomplete).
    """
    row, acting = find_version(actor, layout.pk), planner(actor, CLAUSE)
    known = set(units_to_ask(row).values_list("pk", flat=True))
    if not to or any(unit.pk not in known for unit in to):
        raise Invalid(
            _("没有选择征求意见的单位，或其中有不能征求的单位。"), remedy=_("从列表中选择。"), clause=CLAUSE
        )
    due = due_after(clock.today(), planning().reply_term)
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        if row.state != LayoutState.DRAFT:
            raise Blocked(_("这一版已经发出征求意见。"), clause=CLAUSE)
        if gaps := layout_gaps(row):
            raise Blocked(_("；").join(gaps), remedy=_("补齐后再征求意见。"), clause=CLAUSE)
        row.state, row.circulated_at = LayoutState.CIRCULATING, clock.now()
        row.replies_due_on = due.day if due else None
        row.replies_due_provisional = bool(due and due.provisional)
        row.save()
        LayoutReply.objects.bulk_create(LayoutReply(layout=row, organization=unit) for unit in to)
        note_layout(actor, row, "circulate_layout", acting, clause=CLAUSE, units=len(to))
        tell_asked(row, to)
    layout.refresh_from_db()
    return layout


def reply_to_layout(*, actor: Actor, reply: LayoutReply, seen: int, stance: str, text: str = "") -> None:
    """Write what one's unit says to the draft; until it is answered, it may be written anew.

    A reply after the term still counts while the version is not confirmed.
    Raises NotFound, NotPermitted, Invalid, Stale, Blocked.
    """
    row = find_reply(actor, reply.pk)
    acting = _asked(actor, row)
    said = within(LayoutReply, "text", normalise_text(text))
    if stance not in Stance.values:
        raise Invalid(_("没有选择意见。"), remedy=_("选择同意、有修改意见或不同意。"), clause=CLAUSE)
    if stance != Stance.AGREES and not said:
        raise Invalid(_("具体意见没有填写。"), remedy=_("写明改哪里、为什么。"), clause=CLAUSE)
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        if row.layout.state != LayoutState.CIRCULATING:
            raise Blocked(_("征求意见已经结束。"), remedy=_("有意见的与省科技厅经办联系。"), clause=CLAUSE)
        if row.handling:
            raise Blocked(_("省科技厅已答复这份意见，不能再改。"), clause=CLAUSE)
        row.stance, row.text, row.replied_by, row.replied_at = stance, said, actor.user, clock.now()
        row.save()
        note_layout(actor, row.layout, "reply_to_layout", acting, clause=CLAUSE, stance=stance, reply=row.pk)
    reply.refresh_from_db()


def answer_reply(*, actor: Actor, reply: LayoutReply, seen: int, handling: str, text: str) -> None:
    """Say whether an opinion is adopted, and why; publication waits for it.

    Raises NotFound, NotPermitted, Invalid, Stale, Blocked.
    """
    row, acting = find_reply(actor, reply.pk), planner(actor, CLAUSE)
    said = within(LayoutReply, "handling_text", normalise_text(text))
    if handling not in Handling.values or not said:
        raise Invalid(
            _("处理结果或说明没有填写。"), remedy=_("写明怎样修改，或不采纳的理由。"), clause=CLAUSE
        )
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        if not row.has_opinion:
            raise Blocked(_("这个单位没有需要答复的意见。"), clause=CLAUSE)
        if not row.layout.may_be_written:
            raise Blocked(_("这一版已经审定，意见不能再改处理。"), clause=CLAUSE)
        row.handling, row.handling_text = handling, said
        row.handled_by, row.handled_at = actor.user, clock.now()
        row.save()
        note_layout(
            actor, row.layout, "answer_layout_reply", acting, clause=CLAUSE,
            handling=handling, reply=row.pk, unit=row.organization.name,
        )  # fmt: skip
        tell_handled(row)
    reply.refresh_from_db()


def may_reply(actor: Actor, reply: LayoutReply) -> bool:
    """Whether the actor answers for the unit that was asked."""
    return actor.acting_as(ASKED, organization_id=reply.organization_id) is not None


def _asked(actor: Actor, reply: LayoutReply) -> HeldAppointment:
    acting = actor.acting_as(ASKED, organization_id=reply.organization_id)
    if acting is None:
        raise NotPermitted(_("意见由被征求意见的单位填报。"), clause=CLAUSE)
    return acting
