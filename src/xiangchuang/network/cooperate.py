"""Agreeing on cooperation between a platform and a center (6.4-4): one side declares, the other confirms."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.ledger.record import Fact
from xiangchuang.network.models import Cooperation, CooperationKind, CooperationState, Side
from xiangchuang.network.queries import find_cooperation
from xiangchuang.platforms.models import Platform
from xiangchuang.platforms.permissions import acts_for

CLAUSE = "6.4-4"


@dataclass(frozen=True)
class CooperationDraft:
    """What the two agree on, on which paper, from when to when."""

    kind: str
    title: str
    content: str
    signed_on: dt.date
    ends_on: dt.date | None = None


def speaks_for(actor: Actor, side: str, platform: Platform, center: Center) -> HeldAppointment | None:
    """The appointment under which the actor speaks for that side: the center's staff, or the host's."""
    return may_keep(actor, center) if side == Side.CENTER else acts_for(actor, platform.host_id)


def declare_cooperation(
    *, actor: Actor, platform: Platform, center: Center, draft: CooperationDraft
) -> Cooperation:
    """Return the agreement as one side declares it; it counts once the other has confirmed it.

    Raises NotPermitted, Invalid, Blocked (host and lead are one, either no longer works, or declared twice).
    """
    side = Side.CENTER if may_keep(actor, center) is not None else Side.PLATFORM
    acting = speaks_for(actor, side, platform, center)
    if acting is None:
        raise NotPermitted(_("合作由中心或平台依托单位的人员提出。"), clause=CLAUSE)
    _refuse_pair(platform, center)
    row = _checked(Cooperation(platform=platform, center=center, side=side, proposed_by=actor.user), draft)
    with transaction.atomic():
        _save(row)
        _enter(actor, acting, row, "declare_cooperation", {"kind": row.kind, "title": row.title})
    return row


def confirm_cooperation(*, actor: Actor, cooperation: Cooperation, seen: int) -> None:
    """The other side confirms; from now on it is a link. Raises NotFound, NotPermitted, Blocked, Stale."""
    _answer(actor, cooperation, seen, CooperationState.STANDING, "", "confirm_cooperation")


def decline_cooperation(*, actor: Actor, cooperation: Cooperation, seen: int, reason: str) -> None:
    """The other side does not confirm, and says why.

    Raises NotFound, NotPermitted, Invalid, Blocked, Stale.
    """
    because = within(Cooperation, "answer", normalise_line(reason))
    if not because:
        raise Invalid(_("理由没有填写。"), remedy=_("写明哪里与协议不符。"))
    _answer(actor, cooperation, seen, CooperationState.DECLINED, because, "decline_cooperation")


def end_cooperation(*, actor: Actor, cooperation: Cooperation, seen: int, on: dt.date, reason: str) -> None:
    """Either side ends what stands, on a day and with a reason.

    Raises NotFound, NotPermitted, Invalid, Blocked (does not stand), Stale.
    """
    row = find_cooperation(actor, cooperation.pk)
    acting = speaks_for(actor, Side.CENTER, row.platform, row.center) or speaks_for(
        actor, Side.PLATFORM, row.platform, row.center
    )
    if acting is None:
        raise NotPermitted(_("合作由中心或平台依托单位的人员终止。"), clause=CLAUSE)
    because = within(Cooperation, "ended_reason", normalise_line(reason))
    if not because or not row.signed_on <= on <= clock.today():
        raise Invalid(_("终止日期或原因没有填对。"), remedy=_("日期在签订之后、今天之前，原因用一句话写明。"))
    if not row.is_standing:
        raise Blocked(_("这项合作不在有效期内。"))
    with transaction.atomic():
        _settle(row, seen, CooperationState.STANDING, state=CooperationState.ENDED, ended_on=on,
                ended_reason=because)  # fmt: skip
        _enter(actor, acting, row, "end_cooperation", {"on": on.isoformat(), "reason": because})


def _answer(actor: Actor, cooperation: Cooperation, seen: int, state: str, answer: str, verb: str) -> None:
    row = find_cooperation(actor, cooperation.pk)
    other = Side.PLATFORM if row.side == Side.CENTER else Side.CENTER
    acting = speaks_for(actor, other, row.platform, row.center)
    if acting is None:
        raise NotPermitted(_("由合作的另一方确认。"), remedy=_("提醒对方登录后确认。"), clause=CLAUSE)
    if row.state != CooperationState.PROPOSED:
        raise Blocked(_("这项合作已经答复过。"))
    with transaction.atomic():
        _settle(row, seen, CooperationState.PROPOSED, state=state, answer=answer, answered_by=actor.user,
                answered_at=clock.now())  # fmt: skip
        _enter(actor, acting, row, verb, {"answer": answer})


def _settle(row: Cooperation, seen: int, before: str, **values: object) -> None:
    rows = Cooperation.objects.filter(pk=row.pk, version=seen, state=before)
    if not rows.update(version=F("version") + 1, **values):
        raise Stale(_("这项合作刚被别人改过，本次操作没有生效。"), remedy=_("刷新页面查看现状。"))


def _refuse_pair(platform: Platform, center: Center) -> None:
    if platform.host_id in (center.lead_id, center.organization_id):
        raise Blocked(
            _("平台的依托单位就是中心的牵头单位，两者本来就有联系。"), remedy=_("不必另行登记合作。")
        )
    if not (platform.is_operating and platform.is_confirmed and center.goes_on):
        raise Blocked(_("平台还没有确认，或者平台、中心已不在运行。"), remedy=_("先请登记机关确认平台。"))


def _checked(row: Cooperation, draft: CooperationDraft) -> Cooperation:
    row.kind, row.signed_on, row.ends_on = draft.kind, draft.signed_on, draft.ends_on
    row.title = within(Cooperation, "title", normalise_line(draft.title))
    row.content = within(Cooperation, "content", normalise_text(draft.content))
    if row.kind not in CooperationKind.values:
        raise Invalid(_("没有这种合作内容。"), remedy=_("从列表中选择。"))
    if not (row.title and row.content):
        raise Invalid(_("协议名称或约定事项没有填写。"), remedy=_("写明双方各做什么、怎样共享。"))
    if row.signed_on > clock.today():
        raise Invalid(_("签订日期在今天之后。"), remedy=_("签订之后再登记。"))
    if row.ends_on is not None and row.ends_on <= row.signed_on:
        raise Invalid(_("届满日期不在签订日期之后。"), remedy=_("核对两个日期；没有期限的不填。"))
    return row


def _save(row: Cooperation) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Blocked(_("同名的合作已登记过。"), remedy=_("在合作列表中查看。")) from error


def _enter(
    actor: Actor, acting: HeldAppointment, row: Cooperation, verb: str, detail: dict[str, Fact]
) -> None:
    write_entry(
        actor, verb=verb, subject=f"cooperation:{row.pk}", acting=acting, clause=CLAUSE,
        case_number=row.center.ledger_key, detail={"platform": row.platform_id, **detail},
    )  # fmt: skip
