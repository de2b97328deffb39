"""A milestone is reached: on which day, with what proof (A.4.1)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.centers.registers.keep import correct_entry
from xiangchuang.files.models import StoredFile
from xiangchuang.research.models import Milestone
from xiangchuang.research.registers import MILESTONES


def reach_milestone(
    *,
    actor: Actor,
    milestone: Milestone,
    seen: int,
    reached_on: date,
    note: str = "",
    evidence: StoredFile | None = None,
) -> None:
    """Write down the day; the register keeps it as a correction whose reason is that it was reached.

    Raises NotFound, NotPermitted, Invalid (a day ahead), Blocked (reached already), Stale.
    """
    if milestone.is_standing and milestone.reached_on is not None:
        raise Blocked(_("这个里程碑已经登记完成。"), remedy=_("日期有误时改动这一行。"))
    values: dict[str, Any] = {"reached_on": reached_on}
    if note:
        values["note"] = note
    correct_entry(
        MILESTONES, actor=actor, entry=milestone, seen=seen, values=values, reason=_("里程碑完成"),
        evidence=evidence,
    )  # fmt: skip
