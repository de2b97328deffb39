"""Applications to the library: by oneself or by nomination, decided by an officer; coming back likewise."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.appoint import write_appointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.consents import notice_for
from xiangchuang.experts.keeping import CLAUSE, line, officer, paragraph
from xiangchuang.experts.models import (
    Consent,
    ConsentKind,
    Entry,
    Expert,
    ExpertApplication,
    PanelKind,
    RequestState,
)
from xiangchuang.experts.register_expert import Profile, enter_library
from xiangchuang.experts.terms import come_back
from xiangchuang.organizations.models import Organization

NOMINATORS = (Role.DEPARTMENT, Role.SUPERVISING_DEPARTMENT, Role.CITY_BUREAU, Role.LEAD, Role.CENTER_STAFF)
"""Departments and organisations that may nominate; each for itself."""


@dataclass(frozen=True)
class ApplicationDraft:
    """What is said of the person. fields: codes of the layout."""

    name: str
    employer: Organization
    kinds: Collection[str]
    fields: Collection[str] = ()
    title: str = ""
    languages: str = ""
    phone: str = ""
    bio: str = ""


def apply_to_library(*, actor: Actor, draft: ApplicationDraft, notice_version: str) -> ExpertApplication:
    """Ask to be taken into the library, or back into it, having read the notice on personal data.

    Raises NotPermitted (not signed in), Invalid, Stale (the notice changed), Blocked (in it, or one waits).
    """
    if actor.user is None:
        raise NotPermitted(_("登录后才能申请入库。"))
    notice = notice_for(ConsentKind.REGISTER)
    if notice is not None and not notice_version:
        raise Invalid(_("没有同意个人信息告知。"), remedy=_("看过告知后勾选同意，再提交。"))
    if notice is not None and notice.version != notice_version:
        raise Stale(_("告知内容已更新，申请没有提交。"), remedy=_("看过新的告知后重新提交。"))
    known = Expert.objects.filter(user=actor.user).first()
    if known is not None and known.is_active:
        raise Blocked(_("您已在专家库中。"), remedy=_("在“我的专家登记”里查看和更正。"))
    row = _application(actor, draft, user=actor.user)
    row.notice_version, row.expert = notice_version, known
    return _file(actor, row, "apply_to_library", None)


def nominate_for_library(
    *, actor: Actor, organization_id: int, draft: ApplicationDraft, user: User | None = None
) -> ExpertApplication:
    """Nominate a person on behalf of one's organisation; the person consents after the first sign-in.

    Raises NotPermitted, Invalid, Blocked.
    """
    acting = nominating(actor, organization_id)
    if acting is None:
        raise NotPermitted(_("只能以本人任职的单位推荐专家。"))
    if user is not None and Expert.objects.filter(user=user, is_active=True).exists():
        raise Blocked(_("该账户已在专家库中。"))
    row = _application(actor, draft, user=user)
    row.nominated_by_id = organization_id
    return _file(actor, row, "nominate_for_library", acting)


def nominating(actor: Actor, organization_id: int | None = None) -> HeldAppointment | None:
    """Return the appointment under which the actor nominates, for that organisation or for any."""
    return actor.acting_as(NOMINATORS, organization_id=organization_id)


def withdraw_application(*, actor: Actor, application: ExpertApplication) -> None:
    """Take one's own application back while it waits. Raises NotFound, Stale."""
    if actor.user is None or application.filed_by_id != actor.user.pk:
        raise NotFound(_("没有这份申请，或者不归您查看。"))
    with transaction.atomic():
        _settle(application, RequestState.WITHDRAWN, None, "")
        _enter(actor, "withdraw_application", application, None)


def decide_application(
    *, actor: Actor, application: ExpertApplication, seen: int, accept: bool, answer: str = ""
) -> Expert | None:
    """Take the person into the library with a term, or say why not; returns the expert's record.

    Raises NotPermitted, Blocked (one's own), Invalid (no reason), Stale.
    """
    acting = officer(actor)
    if actor.user is not None and actor.user.pk in (application.user_id, application.filed_by_id):
        raise Blocked(_("本人提交的申请由另一名经办审核。"))
    if application.version != seen:
        raise _decided()
    missing = "" if accept else _("不同意的理由没有填写。")
    said = line(ExpertApplication, "answer", answer, missing, _("写明核实的情况，申请人能看到。"))
    with transaction.atomic():
        _settle(
            application, RequestState.ACCEPTED if accept else RequestState.REFUSED, actor.user, said
        )  # fmt: skip
        expert = _take_in(actor, acting, application) if accept else None
        _enter(actor, "decide_application", application, acting, accepted=accept)
    return expert


