"""Filing a problem or a suggestion: anyone, signed in or not; the receipt alone leads to the answer (0-3)."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.decisions.sealed_identity import Identity, seal_identity
from xiangchuang.feedback.follow_up_code import digest_of, follow_up_code, receipt_of
from xiangchuang.feedback.messages import tell_filed
from xiangchuang.feedback.models import Feedback, FeedbackKind
from xiangchuang.feedback.rules import answer_days
from xiangchuang.feedback.step import write_step
from xiangchuang.procedure.numbering import next_serial
from xiangchuang.procedure.packs import current_pack

FILE: Final = "file_feedback"
LONGEST_CONTACT: Final = 200


@dataclass(frozen=True)
class FeedbackDraft:
    """What is filed. clause: an anchor or "". name and contact: kept sealed; both may be left empty.

    for_unit: the organisation of the filer's it is filed for; None for oneself.
    """

    kind: str
    clause: str
    title: str
    text: str
    name: str = ""
    contact: str = ""
    may_publish: bool = False
    for_unit: int | None = None


@dataclass(frozen=True)
class Filed:
    """The feedback with its receipt, number and secret code in one."""

    feedback: Feedback
    receipt: str


def file_feedback(*, actor: Actor, token: UUID, draft: FeedbackDraft, is_sample: bool = False) -> Filed:
    """Take a feedback in; the pack's term runs from today. The page sent twice gets its first receipt again.

    Raises Invalid naming what is missing, too long or not the filer's own.
    """
    code = follow_up_code(token)
    earlier = Feedback.objects.filter(form_token=token).first()
    if earlier is not None:
        return Filed(earlier, receipt_of(earlier.number, code))
    acting = _unit(actor, draft.for_unit)
    whole = _complete(draft)
    now, days = clock.now(), answer_days(clock.today())
    with transaction.atomic():
        number = _next_number()
        feedback, is_new = Feedback.objects.get_or_create(
            form_token=token,
            defaults={
                "number": number, "code_digest": digest_of(code), "kind": whole.kind, "clause": whole.clause,
                "title": whole.title, "text": whole.text, "sealed_contact": _sealed(whole, number),
                "filed_by": actor.user, "organization_id": acting.organization_id if acting else None,
                "may_publish": whole.may_publish, "filed_at": now, "due_on": days.due_on,
                "due_provisional": days.provisional, "leadership_on": days.leadership_on,
                "is_sample": is_sample,
            },
        )  # fmt: skip
        if is_new:
            write_step(feedback, FILE, actor, acting)
            tell_filed(feedback)
    return Filed(feedback, receipt_of(feedback.number, code))


def contact_key(number: str) -> str:
    """Return what a sealed contact is bound to, so that rows cannot be exchanged."""
    return f"feedback {number}"


def _next_number() -> str:
    year = clock.today().year
    return f"FK{year}-{next_serial('feedback', year):04d}"


def _sealed(draft: FeedbackDraft, number: str) -> bytes | None:
    if not (draft.name or draft.contact):
        return None
    return seal_identity(Identity(draft.name, draft.contact), contact_key(number))


def _unit(actor: Actor, organization_id: int | None) -> HeldAppointment | None:
    if organization_id is None:
        return None
    held = next((held for held in actor.appointments if held.organization_id == organization_id), None)
    if held is None:
        raise Invalid(_("只能以本人或本人任职的单位名义反馈。"), remedy=_("从列表中重新选择。"))
    return held


def _complete(draft: FeedbackDraft) -> FeedbackDraft:
    """Return the draft normalised; raises Invalid naming what is missing."""
    title, text = normalise_line(draft.title), normalise_text(draft.text)
    name, contact = normalise_line(draft.name), normalise_line(draft.contact)
    if draft.kind not in FeedbackKind.values:
        raise Invalid(_("选择反馈的是问题还是建议。"))
    if not title or not text:
        raise Invalid(_("主题或情况没有填写。"), remedy=_("主题写一句话，情况写清楚事情经过和您的建议。"))
    if draft.clause and draft.clause not in current_pack().clauses:
        raise Invalid(_("政策里没有这一条。"), remedy=_("从列表中选择条款，或者不选。"))
    for words in (name, contact):
        if len(words) > LONGEST_CONTACT:
            raise Invalid(_("姓名或联系方式太长。"), remedy=_("各写在 %(most)d 个字以内。") % {
                "most": LONGEST_CONTACT})  # fmt: skip
    return FeedbackDraft(
        kind=draft.kind, clause=draft.clause, title=within(Feedback, "title", title),
        text=within(Feedback, "text", text), name=name, contact=contact, may_publish=draft.may_publish,
        for_unit=draft.for_unit,
    )  # fmt: skip
