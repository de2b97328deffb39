"""Recording what centers have brought about (1.3), and taking a record back with a reason."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.organizations.models import Organization
from xiangchuang.overview.models import Achievement, AchievementKind
from xiangchuang.overview.scope import find_achievement, may_record
from xiangchuang.research.models import Result

CLAUSES = {
    AchievementKind.NATIONAL_CENTER: "1.3-1", AchievementKind.BOTTLENECK: "1.3-2",
    AchievementKind.ENTERPRISE: "1.3-2", AchievementKind.INDUSTRY: "1.3-2",
}  # fmt: skip


@dataclass(frozen=True)
class AchievementDraft:
    """What has come about, when and on which basis; the result, firm or industry where there is one."""

    kind: str
    title: str
    on: dt.date
    basis: str
    result: Result | None = None
    organization: Organization | None = None
    industry: str = ""


def record_achievement(*, actor: Actor, center: Center, draft: AchievementDraft) -> Achievement:
    """Return the new record (1.3). Raises NotPermitted, Invalid (missing or false), Blocked (twice)."""
    acting = _acting(actor)
    row = Achievement(
        kind=draft.kind, center=center, on=draft.on, result=draft.result, organization=draft.organization,
        title=within(Achievement, "title", normalise_line(draft.title)),
        basis=within(Achievement, "basis", normalise_text(draft.basis)),
        industry=within(Achievement, "industry", normalise_line(draft.industry)), recorded_by=actor.user,
    )  # fmt: skip
    _refuse_faults(row)
    with transaction.atomic():
        # The unique constraint stands behind this; asked first, the answer says what to do.
        if Achievement.objects.filter(
            kind=row.kind, center=center, title=row.title, withdrawn_at__isnull=True
        ).exists():
            raise Blocked(_("这个中心已登记过同名的这一项。"), remedy=_("核对后在原登记上处理。"))
        row.save()
        write_entry(
            actor, verb="achievement_record", subject=f"achievement:{row.pk}", acting=acting,
            case_number=center.ledger_key, clause=CLAUSES[AchievementKind(row.kind)],
            detail={"kind": row.kind, "title": row.title, "on": row.on.isoformat()},
        )  # fmt: skip
    return row


def withdraw_achievement(*, actor: Actor, achievement: Achievement, seen: int, reason: str) -> None:
    """Take a record back; it stays readable. Raises NotFound, NotPermitted, Invalid, Stale, Blocked."""
    row = find_achievement(actor, achievement.pk)
    acting = _acting(actor)
    why = within(Achievement, "withdrawn_reason", normalise_text(reason))
    if not why:
        raise Invalid(_("撤销理由没有填写。"), remedy=_("写明为什么这一项不成立。"))
    if row.withdrawn_at is not None:
        raise Blocked(_("这一项已经撤销。"))
    with transaction.atomic():
        changed = Achievement.objects.filter(pk=row.pk, version=seen, withdrawn_at__isnull=True).update(
            withdrawn_at=clock.now(), withdrawn_reason=why, version=F("version") + 1
        )
        if not changed:
            raise Stale(_("这一项刚被别人改过。"), remedy=_("刷新后再处理。"))
        write_entry(
            actor, verb="achievement_withdraw", subject=f"achievement:{row.pk}", acting=acting,
            case_number=row.center.ledger_key, clause=CLAUSES[AchievementKind(row.kind)],
            detail={"reason": why},
        )  # fmt: skip
    achievement.refresh_from_db()


def _acting(actor: Actor) -> HeldAppointment:
    acting = may_record(actor)
    if acting is None:
        raise NotPermitted(_("建设成效由省科技厅经办或处室负责人登记。"), clause="1.3-2")
    return acting


def _refuse_faults(row: Achievement) -> None:
    if row.kind not in AchievementKind.values:
        raise Invalid(_("没有这个种类。"), remedy=_("从列表中选择。"))
    if not (row.title and row.basis):
        raise Invalid(_("名称或认定依据没有填写。"), remedy=_("依据写明文件名称、文号或证明材料。"))
    if row.on > clock.today():
        raise Invalid(_("日期在今天之后。"), remedy=_("填写实际发生的日期。"))
    if row.kind == AchievementKind.ENTERPRISE and row.organization is None:
        raise Invalid(_("没有写明是哪家企业。"), remedy=_("填写企业的统一社会信用代码。"))
    if row.kind == AchievementKind.INDUSTRY and not row.industry:
        raise Invalid(_("没有写明是哪个产业。"), remedy=_("填写产业名称。"))
    if row.result is not None and row.result.center_id != row.center_id:
        raise Invalid(_("这项成果不是这个中心登记的。"), remedy=_("从该中心的成果中选择。"))
