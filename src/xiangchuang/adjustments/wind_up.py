"""A wind-up closes when nothing is open, on an officer's word (6.5-1)."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_text
from xiangchuang.adjustments.models import WindUp
from xiangchuang.adjustments.open_business import open_business
from xiangchuang.adjustments.queries import find_wind_up
from xiangchuang.calendars import clock

CLAUSE = "6.5-1"


def close_wind_up(*, actor: Actor, wind_up: WindUp, seen: int, words: str) -> None:
    """Close it. Raises NotFound, NotPermitted, Invalid, Blocked (something is open), Stale."""
    find_wind_up(actor, wind_up.center)
    acting = actor.acting_as([Role.OFFICER, Role.DIVISION_HEAD])
    if acting is None:
        raise NotPermitted(_("清理由省科技厅经办人员办结。"), clause=CLAUSE)
    said = within(WindUp, "closing_words", normalise_text(words))
    if not said:
        raise Invalid(_("清理情况没有填写。"), remedy=_("写明各类事项怎样了结、交接给谁。"))
    with transaction.atomic():
        rows = WindUp.objects.filter(pk=wind_up.pk, version=seen, closed_on=None)
        if not rows.update(version=seen + 1):
            raise Stale(_("清理刚被办理过，本次没有执行。"), remedy=_("查看最新情况。"))
        if left := open_business(wind_up.center):
            raise Blocked(
                _("还有 %(count)d 项没有了结，不能办结清理。") % {"count": len(left)},
                remedy=_("按清单逐项办理；第一项：%(title)s。") % {"title": left[0].title},
                clause=CLAUSE,
            )
        wind_up.refresh_from_db()
        wind_up.closed_on, wind_up.closed_by, wind_up.closing_words = clock.today(), actor.user, said
        wind_up.save(update_fields=["closed_on", "closed_by", "closing_words"])
        write_entry(
            actor, verb="close_wind_up", acting=acting, subject=f"wind_up:{wind_up.pk}",
            case_number=wind_up.adjustment.case.number, clause=CLAUSE, detail={"center": wind_up.center_id},
        )  # fmt: skip
