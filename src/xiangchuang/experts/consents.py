"""Consent of experts to the use of their data: told first, given apart, withdrawn at will."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, Stale
from xiangchuang.calendars import clock
from xiangchuang.experts.keeping import enter, is_own
from xiangchuang.experts.models import Consent, ConsentKind, Expert
from xiangchuang.experts.terms import leave
from xiangchuang.policy.experts import PersonalDataNotice
from xiangchuang.procedure.packs import current_pack


def notice_for(kind: ConsentKind | str) -> PersonalDataNotice | None:
    """Return the notice in force for that kind of consent; None where the pack gives none."""
    return current_pack().experts.notice("fees" if kind == ConsentKind.FEES else "register")


def has_consented(expert: Expert, kind: ConsentKind) -> bool:
    """Return whether consent of that kind stands, to whatever version."""
    return Consent.objects.filter(expert=expert, kind=kind, withdrawn_at__isnull=True).exists()


def give_consent(*, actor: Actor, expert: Expert, kind: str, version: str) -> Consent:
    """Keep the expert's consent to the notice of that version; nobody consents for another.

    Raises NotFound (not one's own), Invalid (no such notice), Stale (the notice was changed meanwhile),
    Blocked (given already, or left the library).
    """
    if not is_own(actor, expert):
        raise NotFound(_("没有这位专家，或者登记不归您查看。"))
    if kind not in ConsentKind.values or (notice := notice_for(kind)) is None:
        raise Invalid(_("没有这种告知。"), remedy=_("刷新页面后重新选择。"))
    if version != notice.version:
        raise Stale(_("告知内容已更新，同意没有记录。"), remedy=_("看过新的告知后重新同意。"))
    if not expert.is_active:
        raise Blocked(_("您已退出专家库。"), remedy=_("先申请重新入库。"))
    with transaction.atomic():
        consent, new = Consent.objects.get_or_create(
            expert=expert, kind=kind, withdrawn_at=None,
            defaults={"notice_version": version, "given_at": clock.now()},
        )  # fmt: skip
        if not new and consent.notice_version == version:
            raise Blocked(_("您已经同意过。"))
        if not new:
            consent.notice_version, consent.given_at = version, clock.now()
            consent.save(update_fields=["notice_version", "given_at"])
        enter(actor, "give_consent", expert, detail={"kind": kind, "version": version})
    return consent


def withdraw_consent(*, actor: Actor, expert: Expert, kind: str) -> None:
    """End a consent of one's own. Without consent to the register the expert leaves the library.

    Then phone, biography, languages, history and days away are deleted; authorship of finished reviews stays.
    Raises NotFound, Blocked (there is none to withdraw).
    """
    if not is_own(actor, expert):
        raise NotFound(_("没有这位专家，或者登记不归您查看。"))
    with transaction.atomic():
        standing = Consent.objects.filter(expert=expert, kind=kind, withdrawn_at__isnull=True)
        if not standing.update(withdrawn_at=clock.now()):
            raise Blocked(_("没有可以撤回的同意。"), remedy=_("刷新页面查看现状。"))
        if kind == ConsentKind.REGISTER:
            _forget(expert)
        enter(actor, "withdraw_consent", expert, detail={"kind": kind})


def _forget(expert: Expert) -> None:
    expert.phone = expert.bio = expert.languages = ""
    expert.version += 1
    expert.save(update_fields=["phone", "bio", "languages", "version"])
    expert.absences.all().delete()
    expert.works.all().delete()
    expert.applications.update(phone="", bio="")
    if expert.is_active:
        leave(expert, _("本人撤回同意"))
