"""Agreements: drafted by the department's officer, signed by both sides, ended with a reason (6.4-1)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.support.agreement_paper import words_now
from xiangchuang.support.models import AgreementState, Commitment, CommitmentState, Side, SupportAgreement
from xiangchuang.support.promise import PromiseDraft, checked_promise
from xiangchuang.support.sides import partners_of
from xiangchuang.support.verbs import (
    ADD_COMMITMENT,
    AMEND_AGREEMENT,
    END_AGREEMENT,
    SIGN_FOR_DEPARTMENT,
    SIGN_FOR_PARTNER,
    checked_evidence,
    needed_text,
    step,
    write_step,
)

CLAUSE = "6.4-1"


@dataclass(frozen=True)
class AgreementDraft:
    """What the officer writes; `paper` is the text of the agreement as a file."""

    title: str
    text: str
    number: str = ""
    runs_until: date | None = None
    paper: StoredFile | None = None


def draft_agreement(
    *, actor: Actor, center: Center, partner: Organization, draft: AgreementDraft
) -> SupportAgreement:
    """Return a new draft between the department and the center's city or its lead's supervising department.

    Raises NotPermitted, Invalid (nothing written, or a partner that is neither).
    """
    acting = actor.acting_as([Role.OFFICER])
    if acting is None:
        raise NotPermitted(_("支持协议由省科技厅经办人起草。"), clause=CLAUSE)
    if not partners_of(center).filter(pk=partner.pk).exists():
        raise Invalid(
            _("协议对方不是中心所在市州，也不是牵头单位的主管部门。"),
            remedy=_("从列表中选择。"),
            clause=CLAUSE,
        )
    side = Side.CITY if partner.kind == OrganizationKind.BUREAU else Side.DEPARTMENT
    agreement = SupportAgreement(
        center=center, department_id=acting.organization_id, partner=partner, side=side, drafted_by=actor.user
    )
    _write_down(agreement, actor, draft)
    with transaction.atomic():
        agreement.save()
        write_step(agreement, "agreement_draft", actor, acting)
    return agreement


def amend_agreement(*, actor: Actor, agreement: SupportAgreement, seen: int, draft: AgreementDraft) -> None:
    """Change a draft; a signature already given falls away, for it was given to other words."""
    with step(AMEND_AGREEMENT, actor=actor, matter=agreement, seen=seen) as row:
        _write_down(row, actor, draft)
        _unsign(row)


def add_commitment(
    *, actor: Actor, agreement: SupportAgreement, seen: int, draft: PromiseDraft
) -> Commitment:
    """Write a promise of the partner or of the department into a draft; signatures given fall away."""
    promiser = draft.promised_by
    if promiser is None or promiser.pk not in (agreement.partner_id, agreement.department_id):
        raise Invalid(_("承诺方是协议双方之一。"), remedy=_("从列表中选择。"), clause=CLAUSE)
    commitment = checked_promise(agreement.center, promiser, draft)
    with step(ADD_COMMITMENT, actor=actor, matter=agreement, seen=seen, text=commitment.text) as row:
        _unsign(row)
        commitment.agreement, commitment.state = row, CommitmentState.DRAFT
        commitment.save()
    return commitment


def sign_for_department(*, actor: Actor, agreement: SupportAgreement, seen: int) -> None:
    """A division head or the leadership signs for the department."""
    with step(SIGN_FOR_DEPARTMENT, actor=actor, matter=agreement, seen=seen) as row:
        if row.department_signed_on:
            raise Blocked(_("省科技厅已经签署。"), remedy=_("等对方签署。"))
        row.department_signed_on, row.department_signed_by = clock.today(), actor.name[:100]
        row.wording = row.wording or words_now()
        _sign_off(row, actor)


def sign_for_partner(*, actor: Actor, agreement: SupportAgreement, seen: int) -> None:
    """The city's bureau signs for its government (the pack's interpretation), a department for itself."""
    with step(SIGN_FOR_PARTNER, actor=actor, matter=agreement, seen=seen) as row:
        if row.partner_signed_on:
            raise Blocked(_("对方已经签署。"), remedy=_("等省科技厅签署。"))
        row.partner_signed_on, row.partner_signed_by = clock.today(), actor.name[:100]
        row.wording = row.wording or words_now()
        _sign_off(row, actor)


def end_agreement(*, actor: Actor, agreement: SupportAgreement, seen: int, reason: str) -> None:
    """End it with a reason; what was promised and not yet settled lapses."""
    said = needed_text(reason, _("终止的理由没有填写。"), _("写明为何终止，对方和中心会看到。"))
    because = within(SupportAgreement, "ended_reason", said)
    with step(END_AGREEMENT, actor=actor, matter=agreement, seen=seen, text=because) as row:
        row.ended_on, row.ended_reason = clock.today(), because
        open_states = [CommitmentState.DRAFT, CommitmentState.OPEN, CommitmentState.REPORTED,
                       CommitmentState.DISPUTED]  # fmt: skip
        for commitment in row.commitments.filter(state__in=open_states):
            _move(commitment, CommitmentState.LAPSED)
            if commitment.due_on is None:
                commitment.due_on = clock.today()
            commitment.save()
            write_step(commitment, "commitment_lapse", actor, None)


def _sign_off(row: SupportAgreement, actor: Actor) -> None:
    """Bring the agreement into force once both have signed: its promises begin to run."""
    if not (row.department_signed_on and row.partner_signed_on):
        return
    promised = list(row.commitments.filter(state=CommitmentState.DRAFT))
    if not promised:
        raise Blocked(
            _("协议里还没有写任何承诺，不能签署。"),
            remedy=_("由经办人先把双方的承诺写入草案。"),
            clause=CLAUSE,
        )
    if any(commitment.due_on is None or commitment.due_on < clock.today() for commitment in promised):
        raise Blocked(
            _("有承诺的应履行日已经过去，不能签署。"), remedy=_("由经办人修改应履行日。"), clause=CLAUSE
        )
    row.state, row.signed_on = AgreementState.SIGNED, clock.today()
    for commitment in promised:
        _move(commitment, CommitmentState.OPEN)
        commitment.promised_on = clock.today()
        commitment.save()
        write_step(commitment, "commitment_begin", actor, None)


def _move(commitment: Commitment, state: CommitmentState) -> None:
    commitment.state, commitment.version = state, commitment.version + 1


def _unsign(row: SupportAgreement) -> None:
    row.department_signed_on = row.partner_signed_on = None
    row.department_signed_by = row.partner_signed_by = ""
    row.wording = None


def _write_down(agreement: SupportAgreement, actor: Actor, draft: AgreementDraft) -> None:
    agreement.title = within(SupportAgreement, "title", normalise_line(draft.title))
    agreement.text = within(SupportAgreement, "text", normalise_text(draft.text))
    agreement.number = within(SupportAgreement, "number", normalise_line(draft.number))
    agreement.runs_until = draft.runs_until
    if not agreement.title or not agreement.text:
        raise Invalid(_("协议名称或要点没有填写。"), remedy=_("写明双方、目的和有效期。"))
    if draft.runs_until is not None and draft.runs_until < clock.today():
        raise Invalid(_("有效期已经过去。"), remedy=_("填今天以后的日期，或留空。"))
    checked_evidence(actor, draft.paper)
    agreement.paper = draft.paper or agreement.paper
