"""What must hold of promises at any time."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from xiangchuang.support.models import AgreementState, Commitment, CommitmentState, SupportStep
from xiangchuang.support.models.commitments import PROMISED
from xiangchuang.support.verbs import CONFIRM, CONFIRM_PARTLY, DECLARE_BROKEN


def promises_run_only_under_signed_agreements() -> Iterator[str]:
    """Yield each promise in force though its agreement is still a draft."""
    early = Commitment.objects.filter(state__in=PROMISED, agreement__state=AgreementState.DRAFT)
    for pk in early.order_by("pk").values_list("pk", flat=True):
        yield f"commitment {pk} runs under an unsigned agreement"


def settled_promises_were_confirmed() -> Iterator[str]:
    """Yield each promise kept, partly kept or broken that nobody has found so."""
    verbs = {
        CommitmentState.KEPT: CONFIRM, CommitmentState.PARTLY: CONFIRM_PARTLY,
        CommitmentState.BROKEN: DECLARE_BROKEN,
    }  # fmt: skip
    for state, verb in verbs.items():
        found = SupportStep.objects.filter(commitment=OuterRef("pk"), verb=verb.ledger_verb)
        rows = Commitment.objects.filter(~Exists(found), state=state).order_by("pk")
        for pk in rows.values_list("pk", flat=True):
            yield f"commitment {pk} is {state} and nobody has said so"
