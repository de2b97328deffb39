"""The site visit (5.2-1, after the plan is mature): planned, recorded on the spot, signed, concluded."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import json_sha256
from xiangchuang.experts.models import Expert
from xiangchuang.organizations.contradict_fact import contradict_fact
from xiangchuang.organizations.fact_values import FactValue
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case, Part
from xiangchuang.procedure.perform import Step, perform, stale
from xiangchuang.procedure.stages import add_work_item, close_work_items, leave_part, take_part
from xiangchuang.procedure.standing import standing
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.reviews.conflicts import conflicts_of
from xiangchuang.reviews.models import Found, SiteVisit, VisitItem, VisitMember
from xiangchuang.reviews.on_site.claims import claim_items
from xiangchuang.reviews.on_site.findings import Finding, settled
from xiangchuang.reviews.on_site.team import team_member

SIGNATURE = "sign_visit"


def visit_of(at: Standpoint) -> SiteVisit | None:
    """Return the visit of the stage under way, once it is planned."""
    return SiteVisit.objects.filter(run=at.run).first()


def is_planned(at: Standpoint) -> list[Blocker]:
    return [] if visit_of(at) else [Blocker(_("还没有安排考察时间和人员"), "5.2-1", "plan_visit")]


@guard("checklist_complete")
def checklist_complete(at: Standpoint) -> list[Blocker]:
    """Every point of the pack's checklist has been looked at, and the record is written."""
    visit = visit_of(at)
    if visit is None:
        return is_planned(at)
    if missing := visit.items.filter(found="").count():
        return [Blocker(_("考察清单还有 %(n)s 项没有核对") % {"n": missing}, "5.2-1", "record_visit")]
    return [] if visit.record else [Blocker(_("还没有写考察记录"), "5.2-1", "record_visit")]


@guard("visit_record_signed")
def visit_record_signed(at: Standpoint) -> list[Blocker]:
    """Every member of the team has signed this very record."""
    visit = visit_of(at)
    if visit is None:
        return []  # the checklist says so already
    waiting = visit.members.filter(signed_at__isnull=True).select_related("user")
    return [
        Blocker(_("考察记录等待%(name)s签字") % {"name": member.user}, "5.2-1", "sign_visit")
        for member in waiting
    ]


PLAN = Verb("plan_visit", gettext_lazy("安排考察"), tone="primary", page="reviews:plan-visit")
RECORD = Verb(
    "record_visit", gettext_lazy("填写考察记录"), needs=(is_planned,), tone="primary",
    page="reviews:record-visit",
)  # fmt: skip
SIGN = Verb(
    SIGNATURE, gettext_lazy("签署考察记录"), shared=True, needs=(checklist_complete,),
    page="reviews:sign-visit",
)  # fmt: skip
# The same act by a member of the team who is an expert: standing is by role.
SIGN_AS_EXPERT = Verb(
    "sign_visit_as_expert", gettext_lazy("签署考察记录"), role="expert", shared=True,
    needs=(checklist_complete,), page="reviews:sign-visit",
)  # fmt: skip
CONCLUDE = Verb(
    "conclude_visit", gettext_lazy("作出考察结论"), outcomes=("passed", "revise", "failed"),
    needs=(checklist_complete, visit_record_signed), clause="5.2-1", page="reviews:conclude-visit",
)  # fmt: skip
contribute("visit", PLAN, RECORD, SIGN, SIGN_AS_EXPERT, CONCLUDE)


