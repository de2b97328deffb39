"""What the registers of host and partners say of a platform (3.4-1): written by its verbs, typed by nobody.

The condition on platforms in the field reads capability records alone. So a platform keeps one with each of
its organisations: taken up where someone has recorded it before, written where not, corrected with it,
withdrawn when it ends.
"""

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.confirm_fact import confirm_capability
from xiangchuang.organizations.models import (
    CapabilityKind,
    CapabilityLevel,
    CapabilityRecord,
    Organization,
)
from xiangchuang.organizations.permissions import may_confirm, may_record
from xiangchuang.organizations.record_capability import correct_capability, record_capability
from xiangchuang.organizations.withdraw_statement import withdraw_capability
from xiangchuang.platforms.models import Platform, PlatformState, PlatformStatement

STANDING = (PlatformState.OPERATING, PlatformState.CONVERTED)
"""States in which the registers go on naming it: what was converted lives on in the center (3.1.3-1)."""


def organizations_of(platform: Platform) -> list[Organization]:
    """Return host and partners as the register keeps them now; one that was absorbed is who absorbed it."""
    partners = platform.partners.select_related("organization__merged_into")
    named = [platform.host, *(partner.organization for partner in partners)]
    return list({(o.merged_into or o).pk: o.merged_into or o for o in named}.values())


def write_statements(actor: Actor, platform: Platform, *, reason: str = "") -> None:
    """Let each register the actor may write say what the platform is; the others follow at confirmation."""
    if platform.state not in STANDING:
        return
    own = organizations_of(platform)
    gone = platform.statements.exclude(capability__organization__in=own)
    for stale in gone.select_related("capability__organization"):
        _take_back(actor, stale, _("不再是这个平台的共建单位"))
    for organization in own:
        if may_record(actor, organization) is not None:
            _write(actor, platform, organization, reason or _("随平台登记册更正"))


def confirm_statements(actor: Actor, platform: Platform) -> None:
    """Bring all statements up to the platform, and confirm those that the actor has not written itself."""
    write_statements(actor, platform)
    for statement in platform.statements.select_related("capability__organization"):
        record = statement.capability
        wrote_it = actor.user is not None and record.recorded_by_id == actor.user.pk
        if not record.is_confirmed and not wrote_it and may_confirm(actor, record.organization) is not None:
            confirm_capability(actor=actor, capability=record)


def withdraw_statements(actor: Actor, platform: Platform, reason: str) -> None:
    """Let no register count the platform any longer; what counted until today stays in the history."""
    for statement in platform.statements.select_related("capability__organization"):
        _take_back(actor, statement, reason)


def _take_back(actor: Actor, statement: PlatformStatement, reason: str) -> None:
    record = statement.capability
    if record.is_current:
        if may_record(actor, record.organization) is None:
            return
        if record.is_confirmed and may_confirm(actor, record.organization) is None:
            return
        withdraw_capability(actor=actor, capability=record, reason=reason)
    statement.delete()


def _write(actor: Actor, platform: Platform, organization: Organization, reason: str) -> None:
    statement = (
        platform.statements.filter(capability__organization=organization).select_related("capability").first()
    )
    known = statement.capability if statement is not None else _recorded_before(platform, organization)
    if known is not None and known.is_current:
        record = known if _says_the_same(known, platform) else _corrected(actor, known, platform, reason)
    else:
        record = record_capability(
            actor=actor, organization=organization, kind=CapabilityKind.PLATFORM,
            level=CapabilityLevel(platform.level), title=platform.name, on=platform.approved_on,
            source=platform.source, field=platform.field, evidence=_evidence(actor, platform),
        )  # fmt: skip
    if statement is None:
        PlatformStatement.objects.create(platform=platform, capability=record)
    elif statement.capability_id != record.pk:
        statement.capability = record
        statement.save(update_fields=["capability"])


def _evidence(actor: Actor, platform: Platform) -> StoredFile | None:
    """The platform's evidence where the actor may read it: a partner's staff need not see the host's file."""
    file = platform.evidence
    return file if file is not None and may_read(actor, file) else None


def _recorded_before(platform: Platform, organization: Organization) -> CapabilityRecord | None:
    """The record someone has written of the same platform, before the register of platforms had it."""
    return CapabilityRecord.objects.filter(
        organization=organization, kind=CapabilityKind.PLATFORM, title=platform.name, is_current=True,
        platform_statement=None,
    ).first()  # fmt: skip


def _corrected(actor: Actor, record: CapabilityRecord, platform: Platform, reason: str) -> CapabilityRecord:
    return correct_capability(
        actor=actor, capability=record, reason=reason, level=CapabilityLevel(platform.level),
        title=platform.name, on=platform.approved_on, field=platform.field, source=platform.source,
        amount_fen=record.amount_fen, evidence=_evidence(actor, platform),
    )  # fmt: skip


def _says_the_same(record: CapabilityRecord, platform: Platform) -> bool:
    return (record.title, record.level, record.field, record.on) == (
        platform.name, platform.level, platform.field, platform.approved_on,
    )  # fmt: skip
