"""Registering a platform, correcting it, claiming and confirming it: as yearly facts are, by two people."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.ledger.record import Fact
from xiangchuang.organizations.models import CapabilityLevel, Organization
from xiangchuang.organizations.prefectures import is_prefecture
from xiangchuang.organizations.statements import check_evidence, check_source
from xiangchuang.platforms.models import Platform, PlatformEvent, PlatformPartner
from xiangchuang.platforms.permissions import acts_for, may_confirm_platform, may_correct, may_register
from xiangchuang.platforms.queries import find_platform
from xiangchuang.platforms.statements import confirm_statements, write_statements
from xiangchuang.policy.platforms import PlatformRules
from xiangchuang.search.follow import refresh

CLAUSE = "1.2-4"
_TEXTS = ("name", "specialty", "approved_by", "document_number", "leader", "source")
_VALUES = (
    "name", "kind", "level", "field", "specialty", "prefecture", "approved_by", "approved_on",
    "document_number", "leader", "source",
)  # fmt: skip


@dataclass(frozen=True)
class PlatformDraft:
    """A platform as someone writes it down; partners are those who build it with the host."""

    name: str
    kind: str
    level: str
    host: Organization
    approved_by: str
    approved_on: dt.date
    source: str
    field: str = ""
    specialty: str = ""
    prefecture: str = ""
    document_number: str = ""
    leader: str = ""
    partners: Sequence[Organization] = ()
    evidence: StoredFile | None = None

    def normalised(self) -> "PlatformDraft":
        """Return it with texts in one line and the host's prefecture where none is told."""
        texts = {name: within(Platform, name, normalise_line(getattr(self, name))) for name in _TEXTS}
        return replace(
            self, name=texts["name"], specialty=texts["specialty"], approved_by=texts["approved_by"],
            document_number=texts["document_number"], leader=texts["leader"],
            source=check_source(texts["source"]), prefecture=self.prefecture or self.host.prefecture,
        )  # fmt: skip


def register_platform(*, actor: Actor, rules: PlatformRules, draft: PlatformDraft) -> Platform:
    """Return the new platform (1.2-4); the registers of host and partners say so too, as far as actor may.

    It waits for confirmation by another person. Raises NotPermitted, NotFound (evidence), Invalid, Blocked
    (registered already).
    """
    acting = may_register(actor, draft.host)
    if acting is None:
        raise _not_yours()
    told = draft.normalised()
    _refuse_faults(told, rules)
    evidence = check_evidence(actor, draft.evidence)
    with transaction.atomic():
        platform = Platform(
            **{name: getattr(told, name) for name in _VALUES}, host=told.host, evidence=evidence,
            state_since=told.approved_on, recorded_by=actor.user,
        )  # fmt: skip
        _save(platform)
        _set_partners(platform, told.partners)
        write_statements(actor, platform)
        _enter(actor, acting, platform, "register_platform", PlatformEvent.Kind.REGISTERED, {
            "name": platform.name, "kind": platform.kind, "host": platform.host_id,
            "document": platform.document_number,
        })  # fmt: skip
    return platform


def correct_platform(
    *, actor: Actor, rules: PlatformRules, platform: Platform, seen: int, draft: PlatformDraft, reason: str
) -> Platform:
    """Return the platform as it should read; it waits for confirmation anew, what it said before is kept.

    Without new evidence the old one stays; the host stays. Raises NotFound, NotPermitted, Invalid, Blocked,
    Stale.
    """
    row = find_platform(actor, platform.pk)
    acting = may_correct(actor, row)
    if acting is None:
        raise _not_yours()
    because = _reason(reason)
    told = replace(draft, host=row.host).normalised()
    _refuse_faults(told, rules)
    evidence = check_evidence(actor, draft.evidence) or row.evidence
    before = _said(row)
    with transaction.atomic():
        _claim_version(row, seen)
        for name in _VALUES:
            setattr(row, name, getattr(told, name))
        row.evidence, row.recorded_at = evidence, clock.now()
        row.recorded_by_id = None if actor.user is None else actor.user.pk  # type: ignore[assignment]
        row.confirmed_by = row.confirmed_at = None
        _save(row)
        _set_partners(row, told.partners)
        write_statements(actor, row, reason=because)
        changed = {name: was for name, was in before.items() if was != _said(row)[name]}
        _enter(actor, acting, row, "correct_platform", PlatformEvent.Kind.CORRECTED,
               {"reason": because, "changed": ",".join(changed)}, reason=because,
               before=changed)  # fmt: skip
    return row


def claim_platform(*, actor: Actor, platform: Platform, organization: Organization) -> None:
    """The staff of host or partner says that the platform is theirs; their register says so from then on.

    Raises NotFound, NotPermitted, Blocked (claimed already, or not among its organisations).
    """
    row = find_platform(actor, platform.pk)
    acting = acts_for(actor, organization.pk)
    if acting is None:
        raise NotPermitted(_("认领由依托单位或共建单位的人员办理。"), remedy=_("用本单位的账号登录。"))
    own = {row.host_id, *row.partners.values_list("organization", flat=True)}
    if organization.pk not in own:
        raise Blocked(_("本单位不是这个平台的依托或共建单位。"), remedy=_("请省科技厅经办更正后再认领。"))
    with transaction.atomic():
        if row.events.filter(kind=PlatformEvent.Kind.CLAIMED, organization=organization).exists():
            raise Blocked(_("本单位已认领过这个平台。"), remedy=_("内容有误时用“更正”。"))
        write_statements(actor, row)
        _enter(actor, acting, row, "claim_platform", PlatformEvent.Kind.CLAIMED,
               {"organization": organization.pk}, organization=organization)  # fmt: skip


