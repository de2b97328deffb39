"""A platform that a center is to be built from (3.1.3-1): planned, dropped, completed by the founding."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.platforms.models import (
    Becoming,
    Conversion,
    ConversionState,
    Platform,
    PlatformEvent,
    PlatformState,
)
from xiangchuang.platforms.permissions import acts_for, may_decide
from xiangchuang.platforms.queries import find_platform
from xiangchuang.policy.platforms import PlatformRules

CLAUSE = "3.1.3-1"


def may_plan(actor: Actor, platform: Platform) -> HeldAppointment | None:
    """The host's staff, who would apply, or an officer."""
    return acts_for(actor, platform.host_id) or may_decide(actor)


def plan_conversion(
    *, actor: Actor, rules: PlatformRules, platform: Platform, case_number: str, becomes: str, remark: str
) -> Conversion:
    """Say that the case would build its center out of this platform, and what becomes of the platform.

    Raises NotFound, NotPermitted, Invalid, Blocked (not of a kind or state that is converted, or said twice).
    """
    row = find_platform(actor, platform.pk)
    acting = may_plan(actor, row)
    if acting is None:
        raise NotPermitted(_("转建由依托单位或省科技厅经办提出。"), clause=CLAUSE)
    if not row.is_operating or row.kind not in rules.related("convertible"):
        raise Blocked(
            _("这个平台不能转建：只有运行中的工程技术研究中心走转建路径。"), clause=CLAUSE,
            remedy=_("其他平台与中心签署合作，不转建。"),
        )  # fmt: skip
    if becomes not in Becoming.values:
        raise Invalid(_("建成后平台的去向没有选。"), remedy=_("选择并入中心或继续运行。"))
    plan = within(Conversion, "remark", normalise_line(remark))
    if not plan:
        raise Invalid(_("优化整合的安排没有填写。"), remedy=_("写明人员、设备、项目怎样整合到中心。"))
    with transaction.atomic():
        found = _saved(
            Conversion(
                platform=row, case_number=case_number, becomes=becomes, remark=plan, planned_by=actor.user
            )
        )
        _enter(actor, acting, found, "plan_conversion", {"becomes": becomes})
    return found


def drop_conversion(*, actor: Actor, conversion: Conversion, seen: int, reason: str) -> None:
    """Take a planned conversion back. Raises NotFound, NotPermitted, Invalid, Blocked, Stale."""
    row = find_platform(actor, conversion.platform_id)
    acting = may_plan(actor, row)
    if acting is None:
        raise NotPermitted(_("转建由依托单位或省科技厅经办取消。"), clause=CLAUSE)
    because = within(Conversion, "settled_reason", normalise_line(reason))
    if not because:
        raise Invalid(_("取消理由没有填写。"), remedy=_("写明为何不再转建。"))
    if conversion.state != ConversionState.PLANNED:
        raise Blocked(_("这项转建已经了结。"))
    with transaction.atomic():
        changed = Conversion.objects.filter(
            pk=conversion.pk, version=seen, state=ConversionState.PLANNED
        ).update(
            state=ConversionState.DROPPED, settled_on=clock.today(), settled_reason=because,
            version=F("version") + 1,
        )  # fmt: skip
        if not changed:
            raise Stale(_("这项转建刚被别人改过。"), remedy=_("刷新后再处理。"))
        _enter(actor, acting, conversion, "drop_conversion", {"reason": because})


def complete_conversions(*, case_number: str, center_name: str, on: dt.date) -> list[Platform]:
    """Complete what the case has planned, in the transaction of its center's founding; return the platforms.

    One that goes on keeps its state. The registers go on naming both: what they stood for, the center has.
    """
    actor, done = Actor.system(), []
    planned = Conversion.objects.filter(case_number=case_number, state=ConversionState.PLANNED)
    for conversion in planned.select_related("platform"):
        platform = conversion.platform
        conversion.state, conversion.settled_on = ConversionState.DONE, on
        conversion.center_name = center_name
        conversion.version += 1
        conversion.save(update_fields=["state", "settled_on", "center_name", "version"])
        if conversion.becomes == Becoming.ABSORBED and platform.is_operating:
            platform.state, platform.state_since = PlatformState.CONVERTED, on
            platform.version += 1
            platform.save(update_fields=["state", "state_since", "version"])
            reason = _("转建为%(center)s") % {"center": center_name}
            PlatformEvent.objects.create(
                platform=platform, kind=PlatformEvent.Kind.STATE, on=on, state=platform.state,
                reason=reason[:500], before={"state": PlatformState.OPERATING.value},
            )  # fmt: skip
        _enter(actor, None, conversion, "complete_conversion", {"center": center_name})
        done.append(platform)
    return done


def _saved(conversion: Conversion) -> Conversion:
    try:
        with transaction.atomic():
            conversion.save()
    except IntegrityError as error:
        raise Blocked(_("这个案卷已写明由这个平台转建。"), remedy=_("在平台页上查看。")) from error
    return conversion


def _enter(
    actor: Actor, acting: HeldAppointment | None, conversion: Conversion, verb: str, detail: dict[str, str]
) -> None:
    write_entry(
        actor, verb=verb, subject=f"platform:{conversion.platform_id}", acting=acting, clause=CLAUSE,
        case_number=conversion.case_number, detail=dict(detail),
    )  # fmt: skip
