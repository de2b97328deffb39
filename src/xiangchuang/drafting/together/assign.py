"""The lead divides the plan: a section to an organisation or a person of the consortium, until a day."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.drafting.models import SectionAssignment, WritingRule
from xiangchuang.drafting.together.authors import Author, authors_of, consortium, must_lead, writing_run
from xiangchuang.drafting.together.messages import tell_assigned
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, Stale
from xiangchuang.procedure.models import Case, StageRun
from xiangchuang.procedure.packs import pack_of

CLAUSE = "5.1-3"


@dataclass(frozen=True)
class Assignee:
    """An organisation of the consortium, or one person of it."""

    organization: Organization
    author: Author | None = None

    @property
    def code(self) -> str:
        """What a form names it by."""
        person = f":{self.author.user.pk}" if self.author else ""
        return f"{self.organization.pk}{person}"

    def __str__(self) -> str:
        return f"{self.author.user}（{self.organization}）" if self.author else str(self.organization)


def assignees(case: Case) -> list[Assignee]:
    """Return whom a section can be given to: each organisation, then its people."""
    people = authors_of(case)
    return [
        assignee
        for organization in consortium(case)
        for assignee in (
            Assignee(organization),
            *(Assignee(organization, a) for a in people if a.organization == organization),
        )
    ]


def assign_section(
    *, actor: Actor, case: Case, section: str, to: str, due_on: date, note: str = ""
) -> SectionAssignment:
    """Give a section to `to` (see `Assignee.code`); given again, day and note are those of the last time.

    Raises NotFound, NotPermitted, Blocked outside the stage of writing; Invalid for a section the outline
    does not have, for somebody outside the consortium and for a day beyond the term of the stage.
    """
    held = must_lead(actor, case)
    run = writing_run(case)
    if section not in {s.code for s in pack_of(case).outline.sections}:
        raise NotFound(_("提纲没有这一节。"))
    assignee = next((a for a in assignees(case) if a.code == to), None)
    if assignee is None:
        raise Invalid(_("从列表中选择共建单位或其人员。"), remedy=_("名单里没有的，先让对方申请填报权限。"))
    _check_day(run, due_on)
    said = within(SectionAssignment, "note", normalise_line(note))
    with transaction.atomic():
        kept = _keep(actor, run, section, assignee, due_on, said)
        write_entry(
            actor, verb="assign_section", acting=held, subject=f"assignment:{kept.pk}", clause=CLAUSE,
            detail={"case": case.number, "section": section, "to": to, "due_on": due_on.isoformat()},
        )  # fmt: skip
        tell_assigned(kept, case)
    return kept


def take_back(*, actor: Actor, assignment: SectionAssignment) -> None:
    """Let an assignment end. Raises Stale when it has ended already."""
    case = assignment.run.case
    held = must_lead(actor, case)
    writing_run(case)
    with transaction.atomic():
        open_ones = SectionAssignment.objects.filter(pk=assignment.pk, ended_at__isnull=True)
        if not open_ones.update(ended_at=clock.now()):
            raise Stale(_("这项分工已经撤回。"), remedy=_("刷新页面查看现状。"))
        write_entry(
            actor, verb="take_back_section", acting=held, subject=f"assignment:{assignment.pk}",
            clause=CLAUSE, detail={"case": case.number, "section": assignment.section},
        )  # fmt: skip


def set_writing_rule(*, actor: Actor, case: Case, only_assigned: bool) -> WritingRule:
    """Let everybody of the consortium write every section, or those alone whom the lead named for it."""
    held = must_lead(actor, case)
    writing_run(case)
    assert actor.user is not None
    with transaction.atomic():
        rule, _made = WritingRule.objects.update_or_create(
            case=case,
            defaults={"only_assigned": only_assigned, "set_by": actor.user, "set_at": clock.now()},
        )
        write_entry(
            actor, verb="set_writing_rule", acting=held, subject=f"case:{case.pk}", clause=CLAUSE,
            detail={"case": case.number, "only_assigned": only_assigned},
        )  # fmt: skip
    return rule


def assignments_in(run: StageRun) -> list[SectionAssignment]:
    """Return the assignments of a round that hold, by section."""
    rows = SectionAssignment.objects.filter(run=run, ended_at__isnull=True)
    return list(rows.select_related("organization", "user"))


def _check_day(run: StageRun, due_on: date) -> None:
    if due_on < clock.today():
        raise Invalid(_("截止日期已经过去。"), remedy=_("选今天或以后的日期。"))
    if run.due_on is not None and due_on > run.due_on:
        raise Invalid(
            _("截止日期晚于本阶段的期限 %(day)s。") % {"day": run.due_on.isoformat()},
            remedy=_("选这一天或更早，给汇总留出时间。"),
        )


def _keep(
    actor: Actor, run: StageRun, section: str, to: Assignee, due_on: date, note: str
) -> SectionAssignment:
    assert actor.user is not None
    told = {"due_on": due_on, "note": note, "assigned_by": actor.user, "assigned_at": clock.now()}
    try:
        with transaction.atomic():
            kept, _made = SectionAssignment.objects.update_or_create(
                run=run, section=section, organization=to.organization,
                user=to.author.user if to.author else None, ended_at=None, defaults=told,
            )  # fmt: skip
    except IntegrityError as taken:
        # A person who serves two houses of the consortium is named once a section.
        raise Blocked(_("这一节已经分给此人。"), remedy=_("先撤回原来的分工。")) from taken
    return kept
