"""A province with N cases, written in bulk as the verbs would have left them, over stages and years."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import cycle, islice
from typing import Any

from django.db import transaction

from bench.chained import ChainedEntries
from bench.passages import Passage, passages
from bench.rows import Rows
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import Notice
from xiangchuang.demo.names import BRANDS, CITIES, FIELDS
from xiangchuang.demo.province import Province, uscc
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.policy.stages import Stage
from xiangchuang.procedure.models import Case, NumberSeries, Part, Participant, StageRun, WorkItem
from xiangchuang.procedure.packs import current_policy, pack_of_version
from xiangchuang.procedure.standing import AUTHORITY_ROLES
from xiangchuang.proposals.models import KeyTask, Membership, Proposal
from xiangchuang.reviews.panel import REVIEW

# A lead organisation has about so many cases, however large the population: the register grows with it.
CASES_A_LEAD = 25
EXPERTS_A_PANEL = 5
YEARS_BACK = 5
DAYS_A_STAGE = 9
OLDEST_RUNNING = 200
FIRST_FREE_USCC = 10_000
# What the verbs of a stage write into the ledger, besides the one that ends it.
ENTRIES = {
    "intake": ("begin_intention", "save_intention"), "conditions": ("find_condition",),
    "plan": ("upload_plan", "confirm_targets"), "review": ("seat_expert", "open_reading", "submit_review"),
    "visit": ("plan_visit", "record_visit"), "publicity": ("publish_notice",),
    "decision": ("draft_approval",),
}  # fmt: skip


@dataclass(frozen=True)
class Lead:
    """An organisation that leads cases, the bureau that recommends it and a partner."""

    id: int
    name: str
    prefecture: str
    bureau: int
    partner: int
    field: str
    words: str


@dataclass(frozen=True)
class Birth:
    """A case to be: the way it went, the day it was opened, its lead."""

    passage: Passage
    opened: date
    lead: Lead


@transaction.atomic
def populate(province: Province, cases: int) -> None:
    """Add `cases` cases, their runs, parties, work items, intentions, notices and sealed ledger entries."""
    policy = current_policy()
    procedure = pack_of_version(policy.pk).procedures["approval"]
    leads = _leads(province, cases)
    births = _births(islice(cycle(passages(procedure)), cases), leads)
    writer = _Writer(province, policy.pk, procedure.number_prefix)
    for birth in births:
        writer.add(birth)
    writer.write()


def _births(ways: Iterator[Passage], leads: Sequence[Lead]) -> list[Birth]:
    """Give each way its day: ended cases lie years back, running ones are of this year; oldest first."""
    today, births = clock.today(), []
    for number, passage in enumerate(ways):
        span = DAYS_A_STAGE * len(passage.stages)
        if passage.open:
            back = span + number % max(1, OLDEST_RUNNING - span)
        else:
            back = OLDEST_RUNNING + number * 7 % (YEARS_BACK * 365)
        births.append(Birth(passage, today - timedelta(days=back), leads[number * 31 % len(leads)]))
    return sorted(births, key=lambda birth: birth.opened)


def _leads(province: Province, cases: int) -> list[Lead]:
    """Return the province's leads and as many new ones as the number of cases asks for."""
    present = [*province.enterprises, *province.universities, *province.institutes]
    firms = Rows(Organization)
    found = [_lead(province, number, o.pk, o.name, o.prefecture) for number, o in enumerate(present)]
    for number in range(max(0, cases // CASES_A_LEAD - len(present))):
        city, short = CITIES[0 if number % 3 == 0 else number % len(CITIES)]
        _code, words, industry = FIELDS[number % len(FIELDS)]
        name = f"示例{short}{BRANDS[number % len(BRANDS)]}{words}{number + 1}号有限公司"
        key = firms.add(
            uscc=uscc(FIRST_FREE_USCC + number, city), name=name, kind=OrganizationKind.ENTERPRISE,
            prefecture=city, industry=industry,
        )  # fmt: skip
        found.append(_lead(province, number, key, name, city))
    firms.write()
    return found


def _lead(province: Province, number: int, key: int, name: str, prefecture: str) -> Lead:
    partners = [o for o in (*province.universities, *province.institutes) if o.pk != key]
    code, words, _industry = FIELDS[number % len(FIELDS)]
    bureau = province.bureaus[prefecture].pk
    return Lead(key, name, prefecture, bureau, partners[number % len(partners)].pk, code, words)


class _Writer:
    """Gathers the rows of each case in all its tables."""

    def __init__(self, province: Province, policy_id: int, prefix: str) -> None:
        self._policy_id, self._prefix = policy_id, prefix
        self._officer = province.users["jingban"]
        self._experts = cycle([expert.user_id for expert in province.experts])
        tables = (Case, Participant, StageRun, WorkItem, Proposal, KeyTask, Membership, Notice)
        self._rows: dict[Any, Rows] = {table: Rows(table) for table in tables}
        self._ledger = ChainedEntries()
        self._numbers: Counter[int] = Counter()
        self._notices: Counter[int] = Counter()

    def add(self, birth: Birth) -> None:
        """Gather one case with everything that hangs on it."""
        case_id, number = self._case(birth)
        self._parties(case_id, birth)
        self._intention(case_id, birth)
        rounds: Counter[str] = Counter()
        for index, (stage, outcome) in enumerate((*birth.passage.passed, *_open(birth.passage))):
            rounds[stage.code] += 1
            opened = birth.opened + timedelta(days=DAYS_A_STAGE * index)
            run_id = self._run(case_id, birth, stage, outcome, rounds[stage.code], opened)
            if stage.kind == "publicity" and index:
                self._notice(case_id, run_id, birth, opened)
            self._record(number, case_id, birth, stage, outcome, opened)

    def write(self) -> None:
        """Write all tables, parents first, and the number series."""
        for rows in self._rows.values():
            rows.write()
        self._ledger.write()
        for name, counted in ((f"case:{self._prefix}", self._numbers), ("notice", self._notices)):
            for year, last in counted.items():
                NumberSeries.objects.update_or_create(name=name, year=year, defaults={"last": last})

    def _case(self, birth: Birth) -> tuple[int, str]:
        passage, year = birth.passage, birth.opened.year
        self._numbers[year] += 1
        number = f"{year}-{self._prefix}-{self._numbers[year]:04d}"
        stage = passage.stages[-1]
        holder = _holder(stage, birth.lead) if passage.open else None
        submitted = len(passage.stages) > 1
        last_opened = birth.opened + timedelta(days=DAYS_A_STAGE * (len(passage.stages) - 1))
        key = self._rows[Case].add(
            number=number, kind="approval", title=f"示例{birth.lead.words}技术创新中心（{number[-4:]}）",
            policy_version_id=self._policy_id, stage_code=stage.code, stage_kind=stage.kind,
            phase=stage.phase, state=passage.state, holder_role=stage.role if passage.open else "",
            holder_organization_id=holder,
            due_on=_due(stage, last_opened) if passage.open else None, opened_at=_at(birth.opened),
            submitted_at=_at(birth.opened + timedelta(days=DAYS_A_STAGE)) if submitted else None,
            closed_at=None if passage.open else _at(last_opened + timedelta(days=DAYS_A_STAGE)),
            is_sample=True,
        )  # fmt: skip
        return key, number

    def _parties(self, case_id: int, birth: Birth) -> None:
        since, parties = _at(birth.opened), self._rows[Participant]
        parties.add(case_id=case_id, part=Part.LEAD.value, organization_id=birth.lead.id, since=since)
        parties.add(case_id=case_id, part=Part.MEMBER.value, organization_id=birth.lead.partner, since=since)
        if len(birth.passage.stages) > 1:
            parties.add(
                case_id=case_id, part=Part.RECOMMENDER.value, organization_id=birth.lead.bureau, since=since
            )

    def _intention(self, case_id: int, birth: Birth) -> None:
        lead, saved = birth.lead, _at(birth.opened)
        key = self._rows[Proposal].add(
            case_id=case_id, lead_id=lead.id, category="field_specific", field=lead.field,
            direction="面向重点工程需求，开展关键技术、核心部件与成套装备研发和中试验证。",
            contact_name="示例联系人", contact_phone="0731-80000000", saved_at=saved,
        )  # fmt: skip
        self._rows[KeyTask].add(proposal_id=key, position=1, title="核心部件设计与制造")
        self._rows[Membership].add(proposal_id=key, organization_id=lead.partner, duty="承担共性技术研发")

    def _run(
        self, case_id: int, birth: Birth, stage: Stage, outcome: str, round_number: int, opened: date
    ) -> int:
        closed = _at(opened + timedelta(days=DAYS_A_STAGE)) if outcome else None
        run_id = self._rows[StageRun].add(
            case_id=case_id, stage_code=stage.code, stage_kind=stage.kind, round=round_number,
            opened_at=_at(opened), due_on=_due(stage, opened), closed_at=closed,
            closed_by=self._officer.full_name if outcome else "", outcome=outcome,
        )  # fmt: skip
        item: dict[str, Any] = {
            "case_id": case_id, "run_id": run_id, "due_on": _due(stage, opened), "opened_at": _at(opened),
            "closed_at": closed,
        }  # fmt: skip
        items = self._rows[WorkItem]
        items.add(what=stage.code, role=stage.role, organization_id=_holder(stage, birth.lead), **item)
        if stage.kind == "review":
            for user_id in islice(self._experts, EXPERTS_A_PANEL):
                items.add(what=REVIEW, role="expert", user_id=user_id, **item)
                self._rows[Participant].add(
                    case_id=case_id, part=Part.EXPERT.value, user_id=user_id, since=_at(opened), until=closed
                )
        return run_id

    def _notice(self, case_id: int, run_id: int, birth: Birth, opened: date) -> None:
        self._notices[opened.year] += 1
        self._rows[Notice].add(
            case_id=case_id, run_id=run_id, kind="approval",
            number=f"GS-{opened.year}-{self._notices[opened.year]:04d}",
            title=f"关于拟组建示例{birth.lead.words}技术创新中心的公示",
            content=[["中心名称", f"示例{birth.lead.words}技术创新中心"], ["牵头单位", birth.lead.name]],
            contact="示例省科学技术厅平台处 0731-80000001", opens_on=opened,
            closes_on=opened + timedelta(days=6), published_at=_at(opened), published_by_id=self._officer.pk,
        )  # fmt: skip

    def _record(
        self, number: str, case_id: int, birth: Birth, stage: Stage, outcome: str, opened: date
    ) -> None:
        detail: dict[str, Any] = {"stage": stage.code, "round": 1}
        for verb in (*ENTRIES.get(stage.kind, ()), *((f"{outcome}_{stage.kind}",) if outcome else ())):
            self._ledger.add(
                actor=f"user:{self._officer.pk}", actor_name=self._officer.full_name, role=stage.role,
                on_behalf_of=f"organization:{birth.lead.id}", on_behalf_name=birth.lead.name, verb=verb,
                case_number=number, subject=f"case:{case_id}", clause=stage.clause, at=_at(opened),
                detail=detail,
            )  # fmt: skip


def _open(passage: Passage) -> tuple[tuple[Stage, str], ...]:
    return ((passage.open, ""),) if passage.open else ()


def _holder(stage: Stage, lead: Lead) -> int | None:
    """Return the organisation that holds the stage, as `procedure.stages.holder_organization_id` finds it."""
    if stage.role in AUTHORITY_ROLES:
        return None
    return {"lead": lead.id, "city_bureau": lead.bureau}[stage.role]


def _due(stage: Stage, opened: date) -> date | None:
    """Return the due day, a week for five working days: holidays do not matter to a benchmark."""
    if stage.deadline is None:
        return None
    days = stage.deadline.days * 7 // 5 if stage.deadline.unit == "working" else stage.deadline.days
    return opened + timedelta(days=days)


@lru_cache(maxsize=10_000)
def _at(day: date) -> datetime:
    return clock.moment_on(day)
