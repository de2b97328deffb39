"""Real cases in the populated province, driven by the product's own verbs, for the case file to show."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.figures import Timing, median
from xiangchuang.calendars import clock
from xiangchuang.demo.decision_steps import announce
from xiangchuang.demo.line import Line, passing_days
from xiangchuang.demo.province import Province
from xiangchuang.demo.sample_plan import write_sample_plan
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.intention import save_intention, submit_intention
from xiangchuang.proposals.plan import confirm_targets, submit_plan, upload_plan
from xiangchuang.proposals.plan_reading import outline_sections

T = TypeVar("T")
LINE_BEGAN_DAYS_AGO = 200
UPLOADS = 3


@dataclass
class Stopwatch:
    """Times verbs and counts their queries, by name."""

    seen: dict[str, list[tuple[float, int]]] = field(default_factory=dict)

    def time(self, name: str, verb: Callable[[], T]) -> T:
        """Do the verb once and keep what it took."""
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            result = verb()
            self.seen.setdefault(name, []).append((time.perf_counter() - began, len(queries)))
        return result

    def timings(self) -> dict[str, Timing]:
        """Return the median milliseconds of each verb and the most queries it took."""
        return {
            name: Timing(median([seconds * 1000 for seconds, _ in found]), max(count for _, count in found))
            for name, found in self.seen.items()
        }


def granted_case(province: Province, watch: Stopwatch) -> Case:
    """Drive a case to its approved center, begun some months ago; each step is timed by its kind of stage."""
    began = clock.now() - timedelta(days=LINE_BEGAN_DAYS_AGO)
    with clock.at(began):
        line = _line(province, 0, "示例地下空间智能装备技术创新中心", pause=passing_days).begin()
        while line.case.is_running:
            watch.time(f"step {line.case.stage_kind}", line.step)
    return line.case


def published_case(province: Province, watch: Stopwatch) -> Case:
    """Drive a case to its public notice, which is open now; uploading and submitting the plan are timed."""
    line = _line(province, 1, "示例先进制造技术创新中心").begin()
    line.advance_to("plan")
    _submit_plan(line, watch)
    line.advance_to("publicity")
    announce(line)
    return line.case


def drafts(province: Province, count: int) -> list[Case]:
    """Return complete intentions not yet submitted, a few for each enterprise."""
    return [_draft(province, number).case for number in range(count)]


def submit_drafts(province: Province, count: int, watch: Stopwatch) -> None:
    """Submit intentions one after the other through the verb."""
    for line in [_draft(province, number) for number in range(count)]:
        case, actor = line.case, line.staff
        watch.time(
            "submit_intention",
            lambda case=case, actor=actor: submit_intention(actor=actor, case=case, seen=case.version),  # type: ignore[misc]
        )


def _line(province: Province, number: int, title: str, *, pause: Callable[[int], None] | None = None) -> Line:
    partners = (province.universities[number], province.institutes[number])
    return Line(province, province.enterprises[number], title, members=partners, pause=pause)


def _draft(province: Province, number: int) -> Line:
    lead = province.enterprises[number % len(province.enterprises)]
    line = Line(province, lead, f"示例意向技术创新中心（{number + 1}）").begin()
    save_intention(actor=line.staff, case=line.case, seen=line.case.version, draft=line.draft())
    return line


def _submit_plan(line: Line, watch: Stopwatch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_sample_plan(
            Path(folder) / "建设方案.docx",
            outline=outline_sections(pack_of(line.case).outline),
            first_year=clock.today().year + 1,
        )
        for _ in range(UPLOADS):
            revision = watch.time(
                "upload_plan",
                lambda: upload_plan(actor=line.staff, case=line.case, seen=line.case.version, upload=path),
            )
    targets = line.targets_of(revision)
    watch.time(
        "confirm_targets",
        lambda: confirm_targets(actor=line.staff, case=line.case, seen=line.case.version, targets=targets),
    )
    watch.time("submit_plan", lambda: submit_plan(actor=line.staff, case=line.case, seen=line.case.version))
