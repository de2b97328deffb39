"""An author calls a section done, or takes that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.drafting.desk import desk_of, section_of
from xiangchuang.drafting.models import SectionMark
from xiangchuang.drafting.save_section import enter
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import stale
from xiangchuang.proposals.models import PlanSection


def mark_section(*, actor: Actor, case: Case, code: str, done: bool, seen: int) -> PlanSection:
    """Mark the section done as the page showed it, or take the mark back.

    Raises NotFound, NotPermitted, Blocked; Invalid for an empty section, Stale when it has moved on since.
    """
    desk = desk_of(actor, case)
    with transaction.atomic():
        section = section_of(desk, code)
        if section.version != seen:
            raise stale()
        if done and code in section.revision.missing:
            raise Invalid(_("这一节还没有内容，不能标为写好。"), remedy=_("先写内容，保存后再标。"))
        if done:
            SectionMark.objects.update_or_create(
                section=section,
                defaults={"version": seen, "marked_by": desk.user, "marked_at": clock.now()},
            )
        else:
            SectionMark.objects.filter(section=section).delete()
        enter(desk, "mark_plan_section", section, done=done)
    return section
