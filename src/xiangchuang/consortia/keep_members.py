"""Keeps the center's members, who read its file and are public, in step with the register of terms."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center, CenterMember
from xiangchuang.consortia.models import MemberRole, MemberTerms
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.search.follow import refresh

DUTY_LENGTH: Final = 500


def keep_members(center: Center, actor: Actor) -> None:
    """Let those who joined in and those who left out, each from their day on; runs with every write.

    Members of the approved plan without terms stay as they are; a member that only the register knew, and
    whose terms were withdrawn, leaves as of yesterday.
    """
    terms: dict[int, list[MemberTerms]] = {}
    rows = standing(MemberTerms).filter(center=center, role__in=(MemberRole.LEAD, MemberRole.MEMBER))
    for row in rows.order_by("joined_on", "pk"):
        terms.setdefault(row.organization_id, []).append(row)
    known = {m.organization_id: m for m in center.members.all()}
    for organization, told in terms.items():
        if organization in known:
            _follow(known[organization], _left(told))
        else:
            _admit(center, organization, told)
    for organization, member in known.items():
        if organization not in terms and member.joined_on is not None:
            _follow(member, clock.today() - dt.timedelta(days=1))
    refresh("center", [center.pk])


def _admit(center: Center, organization: int, told: list[MemberTerms]) -> None:
    CenterMember.objects.create(
        center=center, organization_id=organization, role=told[-1].role, duty=told[-1].duties[:DUTY_LENGTH],
        joined_on=told[0].joined_on, left_on=_left(told),
    )  # fmt: skip


def _follow(member: CenterMember, left_on: dt.date | None) -> None:
    if member.left_on != left_on:
        CenterMember.objects.filter(pk=member.pk).update(left_on=left_on)


def _left(told: Iterable[MemberTerms]) -> dt.date | None:
    """Return the last day of the last membership; None while one is open."""
    days = [row.left_on for row in told]
    return None if None in days else max(day for day in days if day is not None)
