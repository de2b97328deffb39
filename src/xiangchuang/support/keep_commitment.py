"""Whether a promise is kept: its maker reports, the center confirms or disputes, an officer may judge."""

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.support.models import Commitment
from xiangchuang.support.verbs import (
    CONFIRM,
    CONFIRM_PARTLY,
    DECLARE_BROKEN,
    DISPUTE,
    REPORT,
    checked_text,
    needed_text,
    step,
)


def report_performance(
    *, actor: Actor, commitment: Commitment, seen: int, text: str, evidence: StoredFile | None = None
) -> None:
    """The promiser says what was done, with evidence; the day of the report decides on lateness."""
    said = needed_text(text, _("履行情况没有填写。"), _("写明做了什么、金额和日期。"))
    with step(REPORT, actor=actor, matter=commitment, seen=seen, text=said, evidence=evidence) as row:
        row.reported_on, row.settled_on = clock.today(), None


def confirm_kept(*, actor: Actor, commitment: Commitment, seen: int, text: str = "") -> None:
    """The center confirms that all of it was done."""
    with step(CONFIRM, actor=actor, matter=commitment, seen=seen, text=checked_text(text)) as row:
        row.settled_on = clock.today()


def confirm_partly(*, actor: Actor, commitment: Commitment, seen: int, text: str) -> None:
    """The center confirms a part and says what is missing; the rest is still owed."""
    said = needed_text(text, _("没有写明还差什么。"), _("写明已到的部分和还差的部分。"))
    with step(CONFIRM_PARTLY, actor=actor, matter=commitment, seen=seen, text=said) as row:
        row.settled_on = clock.today()


def dispute_performance(*, actor: Actor, commitment: Commitment, seen: int, reason: str) -> None:
    """The center says why what was reported is not so; the promise is owed again."""
    said = needed_text(reason, _("异议的理由没有填写。"), _("写明哪一点与报告不符。"))
    with step(DISPUTE, actor=actor, matter=commitment, seen=seen, text=said):
        pass


def declare_broken(*, actor: Actor, commitment: Commitment, seen: int, reason: str) -> None:
    """An officer finds a promise broken once its day has passed; never by the clock.

    Raises Blocked before that.
    """
    said = needed_text(reason, _("认定的理由没有填写。"), _("写明依据和核实经过。"))
    with step(DECLARE_BROKEN, actor=actor, matter=commitment, seen=seen, text=said) as row:
        if not commitment.is_overdue(clock.today()):
            raise Blocked(
                _("应履行日还没有过，不能认定未履行。"), remedy=_("过了应履行日再认定。"), clause="6.4-1"
            )
        row.settled_on = clock.today()
