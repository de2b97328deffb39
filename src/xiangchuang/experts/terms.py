"""The term of an expert: renewed before it ends, ended with a reason, taken up again."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.calendars import clock
from xiangchuang.experts.keeping import claim, enter, line, officer
from xiangchuang.experts.models import Entry, Expert, ExpertStep
from xiangchuang.policy.experts import LibraryTerm
from xiangchuang.procedure.packs import current_pack


def term_from(day: dt.date) -> dt.date | None:
    """Return the last day of a term that begins on `day`; None where the pack sets no term."""
    rule = current_pack().experts.term
    if rule is None:
        return None
    try:
        ends = day.replace(year=day.year + rule.years)
    except ValueError:  # 29 February
        ends = day.replace(year=day.year + rule.years, day=28)
    return ends - dt.timedelta(days=1)


def ending_soon(experts: QuerySet[Expert], today: dt.date) -> QuerySet[Expert]:
    """Return those in the library whose term ends within the pack's days of reminder, or has ended."""
    rule = current_pack().experts.term
    if rule is None:
        return experts.none()
    return experts.filter(is_active=True, term_until__lte=today + dt.timedelta(days=rule.remind_days))


def renewable_from(until: dt.date | None, rule: LibraryTerm) -> dt.date:
    """Return the first day on which a term that ends on `until` may be renewed; at once without an end."""
    return clock.today() if until is None else until - dt.timedelta(days=rule.remind_days)


def note_entry(expert: Expert, what: Entry, reason: str = "") -> None:
    """Keep how the expert came in, stayed or left."""
    until = None if what is Entry.EXITED else expert.term_until
    ExpertStep.objects.create(expert=expert, what=what, on=clock.today(), until=until, reason=reason)


def renew_term(*, actor: Actor, expert: Expert, seen: int) -> None:
    """Give the expert another term, from the day after the present one, or from today when that has passed.

    Raises NotPermitted, Stale, Blocked (left the library, no term in the pack, or it is too early).
    """
    acting, today = officer(actor), clock.today()
    with transaction.atomic():
        claim(expert, seen)
        if not expert.is_active:
            raise Blocked(_("%(name)s已退出专家库。") % {"name": expert.name}, remedy=_("办理重新入库。"))
        rule = current_pack().experts.term
        if rule is None:
            raise Blocked(_("本政策没有规定聘期，不需要续聘。"))
        until = expert.term_until
        if until is not None and renewable_from(until, rule) > today:
            raise Blocked(
                _("聘期到 %(day)s，到期前 %(days)s 天起办理续聘。")
                % {"day": until.isoformat(), "days": rule.remind_days}
            )
        begins = today if until is None or until < today else until + dt.timedelta(days=1)
        expert.term_until = term_from(begins)
        expert.save(update_fields=["term_until"])
        note_entry(expert, Entry.RENEWED)
        enter(actor, "renew_expert", expert, acting=acting, detail={"until": _iso(expert.term_until)})


def exit_library(*, actor: Actor, expert: Expert, seen: int, reason: str) -> None:
    """Take the expert out of the library with a reason; what was done stays. Raises as `renew_term`, Invalid.

    Seats that the expert holds are emptied in their cases, by recusal or by the officer.
    """
    acting = officer(actor)
    because = line(
        ExpertStep, "reason", reason, _("退出的理由没有填写。"), _("写明为何退出，例如“本人要求”。")
    )
    with transaction.atomic():
        claim(expert, seen)
        if not expert.is_active:
            raise Blocked(_("%(name)s已退出专家库。") % {"name": expert.name})
        leave(expert, because)
        enter(actor, "exit_expert", expert, acting=acting, detail={"reason": because})


def leave(expert: Expert, reason: str) -> None:
    """Mark the expert as gone, inside a verb under way."""
    expert.is_active = False
    expert.save(update_fields=["is_active"])
    note_entry(expert, Entry.EXITED, reason)


def readmit(*, actor: Actor, expert: Expert, seen: int, reason: str) -> None:
    """Let an expert who left come back, with a new term and a reason. Raises as `exit_library`."""
    acting = officer(actor)
    because = line(
        ExpertStep, "reason", reason, _("重新入库的理由没有填写。"), _("写明依据，例如“本人申请，已核实”。")
    )
    with transaction.atomic():
        claim(expert, seen)
        come_back(expert, because)
        enter(actor, "readmit_expert", expert, acting=acting, detail={"reason": because})


def come_back(expert: Expert, reason: str) -> None:
    """Begin a new term of one who left, inside a verb under way. Raises Blocked for one who is there."""
    if expert.is_active:
        raise Blocked(_("%(name)s在专家库中，不需要重新入库。") % {"name": expert.name})
    expert.is_active, expert.term_until = True, term_from(clock.today())
    expert.save(update_fields=["is_active", "term_until"])
    note_entry(expert, Entry.READMITTED, reason)


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
