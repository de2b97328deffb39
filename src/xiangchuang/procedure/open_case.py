"""The birth of a case: numbered, pinned to the policy of the day, standing in the pack's first stage."""

from collections.abc import Iterable

from django.db import transaction

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.ledger.record import record
from xiangchuang.procedure.models import Case, Part, PolicyVersion
from xiangchuang.procedure.numbering import next_serial
from xiangchuang.procedure.packs import pack_of_version
from xiangchuang.procedure.stages import open_stage, take_part


@transaction.atomic
def open_case(
    *,
    actor: Actor,
    kind: str,
    title: str,
    policy: PolicyVersion,
    parties: Iterable[tuple[Part, int]],
    verb: str,
    clause: str = "",
    is_sample: bool = False,
) -> Case:
    """Open a case of `kind` with its parties (part, organisation id) and put it into its first stage."""
    pack = pack_of_version(policy.pk)
    procedure = pack.procedures[kind]
    first = procedure.first
    case = Case.objects.create(
        number=_next_number(procedure.number_prefix), kind=kind, matter=procedure.matter, title=title,
        policy_version=policy, stage_code=first.code, stage_kind=first.kind, phase=first.phase,
        opened_at=clock.now(), is_sample=is_sample,
    )  # fmt: skip
    for part, organization_id in parties:
        take_part(case, part, organization_id=organization_id)
    open_stage(case, first, pack)
    record(
        actor=actor.ledger_name,
        actor_name=actor.name,
        verb=verb,
        case_number=case.number,
        subject=f"case:{case.pk}",
        clause=clause or first.clause,
        detail={"stage": first.code, "policy": pack.sha256, "title": title},
    )
    return case


def _next_number(prefix: str) -> str:
    year = clock.today().year
    return f"{year}-{prefix}-{next_serial(f'case:{prefix}', year):04d}"
