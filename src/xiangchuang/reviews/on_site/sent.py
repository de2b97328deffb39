"""What a device sends of a visit, read field by field: whatever is not as agreed is said by its key."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.procedure.errors import Invalid
from xiangchuang.reviews.on_site.note import NoteDraft, Spot

LONGEST_REMARK = 4_000


def spot_of(sent: Mapping[str, Any]) -> Spot:
    """Return key, time and place; raises Invalid without a key that is one."""
    try:
        key = UUID(str(sent.get("key", "")))
    except ValueError as error:
        raise Invalid(_("这条记录没有编号，无法同步。"), remedy=_("刷新页面后重新记录。")) from error
    noted = parse_instant(sent.get("at"))
    return Spot(key, noted, _number(sent.get("latitude")), _number(sent.get("longitude")))


def parse_instant(value: Any) -> dt.datetime:
    """Return the instant a device names, else now."""
    try:
        found = parse_datetime(str(value)) if value else None
    except ValueError:
        found = None
    return found if found is not None and found.tzinfo is not None else clock.now()


def note_of(sent: Mapping[str, Any]) -> NoteDraft:
    """Return the note; raises Invalid for a number that is none or a remark that is too long."""
    typed, remark = (
        normalise_line(str(sent.get("number", "") or "")),
        normalise_text(str(sent.get("remark", ""))),
    )
    number = _number(typed.replace(",", "").replace("，", ""))
    if typed and number is None:
        raise Invalid(_("“%(typed)s”不是数：只填数字，单位写在后面。") % {"typed": typed[:30]})
    if len(remark) > LONGEST_REMARK:
        raise Invalid(
            _("最多 %(most)d 个字，现有 %(now)d 个字。") % {"most": LONGEST_REMARK, "now": len(remark)}
        )
    return NoteDraft(
        spot_of(sent), str(sent.get("item", ""))[:64], str(sent.get("found", ""))[:16], remark, number
    )


def _number(value: Any) -> Decimal | None:
    try:
        found = Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None
