"""Confirming a version by the leadership and publishing it with its number (5.1-2)."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import json_sha256
from xiangchuang.documents.official import number_text, verification_code
from xiangchuang.layouts.draft_layout import CLAUSE, note_layout
from xiangchuang.layouts.layout_content import content_of
from xiangchuang.layouts.messages import tell_published
from xiangchuang.layouts.models import Direction, DirectionState, LayoutState, LayoutVersion
from xiangchuang.layouts.permissions import DECIDERS, leader, planner
from xiangchuang.layouts.queries import directions_of, find_version
from xiangchuang.layouts.ready import confirmation_gaps
from xiangchuang.layouts.tasks import render_layout
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.numbering import next_serial
from xiangchuang.procedure.packs import pack_of_version
from xiangchuang.procedure.perform import claim
from xiangchuang.search.follow import refresh


def confirm_layout(*, actor: Actor, layout: LayoutVersion, seen: int, text: str) -> None:
    """Confirm the version once all replies are in and answered; `text` names the meeting or says why.

    Raises NotFound, NotPermitted, Invalid, Stale, Blocked.
    """
    row, acting = find_version(actor, layout.pk), leader(actor)
    said = within(LayoutVersion, "confirmed_text", normalise_text(text))
    if not said:
        raise Invalid(_("审定意见没有填写。"), remedy=_("写明会议名称和决定。"), clause=CLAUSE)
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        if not row.may_be_written:
            raise Blocked(_("这一版已经审定。"), clause=CLAUSE)
        if gaps := confirmation_gaps(row):
            raise Blocked(_("；").join(gaps), remedy=_("由经办办完这几项后再审定。"), clause="6.1-1")
        row.state, row.confirmed_text = LayoutState.CONFIRMED, said
        row.confirmed_by, row.confirmed_at = actor.user, clock.now()
        row.save()
        note_layout(actor, row, "confirm_layout", acting, text=said)
    layout.refresh_from_db()


def return_layout(*, actor: Actor, layout: LayoutVersion, seen: int, reason: str) -> None:
    """Send a confirmed version back to be written anew; the replies stay.

    Raises NotFound, NotPermitted, Invalid, Stale, Blocked.
    """
    row = find_version(actor, layout.pk)
    acting = actor.acting_as(DECIDERS)
    if acting is None:
        raise NotPermitted(_("退回由处室负责人或厅领导办理。"), clause=CLAUSE)
    why = normalise_text(reason)
    if not why:
        raise Invalid(_("退回的理由没有填写。"), remedy=_("写明要改什么。"), clause=CLAUSE)
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        if row.state != LayoutState.CONFIRMED:
            raise Blocked(_("只有已审定、未发布的一版可以退回修改。"), clause=CLAUSE)
        row.state, row.confirmed_by, row.confirmed_at = LayoutState.CIRCULATING, None, None
        row.save()
        note_layout(actor, row, "return_layout", acting, reason=why)
    layout.refresh_from_db()


def publish_layout(*, actor: Actor, layout: LayoutVersion, seen: int) -> None:
    """Give the confirmed version its number, freeze what it says, open its directions.

    The layout in force until now is superseded; a direction that the new one leaves out is closed.
    Raises NotFound, NotPermitted, Stale, Blocked.
    """
    row, acting = find_version(actor, layout.pk), planner(actor)
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        if row.state != LayoutState.CONFIRMED:
            raise Blocked(
                _("这一版现在是“%(state)s”，不能发布。") % {"state": row.get_state_display()},
                remedy=_("厅领导审定后再发布。"),
                clause=CLAUSE,
            )
        _supersede(row)
        _number(row)
        directions_of(row).filter(state=DirectionState.PLANNED).update(state=DirectionState.OPEN)
        row.state, row.published_at = LayoutState.PUBLISHED, clock.now()
        row.content = content_of(row)
        row.content_sha256 = json_sha256(row.content)
        row.save()
        note_layout(
            actor, row, "publish_layout", acting, number=row.content["number"], content=row.content_sha256
        )
        asked = row.replies.values("organization")
        refresh("layout", LayoutVersion.objects.values_list("pk", flat=True))
        refresh("direction", Direction.objects.values_list("pk", flat=True))
        tell_published(row, Organization.objects.filter(pk__in=asked))
        render_layout.enqueue(row.pk)
    layout.refresh_from_db()


def _supersede(layout: LayoutVersion) -> None:
    before = LayoutVersion.objects.filter(state=LayoutState.PUBLISHED).first()
    if before is None:
        return
    left_out = Direction.objects.filter(entries__layout=before, state=DirectionState.OPEN).exclude(
        entries__layout=layout
    )
    reason = f"第{layout.edition}版布局不再列入"
    Direction.objects.filter(pk__in=list(left_out.values_list("pk", flat=True))).update(
        state=DirectionState.CLOSED, closed_reason=reason
    )
    before.state, before.superseded_at = LayoutState.SUPERSEDED, clock.now()
    before.save(update_fields=["state", "superseded_at"])


def _number(layout: LayoutVersion) -> None:
    """Take the next number of the agency's own series of the year, which all its documents share."""
    pack = pack_of_version(layout.policy_version_id)
    layout.prefix, layout.number_year = pack.identity.document_number.prefix, clock.today().year
    layout.number_serial = next_serial(f"document:{layout.prefix}", layout.number_year)
    layout.verification_code = verification_code(secrets.token_bytes(16))


def number_of(layout: LayoutVersion) -> str:
    """Return the number as printed, 湘科发〔2026〕1号; "" before publication."""
    if not (layout.number_year and layout.number_serial):
        return ""
    return number_text(layout.number_year, layout.number_serial, layout.prefix)
