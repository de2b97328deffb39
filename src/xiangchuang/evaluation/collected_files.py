"""Who reads what was handed in: the center itself, the department, the evaluator, and who judges by it."""

from django.db.models import Q

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.permissions import may_keep
from xiangchuang.evaluation.models import Material, MaterialState, VetoFinding
from xiangchuang.evaluation.queries import sees_whole_round
from xiangchuang.evaluation.scoring_sheets import sheets_of
from xiangchuang.evaluation.supply_material import PROOF_PURPOSE
from xiangchuang.evaluation.vetoes import EVIDENCE_PURPOSE
from xiangchuang.files.gates import register_gate
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.queries import can_view
from xiangchuang.reviews.models import SeatState
from xiangchuang.reviews.queries import seat_in_progress


def may_read_proof(actor: Actor, file: StoredFile) -> bool:
    """A proof is read by those who supplied it, those who judge it, and the experts who mark by it."""
    rows = Material.objects.filter(proof=file).select_related(
        "subject__round__case", "subject__center", "subject__round__evaluator"
    )
    return any(_reads(actor, row) or _marks_by(actor, row) for row in rows)


def _reads(actor: Actor, row: Material) -> bool:
    if may_keep(actor, row.subject.center) is not None:
        return True
    is_draft = row.state == MaterialState.DRAFT
    return not is_draft and sees_whole_round(actor, row.subject.round)


def _marks_by(actor: Actor, row: Material) -> bool:
    case: Case = row.subject.round.case
    if row.state != MaterialState.ACCEPTED or not can_view(actor, case):
        return False
    seat = seat_in_progress(actor, case)
    if seat is None or seat.state not in (SeatState.READING, SeatState.SUBMITTED):
        return False
    return any(
        sheet.subject.pk == row.subject_id and row.indicator in {i.code for i in sheet.indicators}
        for sheet in sheets_of(seat.panel, pack_of(case), [seat])
    )


def may_read_evidence(actor: Actor, file: StoredFile) -> bool:
    """Evidence of a veto is for the department, the evaluator, and the center it is held against."""
    rows = VetoFinding.objects.filter(Q(evidence=file)).select_related("subject__round", "subject__center")
    return any(
        sees_whole_round(actor, row.subject.round) or may_keep(actor, row.subject.center) is not None
        for row in rows
    )


def register_gates() -> None:
    """Put the gates up; called when the app is ready."""
    register_gate(PROOF_PURPOSE, may_read_proof)
    register_gate(EVIDENCE_PURPOSE, may_read_evidence)