def confirm_platform(*, actor: Actor, platform: Platform, seen: int) -> None:
    """Confirm what the register says against its evidence, and the statements of the organisations with it.

    The one who recorded or corrected it does not confirm it. Raises NotFound, NotPermitted, Blocked, Stale.
    """
    row = find_platform(actor, platform.pk)
    acting = may_confirm_platform(actor, row)
    if acting is None:
        raise NotPermitted(
            _("平台登记由所在市州科技局或省科技厅经办确认。"), remedy=_("提醒所在市州科技局确认。")
        )
    if row.is_confirmed:
        raise Blocked(_("这个平台的登记已经确认。"))
    if actor.user is not None and row.recorded_by_id == actor.user.pk:
        raise Blocked(_("本人录入的登记不能由本人确认。"), remedy=_("由另一名有权限的人员确认。"))
    with transaction.atomic():
        _claim_version(row, seen)
        row.confirmed_by, row.confirmed_at = actor.user, clock.now()
        row.save(update_fields=["confirmed_by", "confirmed_at"])
        confirm_statements(actor, row)
        _enter(actor, acting, row, "confirm_platform", PlatformEvent.Kind.CONFIRMED,
               {"evidence": row.evidence_id})  # fmt: skip


def _refuse_faults(draft: PlatformDraft, rules: PlatformRules) -> None:
    if not draft.name:
        raise Invalid(_("平台名称没有填写。"), remedy=_("填写批准文件上的全称。"))
    if rules.kind(draft.kind) is None:
        raise Invalid(_("没有这种平台类型。"), remedy=_("从列表中选择。"))
    if draft.level not in CapabilityLevel.values:
        raise Invalid(_("没有这个级别。"), remedy=_("从列表中选择。"))
    if not draft.approved_by:
        raise Invalid(_("批准部门没有填写。"), remedy=_("例如“省科学技术厅”。"))
    if draft.approved_on > clock.today():
        raise Invalid(_("批准日期在今天之后。"), remedy=_("填写批准文件的日期。"))
    if not is_prefecture(draft.prefecture, clock.today()):
        raise Invalid(_("没有这个市州。"), remedy=_("从列表中选择。"))
    if draft.host in draft.partners:
        raise Invalid(_("依托单位不再列为共建单位。"), remedy=_("从共建单位中删去依托单位。"))


def _reason(reason: str) -> str:
    because = within(PlatformEvent, "reason", normalise_line(reason))
    if not because:
        raise Invalid(_("更正理由没有填写。"), remedy=_("写明为何更正，例如“批准文号登记有误”。"))
    return because


def _claim_version(row: Platform, seen: int) -> None:
    if not Platform.objects.filter(pk=row.pk, version=seen).update(version=F("version") + 1):
        raise Stale(_("这个平台的登记刚被别人改过，本次操作没有生效。"), remedy=_("刷新页面查看现状。"))
    row.version = seen + 1


def _save(platform: Platform) -> None:
    try:
        with transaction.atomic():
            platform.save()
    except IntegrityError as error:
        raise Blocked(
            _("这个依托单位的“%(name)s”已登记过。") % {"name": platform.name},
            remedy=_("在平台登记册中查看原登记。"),
        ) from error


def _set_partners(platform: Platform, partners: Sequence[Organization]) -> None:
    wanted = {organization.pk: organization for organization in partners}
    known = set(platform.partners.values_list("organization", flat=True))
    platform.partners.exclude(organization__in=wanted).delete()
    PlatformPartner.objects.bulk_create(
        PlatformPartner(platform=platform, organization=organization)
        for pk, organization in wanted.items()
        if pk not in known
    )


def _said(platform: Platform) -> dict[str, str]:
    return {name: str(getattr(platform, name)) for name in _VALUES}


def _enter(
    actor: Actor, acting: HeldAppointment, platform: Platform, verb: str, kind: PlatformEvent.Kind,
    detail: dict[str, Fact], *, reason: str = "", before: dict[str, str] | None = None,
    organization: Organization | None = None,
) -> None:  # fmt: skip
    PlatformEvent.objects.create(
        platform=platform, kind=kind, on=clock.today(), state=platform.state, reason=reason,
        before=before or {}, by=actor.user, organization=organization,
    )  # fmt: skip
    write_entry(actor, verb=verb, subject=platform.ledger_name, acting=acting, clause=CLAUSE, detail=detail)
    refresh("platform", [platform.pk])


def _not_yours() -> NotPermitted:
    return NotPermitted(
        _("平台由依托单位、所在市州科技局或省科技厅经办登记。"), remedy=_("联系有权限的人员。")
    )
