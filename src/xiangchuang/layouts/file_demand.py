"""Saying what technology is wanted (1.2-2, 5.1-2): filed, amended until it is sorted, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.layouts.models import Demand, DemandReason, DemandState
from xiangchuang.layouts.permissions import FILERS
from xiangchuang.layouts.placing import Place, orientation_of, put
from xiangchuang.layouts.queries import find_demand
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.numbering import next_serial
from xiangchuang.procedure.packs import current_pack
from xiangchuang.procedure.perform import claim

CLAUSE = "1.2-2"
_SERIES = "layout_demand"


@dataclass(frozen=True)
class ReasonDraft:
    """The answer to one question of the orientation; `question` is the pack's code."""

    question: str
    answer: str
    proof: str = ""
    file: StoredFile | None = None


@dataclass(frozen=True)
class DemandDraft:
    """What is wanted, by whom it will be used, where it stands, why."""

    title: str
    text: str
    users: str
    place: Place
    reasons: Sequence[ReasonDraft] = ()


def file_demand(
    *, actor: Actor, organization: Organization, draft: DemandDraft, is_sample: bool = False
) -> Demand:
    """Return the new demand of one's own organisation. Raises NotPermitted, Invalid."""
    acting, pack = filing_for(actor, organization.pk), current_pack()
    demand = Demand(
        organization=organization, filed_by=actor.user, filed_as=acting.role.value, is_sample=is_sample
    )
    reasons = _write(demand, draft, pack)
    with transaction.atomic():
        year = clock.today().year
        demand.number = f"XQ{year}-{next_serial(_SERIES, year):04d}"
        demand.save()
        _keep_reasons(demand, reasons)
        _note(actor, demand, "file_demand", acting)
    return demand


def amend_demand(*, actor: Actor, demand: Demand, seen: int, draft: DemandDraft) -> None:
    """Write it anew while nobody has sorted it. Raises NotFound, NotPermitted, Invalid, Stale, Blocked."""
    row = find_demand(actor, demand.pk)
    acting, pack = filing_for(actor, row.organization_id), current_pack()
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        if row.state != DemandState.FILED:
            raise Blocked(
                _("省科技厅已在处理这项需求，不能再改。"), remedy=_("有新的情况，另提一项需求并写明编号。")
            )
        reasons = _write(row, draft, pack)
        row.save()
        row.reasons.all().delete()
        _keep_reasons(row, reasons)
        _note(actor, row, "amend_demand", acting)
    demand.refresh_from_db()


def withdraw_demand(*, actor: Actor, demand: Demand, seen: int, reason: str) -> None:
    """Take one's own demand back before it is linked. Raises as `amend_demand`."""
    row = find_demand(actor, demand.pk)
    acting = filing_for(actor, row.organization_id)
    why = within(Demand, "outcome", normalise_text(reason))
    if not why:
        raise Invalid(_("撤回的理由没有填写。"), remedy=_("写明为什么不再需要。"))
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        if row.state not in (DemandState.FILED, DemandState.SORTED):
            raise Blocked(_("这项需求现在是“%(state)s”，不能撤回。") % {"state": row.get_state_display()})
        row.state, row.outcome, row.decided_at = DemandState.WITHDRAWN, why, clock.now()
        row.save()
        _note(actor, row, "withdraw_demand", acting, why)
    demand.refresh_from_db()


def filing_for(actor: Actor, organization_id: int) -> HeldAppointment:
    """Return the appointment to file under; raises NotPermitted for a stranger to the organisation."""
    acting = actor.acting_as(FILERS, organization_id=organization_id)
    if acting is None or actor.user is None:
        raise NotPermitted(
            _("技术需求由提出单位自己的人员填报。"), remedy=_("由本单位人员登录后填报。"), clause=CLAUSE
        )
    return acting


def _write(demand: Demand, draft: DemandDraft, pack: Pack) -> list[DemandReason]:
    demand.title = within(Demand, "title", normalise_line(draft.title))
    demand.text = within(Demand, "text", normalise_text(draft.text))
    demand.users = within(Demand, "users", normalise_line(draft.users))
    if not (demand.title and demand.text and demand.users):
        raise Invalid(
            _("需要的技术、要解决的问题或使用单位没有填写。"),
            remedy=_("三项都写明，才能归类。"),
            clause=CLAUSE,
        )
    put(demand, draft.place, pack)
    return _reasons(draft, pack)


def _reasons(draft: DemandDraft, pack: Pack) -> list[DemandReason]:
    """Return the answers to the orientation's questions; raises Invalid where it asks and none is given."""
    orientation = orientation_of(pack, draft.place.orientation)
    asked = {question.code: question for question in orientation.questions} if orientation else {}
    found = []
    for given in draft.reasons:
        answer = within(DemandReason, "answer", normalise_text(given.answer))
        if answer and given.question in asked:
            proof = within(DemandReason, "proof", normalise_line(given.proof))
            clause = asked[given.question].clause
            found.append(
                DemandReason(
                    question=given.question, clause=clause, answer=answer, proof=proof, file=given.file
                )
            )
    if asked and not found:
        clause = next(iter(asked.values())).clause
        raise Invalid(
            _("这一面向要求说明的问题一个都没有回答。"), remedy=_("至少回答一项，写明依据。"), clause=clause
        )
    return found


def _keep_reasons(demand: Demand, reasons: Sequence[DemandReason]) -> None:
    for reason in reasons:
        reason.demand = demand
    DemandReason.objects.bulk_create(reasons)


def _note(actor: Actor, demand: Demand, verb: str, acting: HeldAppointment, text: str = "") -> None:
    write_entry(
        actor, verb=verb, acting=acting, subject=demand.ledger_key, case_number=demand.ledger_key,
        clause=CLAUSE, detail={"number": demand.number, "title": demand.title, "text": text},
    )  # fmt: skip