def plan_visit(
    *, actor: Actor, case: Case, seen: int, visit_on: date, place: str, team: Sequence[User]
) -> SiteVisit:
    """Fix day, place and team; may be done anew until something is recorded.

    Raises Invalid for a day before the review passed (5.2-1), Blocked for too small a team, a stranger to
    the case's offices, or an expert with a conflict.
    """
    with perform(PLAN, actor=actor, case=case, seen=seen) as step:
        if not place.strip():
            raise Invalid(_("写明考察地点。"), kept={"place": place})
        opened = clock.day_of(step.run.opened_at)
        if visit_on < opened:
            raise Invalid(_("方案成熟后才考察：日期不能早于 %(day)s。") % {"day": opened}, clause="5.2-1")
        people = list({user.pk: user for user in team}.values())
        experts = _refuse_team(step, people)
        visit = _place(step, visit_on, normalise_line(place))
        _replace_members(step, visit, people, experts)
        step.subject = f"visit:{visit.pk}"
        step.note(visit_on=visit_on.isoformat(), place=visit.place, team=[str(user) for user in people])
    return visit


def _refuse_team(step: Step, team: Sequence[User]) -> set[int]:
    """Return the ids of those who come as experts; the others hold the stage's own office."""
    if len(team) < step.pack.visit.team_size:
        raise Blocked(
            _("考察组至少 %(min)s 人，已选 %(n)s 人。") % {"min": step.pack.visit.team_size, "n": len(team)}
        )
    appointments = Appointment.objects.in_force(clock.today()).filter(user__in=team)
    officials = set(appointments.filter(role=step.stage.role).values_list("user_id", flat=True))
    registered = Expert.objects.filter(user__in=team, is_active=True, user__appointments__in=appointments)
    experts = {e.user_id: e for e in registered.filter(user__appointments__role="expert")}
    for user in team:
        if user.pk not in officials and user.pk not in experts:
            raise Blocked(_("%(name)s既不是经办人也不是在库专家，不能进考察组。") % {"name": user})
    coming = [e for pk, e in experts.items() if pk not in officials]
    found = conflicts_of(coming, case=step.case, pack=step.pack, on=clock.today())
    for expert in coming:
        if found[expert.pk]:
            raise Blocked(
                _("%(name)s应当回避：%(conflict)s。") % {"name": expert, "conflict": found[expert.pk][0]}
            )
    return {e.user_id for e in coming if e.user_id is not None}


def _place(step: Step, visit_on: date, place: str) -> SiteVisit:
    visit = visit_of(step.at)
    if visit is None:
        visit = SiteVisit.objects.create(case=step.case, run=step.run, visit_on=visit_on, place=place)
        items = [
            VisitItem(visit=visit, position=n, code=item.code, label=item.label.zh[:300], clause=item.clause)
            for n, item in enumerate(step.pack.visit.checklist, 1)
        ]
        items += claim_items(visit, step.case, step.pack, after=len(items))
        VisitItem.objects.bulk_create(items)
        return visit
    if visit.recorded_at is not None:
        raise Blocked(_("考察记录已经开始填写，不能再改时间和人员。"))
    visit.visit_on, visit.place = visit_on, place
    visit.save(update_fields=["visit_on", "place"])
    return visit


def _replace_members(step: Step, visit: SiteVisit, team: Sequence[User], experts: set[int]) -> None:
    for member in visit.members.all():
        leave_part(step.case, Part.EXPERT, user_id=member.user_id)
    visit.members.all().delete()
    VisitMember.objects.bulk_create(VisitMember(visit=visit, user=user) for user in team)
    for user_id in experts:
        take_part(step.case, Part.EXPERT, user_id=user_id)


def record_visit(
    *, actor: Actor, case: Case, seen: int, findings: Mapping[str, Finding], record: str
) -> SiteVisit:
    """Keep what was found, complete or not; signatures under an earlier text are void.

    Raises Invalid for a finding other than as stated without a remark.
    """
    with perform(RECORD, actor=actor, case=case, seen=seen) as step:
        visit = SiteVisit.objects.get(run=step.run)
        items = list(visit.items.select_related("fact"))
        for item in items:
            _take_finding(item, findings.get(item.code))
        VisitItem.objects.bulk_update(items, ["found", "remark", "found_amount"])
        visit.record, visit.recorded_at = normalise_text(record), clock.now()
        visit.save(update_fields=["record", "recorded_at"])
        _ask_to_sign(step, visit)
        step.subject = f"visit:{visit.pk}"
        step.note(sha256=record_sha256(visit))
    return visit


