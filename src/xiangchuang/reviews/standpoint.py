"""Where a running case stands, for pages that show what a guard would say."""

from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.verbs import Standpoint


def standpoint_of(case: Case) -> Standpoint:
    """Return the case with its newest run of the present stage and the policy it is pinned to."""
    pack = pack_of(case)
    stage = pack.procedures[case.kind].stage(case.stage_code)
    run = case.runs.filter(stage_code=case.stage_code).order_by("-round")[0]
    return Standpoint(case, run, stage, pack)