def _take_in(actor: Actor, acting: HeldAppointment, application: ExpertApplication) -> Expert:
    if application.expert is not None:
        expert = application.expert
        expert.version += 1
        expert.phone, expert.bio = application.phone, application.bio
        expert.save(update_fields=["version", "phone", "bio"])
        come_back(expert, _("本人申请，已审核"))
    else:
        how = Entry.NOMINATED if application.nominated_by_id else Entry.APPLIED
        expert = enter_library(
            Expert(
                user=application.user, name=application.name, employer=application.employer,
                title=application.title, languages=application.languages, phone=application.phone,
                bio=application.bio,
            ),
            Profile(application.kinds, application.fields, clock.today(), how),
        )  # fmt: skip
        ExpertApplication.objects.filter(pk=application.pk).update(expert=expert)
    if application.notice_version:
        Consent.objects.get_or_create(
            expert=expert, kind=ConsentKind.REGISTER, withdrawn_at=None,
            defaults={"notice_version": application.notice_version, "given_at": application.filed_at},
        )  # fmt: skip
    _appoint(actor, acting, expert)
    return expert


def _appoint(actor: Actor, acting: HeldAppointment, expert: Expert) -> None:
    """Who is in the library acts as an expert where invited, and nowhere else."""
    if expert.user is None:
        return
    held = Appointment.objects.in_force(clock.today()).filter(user=expert.user, role=Role.EXPERT)
    if not held.exists():
        draft = Appointment(
            user=expert.user, organization=expert.employer, role=Role.EXPERT, valid_from=clock.today()
        )
        write_appointment(actor, acting, "appoint", draft)


def _application(actor: Actor, draft: ApplicationDraft, *, user: User | None) -> ExpertApplication:
    assert actor.user is not None
    kinds = sorted(set(draft.kinds))
    if not kinds or set(kinds) - set(PanelKind.values):
        raise Invalid(_("至少选一个专家类别。"), remedy=_("按专业选择，可以选两类。"))
    return ExpertApplication(
        user=user, filed_by=actor.user, employer=draft.employer, kinds=kinds, filed_at=clock.now(),
        name=line(Expert, "name", draft.name, _("姓名没有填写。")), title=line(Expert, "title", draft.title),
        fields=sorted(set(draft.fields)), languages=line(Expert, "languages", draft.languages),
        phone=line(Expert, "phone", draft.phone), bio=paragraph(ExpertApplication, "bio", draft.bio),
    )  # fmt: skip


def _file(
    actor: Actor, row: ExpertApplication, verb: str, acting: HeldAppointment | None
) -> ExpertApplication:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _enter(actor, verb, row, acting)
    except IntegrityError as taken:
        raise Blocked(_("有一份申请正在审核。"), remedy=_("等审核后再提交，或撤回原来的一份。")) from taken
    return row


def _settle(application: ExpertApplication, state: RequestState, by: User | None, answer: str) -> None:
    waiting = ExpertApplication.objects.filter(pk=application.pk, state=RequestState.FILED)
    at = clock.now()
    if not waiting.update(
        state=state, answer=answer, decided_by=by, decided_at=at, version=F("version") + 1
    ):  # fmt: skip
        raise _decided()
    application.refresh_from_db()


def _decided() -> Stale:
    return Stale(_("这份申请已经审核或撤回，本次操作没有生效。"), remedy=_("刷新页面查看现状。"))


def _enter(
    actor: Actor, verb: str, row: ExpertApplication, acting: HeldAppointment | None, *, accepted: bool = False
) -> None:
    detail: dict[str, bool] = {"accepted": accepted} if verb == "decide_application" else {}
    write_entry(
        actor, verb=verb, acting=acting, subject=f"expert_application:{row.pk}", clause=CLAUSE, detail=detail
    )  # fmt: skip
