"""The members of the approved plan taken into the register, so that nobody types them again (4.1-3)."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.centers.models import Center, CenterMember
from xiangchuang.centers.registers.keep import check_keeper
from xiangchuang.consortia.models import MemberRole, MemberTerms
from xiangchuang.consortia.registers import MEMBERS
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.plan_parts.approved import approved_lines


def members_to_take(center: Center) -> list[CenterMember]:
    """Return the plan's members that the register does not know, present or past."""
    known = standing(MemberTerms).filter(center=center).values("organization")
    rows = center.members.exclude(organization__in=known).select_related("organization")
    return list(rows)


def terms_in_plan(center: Center) -> dict[int, tuple[str, str]]:
    """Return rights and duties by organisation as the approved plan's table has them (A.3.1)."""
    return {
        int(str(line["organization"])): (str(line.get("rights") or ""), str(line.get("duties") or ""))
        for line in approved_lines(center.founding_case, "members")
        if line.get("organization")
    }


def take_members(*, actor: Actor, center: Center) -> int:
    """Record each with role and duty as in the plan, joined on the day of approval; return how many.

    Raises NotFound, NotPermitted, Blocked (none is left to take).
    """
    acting = check_keeper(MEMBERS, actor, center)
    person = actor.user
    assert person is not None, "who holds an appointment has signed in"
    with transaction.atomic():
        missing = members_to_take(center)
        if not missing:
            raise Blocked(_("建设方案中的成员都已登记。"), remedy=_("新加入的成员逐个登记。"))
        terms = terms_in_plan(center)
        for member in missing:
            rights, duties = terms.get(member.organization_id, ("", ""))
            MemberTerms.objects.create(
                center=center, organization=member.organization, recorded_by=person,
                role=MemberRole.LEAD if member.role == "lead" else MemberRole.MEMBER,
                rights=rights, duties=duties or member.duty, basis=_("建设方案"),
                joined_on=center.approved_on,
            )  # fmt: skip
        write_entry(
            actor,
            verb="take_members",
            acting=acting,
            subject=f"center:{center.pk}",
            case_number=center.ledger_key,
            clause="4.1-3",
            detail={"center": center.pk, "organizations": [m.organization_id for m in missing]},
        )
    return len(missing)
