"""The conditions of one case judged again through the verb, in a process with a database of its own."""

import json
import sys
import time
from collections.abc import Callable

import django

from bench.figures import median


def measure(times: int) -> dict[str, tuple[float, float]]:
    """Median milliseconds, CPU and wall, of the verb, of deciding and keeping, and of reading and judging."""
    from django.core.management import call_command
    from django.db import transaction

    from xiangchuang.demo.line import Line
    from xiangchuang.demo.province import build_province
    from xiangchuang.procedure.packs import pack_of
    from xiangchuang.proposals.check_conditions import decide, judge_organization, recheck_conditions
    from xiangchuang.proposals.models import Proposal

    call_command("prepare_database")
    province = build_province()
    line = Line(province, province.enterprises[0], "示例技术创新中心", members=()).begin()
    line.advance_to("conditions")
    case, pack = line.case, pack_of(line.case)
    proposal = Proposal.objects.select_related("lead").get(case=case)
    officer = line.officer

    def verb() -> None:
        recheck_conditions(actor=officer, case=case, seen=case.version)
        case.refresh_from_db()

    @transaction.atomic
    def decided() -> None:
        decide(case, None, pack)

    def judged() -> None:
        judge_organization(proposal.lead, field=proposal.field, subject="lead", pack=pack)

    return {
        "recheck_conditions, the whole verb": _p50(verb, times),
        "of which: read, judge and keep the decision": _p50(decided, times),
        "of which: read the register and judge": _p50(judged, times),
    }


def _p50(act: Callable[[], object], times: int) -> tuple[float, float]:
    cpu, wall = [], []
    for _ in range(times):
        began, used = time.perf_counter(), time.process_time()
        act()
        cpu.append((time.process_time() - used) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return median(cpu), median(wall)


if __name__ == "__main__":
    django.setup()
    json.dump(measure(int(sys.argv[1])), sys.stdout)
