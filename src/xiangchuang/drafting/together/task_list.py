"""The division of a plan by section: who writes it until when, and what is said of it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.drafting.models import SectionAssignment, SectionMark, Thread
from xiangchuang.drafting.together.assign import assignments_in
from xiangchuang.drafting.together.authors import newest_run
from xiangchuang.drafting.together.discuss import threads_visible_to
from xiangchuang.drafting.together.may_write import is_given_to
from xiangchuang.drafting.together.remarks import remarks_on
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanSection
from xiangchuang.reviews.models import OpinionState
from xiangchuang.reviews.queries import opinions_visible_to


@dataclass(frozen=True)
class TeamLine:
    """One section: to whom it is given, whether an author called it written, what of it waits: open threads,
    remarks of a check, opinions to answer.
    """

    code: str
    title: str
    clause: str
    given: Sequence[SectionAssignment]
    is_mine: bool
    is_written: bool
    threads: int
    remarks: int
    opinions: int

    @property
    def due_on(self) -> date | None:
        """The soonest day among those it is given to."""
        return min((one.due_on for one in self.given), default=None)

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and not self.is_written and self.due_on < clock.today()


def team_lines(actor: Actor, case: Case) -> list[TeamLine]:
    """Return the outline with its division, in a fixed number of queries."""
    run = newest_run(case)
    given: dict[str, list[SectionAssignment]] = defaultdict(list)
    for one in assignments_in(run) if run is not None else ():
        given[one.section].append(one)
    written = written_sections([case.pk]).get(case.pk, set())
    waiting = threads_visible_to(actor, case).filter(resolved_at__isnull=True)
    threads = Counter(waiting.values_list("section", flat=True))
    remarks = {code: len(found) for code, found in remarks_on(actor, case).items()}
    to_answer = opinions_visible_to(actor, case).filter(released_at__isnull=False, state=OpinionState.OPEN)
    opinions = Counter(to_answer.values_list("section", flat=True))
    return [
        TeamLine(
            rule.code, words(rule.title), rule.clause, given[rule.code],
            any(is_given_to(actor, one) for one in given[rule.code]), rule.code in written,
            threads[rule.code], remarks.get(rule.code, 0), opinions[rule.code],
        )
        for rule in pack_of(case).outline.sections
    ]  # fmt: skip


def written_sections(cases: Sequence[int]) -> dict[int, set[str]]:
    """Return, by case, the sections of its manuscript that an author called written as they stand."""
    marks = SectionMark.objects.filter(
        section__revision__proposal__case__in=cases, section__revision__frozen_at__isnull=True
    ).select_related("section__revision__proposal")
    found: dict[int, set[str]] = {}
    for mark in marks:
        section: PlanSection = mark.section
        if mark.version == section.version:
            found.setdefault(section.revision.proposal.case_id, set()).add(section.code)
    return found


def threads_in(actor: Actor, case: Case, section: str = "") -> list[Thread]:
    """Return the conversations with their comments, the open ones first."""
    threads = threads_visible_to(actor, case)
    if section:
        threads = threads.filter(section=section)
    found = threads.select_related("begun_by", "resolved_by").prefetch_related(
        "comments__author", "comments__organization", "comments__mentions__user"
    )
    return sorted(found, key=lambda thread: (thread.resolved_at is not None, thread.section, thread.pk))
