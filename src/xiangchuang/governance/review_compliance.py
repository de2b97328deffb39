"""The continuous review of 4.1: each condition on the center, and since when it is not met."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.governance.center_record import CenterRecord, facts_on
from xiangchuang.governance.models import ComplianceFinding, ComplianceReview, ComplianceSpell
from xiangchuang.policy.conditions import ConditionJudgement, ConditionRule, judge_all
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.packs import current_pack

SETTLED = frozenset({"met", "not_applicable"})


def watched_rules(pack: Pack) -> tuple[ConditionRule, ...]:
    """Return the conditions on the center: those of an application and those watched over its registers."""
    rules = (*pack.conditions, *pack.governance.conditions)
    return tuple(rule for rule in rules if rule.subject == "center")


class CenterReading:
    """A center judged by the pack in force, on any day, from rows read once."""

    def __init__(self, center: Center, *, pack: Pack | None = None) -> None:
        self.center = center
        self.pack = pack or current_pack()
        self.record = CenterRecord.of(center)
        self._judged: dict[dt.date, Mapping[str, ConditionJudgement]] = {}

    def judged(self, day: dt.date) -> Mapping[str, ConditionJudgement]:
        """Return the judgement of every condition on the day, by its code, in the pack's order."""
        if day not in self._judged:
            found = judge_all(
                watched_rules(self.pack), kind=self.center.lead.kind, on=day,
                facts=facts_on(self.record, self.pack, day), parameters=self.pack.parameters,
            )  # fmt: skip
            self._judged[day] = {judgement.code: judgement for judgement in found}
        return self._judged[day]

    @cached_property
    def findings(self) -> dict[str, ComplianceFinding]:
        """The newest finding on each condition."""
        rows = ComplianceFinding.objects.filter(center=self.center).select_related("found_by")
        return {row.condition: row for row in rows.order_by("found_at", "pk")}

    def outcome(self, code: str, day: dt.date) -> str:
        """Return how a condition stands; what a person judges is met while an accepting finding holds."""
        outcome = self.judged(day)[code].outcome
        finding = self.findings.get(code)
        if outcome == "judgement" and finding is not None and _holds(finding, day):
            return "met"
        return outcome

    def not_met_since(self, code: str, day: dt.date) -> dt.date:
        """Return the first day of the present stretch on which the condition is not met, as recorded now.

        Never before the approval: until then nothing was owed (5.3-1).
        """
        first = self.center.approved_on
        days = {d for d in self.record.turning_days() if first < d <= day} | {first}
        days |= {d for d in self._finding_days(code) if first < d <= day}
        since = day
        for turning in sorted(days, reverse=True):
            if self.outcome(code, turning) in SETTLED:
                break
            since = turning
        return since

    def _finding_days(self, code: str) -> list[dt.date]:
        finding = self.findings.get(code)
        if finding is None or not finding.accepted:
            return []
        until = [finding.valid_until + dt.timedelta(days=1)] if finding.valid_until else []
        return [clock.day_of(finding.found_at), *until]


def _holds(finding: ComplianceFinding, day: dt.date) -> bool:
    begun = clock.day_of(finding.found_at) <= day
    return finding.accepted and begun and (finding.valid_until is None or day <= finding.valid_until)


@dataclass(frozen=True)
class PendingReview:
    """The review of one center, equal to another one of it: a transaction needs only one."""

    center: int

    def __call__(self) -> None:
        review_compliance(Center.objects.select_related("lead").get(pk=self.center))


def review_after(center: Center, actor: Actor) -> None:
    """Review the center once the running transaction is through; an import of many rows is one review.

    Watches every write to a register.
    """
    review = PendingReview(center.pk)
    if not any(waiting[1] == review for waiting in transaction.get_connection().run_on_commit):
        transaction.on_commit(review, robust=True)


def review_compliance(center: Center) -> ComplianceReview:
    """Judge the center today; begin and end spells, with one entry in the ledger when any did.

    Runs after every write to a register, and once a day, for terms end without anybody writing.
    """
    today = clock.today()
    reading = CenterReading(center)
    with transaction.atomic():
        ComplianceReview.objects.get_or_create(center=center, defaults={"reviewed_on": today})
        review = ComplianceReview.objects.select_for_update().get(center=center)
        outcomes = {code: reading.outcome(code, today) for code in reading.judged(today)}
        began, ended = _keep_spells(reading, outcomes, today)
        counted = Counter(outcomes.values())
        review.reviewed_on = today
        for name in ("met", "unmet", "missing", "judgement"):
            setattr(review, name, counted[name])
        review.save()
        if began or ended:
            write_entry(
                Actor.system(), verb="review_compliance", subject=f"compliance:{center.pk}",
                case_number=center.ledger_key, clause="4.1-1",
                detail={"began": "、".join(began), "ended": "、".join(ended), "not_met": counted["unmet"]},
            )  # fmt: skip
    return review


def _keep_spells(
    reading: CenterReading, outcomes: Mapping[str, str], today: dt.date
) -> tuple[list[str], list[str]]:
    """Begin, end and update spells; return the codes not met anew and those met again."""
    open_ones = ComplianceSpell.objects.filter(center=reading.center, ended_on=None)
    spells = {spell.condition: spell for spell in open_ones}
    failing = {code: outcome for code, outcome in outcomes.items() if outcome not in SETTLED}
    # A condition that the pack in force no longer has binds nobody.
    ended = [spell for code, spell in spells.items() if code not in failing]
    for spell in ended:
        spell.ended_on = max(today, spell.since)
        spell.save(update_fields=["ended_on"])
    for code, outcome in failing.items():
        if code in spells:
            # What has been recorded since may show that it was met in between: then it fails since later.
            since = max(spells[code].since, reading.not_met_since(code, today))
            ComplianceSpell.objects.filter(pk=spells[code].pk).update(outcome=outcome, since=since)
        else:
            _begin(reading, code, outcome, today)
    return [code for code in failing if code not in spells], [spell.condition for spell in ended]


def _begin(reading: CenterReading, code: str, outcome: str, today: dt.date) -> None:
    since = reading.not_met_since(code, today)
    earlier = ComplianceSpell.objects.filter(center=reading.center, condition=code).order_by("-ended_on")
    if (last := earlier.first()) is not None and last.ended_on is not None:
        since = max(since, last.ended_on)
    ComplianceSpell.objects.create(
        center=reading.center, condition=code, clause=reading.judged(today)[code].clause,
        outcome=outcome, since=since,
    )  # fmt: skip