def _take_finding(item: VisitItem, finding: Finding | None) -> None:
    if finding is None or not finding.found:
        return
    kept = settled(item, finding)
    item.found, item.remark, item.found_amount = kept.found, kept.remark, kept.amount


def _ask_to_sign(step: Step, visit: SiteVisit) -> None:
    """Once the record is complete each member finds it in the work list."""
    visit.members.update(signed_at=None, record_sha256="")
    is_complete = not checklist_complete(step.at)
    for member in visit.members.all():
        close_work_items(step.run, what=SIGNATURE, user_id=member.user_id)
        if is_complete:
            add_work_item(step.run, what=SIGNATURE, role=step.stage.role, user_id=member.user_id)


def record_sha256(visit: SiteVisit) -> str:
    """Return the SHA-256 over day, place, team, checklist and record in canonical JSON: what one signs."""
    content = {
        "visit_on": visit.visit_on.isoformat(),
        "place": visit.place,
        "team": [member.user_id for member in visit.members.all()],
        "items": [[item.code, item.found, item.remark, item.found_amount] for item in visit.items.all()],
        "record": visit.record,
    }
    return json_sha256(content)


def signing_verb(actor: Actor, case: Case) -> Verb:
    """Return the verb by which the person signs: an expert of the team has no office in the stage."""
    return SIGN_AS_EXPERT if standing(actor, case, "expert") else SIGN


def sign_visit(*, actor: Actor, case: Case, seen: int, record_seen: str) -> VisitMember:
    """A member of the team signs the record whose hash is `record_seen`.

    Raises Stale when the record has changed since, or is signed already; NotPermitted outside the team.
    """
    with perform(signing_verb(actor, case), actor=actor, case=case, seen=seen) as step:
        visit = SiteVisit.objects.get(run=step.run)
        member = team_member(visit, actor)
        if record_sha256(visit) != record_seen:
            raise stale()
        now = clock.now()
        unsigned = visit.members.filter(pk=member.pk, signed_at__isnull=True)
        if not unsigned.update(signed_at=now, record_sha256=record_seen):
            raise stale()
        close_work_items(step.run, what=SIGNATURE, user_id=member.user_id)
        step.subject = f"visit:{visit.pk}"
        step.note(sha256=record_seen)
    member.refresh_from_db()
    return member


def conclude_visit(*, actor: Actor, case: Case, seen: int, outcome: str, reason: str = "") -> Case:
    """End the visit; anything but passed says why, for the applicant reads it."""
    with perform(CONCLUDE, actor=actor, case=case, seen=seen) as step:
        if outcome not in step.stage.outcomes:
            raise Invalid(_("选择考察结论。"), kept={"reason": reason})
        if outcome != "passed" and not reason.strip():
            raise Invalid(_("写明哪些情况与方案不符、要怎样改，申报单位能看到。"), kept={"reason": reason})
        for member in VisitMember.objects.filter(visit__run=step.run):
            leave_part(step.case, Part.EXPERT, user_id=member.user_id)
        _tell_register(step)
        step.finish(outcome, reason.strip())
    return case


def _tell_register(step: Step) -> None:
    """What the books on the spot contradict goes back to the figure it contradicts."""
    differing = VisitItem.objects.filter(
        visit__run=step.run, fact__is_current=True, found=Found.DIFFERS, found_amount__isnull=False
    ).select_related("fact__organization", "visit")
    for item in differing:
        assert item.fact is not None and item.found_amount is not None
        contradict_fact(
            actor=step.actor, fact=item.fact,
            found=FactValue(item.fact.value.kind, item.found_amount),
            source=_("%(day)s现场考察（%(case)s）") % {"day": item.visit.visit_on, "case": step.case.number},
            case_number=step.case.number, remark=item.remark,
        )  # fmt: skip
