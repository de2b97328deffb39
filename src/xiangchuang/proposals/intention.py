"""The intention (5.1-3): begun by a lead, saved as often as wanted, submitted to the city that recommends."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.layouts.models import Direction
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted
from xiangchuang.procedure.models import Case, Part
from xiangchuang.procedure.open_case import open_case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_policy, pack_of_version
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.stages import leave_part, take_part
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.proposals.direction_answered import (
    direction_gaps,
    hold_place,
    known_direction,
    taken_from,
)
from xiangchuang.proposals.gap import Gap
from xiangchuang.proposals.give_receipt import give_intention_receipt
from xiangchuang.proposals.models import KeyTask, MemberRole, Membership, Proposal
from xiangchuang.proposals.permissions import may_begin, may_lead
from xiangchuang.proposals.queries import bureau_of


@dataclass(frozen=True)
class MemberDraft:
    """An organisation asked into the consortium, with what it will do there."""

    organization: Organization
    duty: str = ""
    role: str = MemberRole.MEMBER


@dataclass(frozen=True)
class TaskDraft:
    """A key task with the code of its technology type."""

    title: str
    technology_type: str


@dataclass(frozen=True)
class IntentionDraft:
    """All that an intention says; any part may be empty until it is submitted."""

    title: str
    category: str = ""
    orientation: str = ""
    field: str = ""
    other_field: str = ""
    other_field_reason: str = ""
    orientation_answer: str = ""
    direction: str = ""
    technology_type: str = ""
    formation_mode: str = ""
    mode_reason: str = ""
    layout_direction_id: int | None = None
    undirected_reason: str = ""
    major_strategy: str = ""
    engineering_chain: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    tasks: Sequence[TaskDraft] = ()
    members: Sequence[MemberDraft] = ()


@transaction.atomic
def begin_intention(
    *,
    actor: Actor,
    lead: Organization,
    title: str,
    direction: Direction | None = None,
    is_sample: bool = False,
) -> Case:
    """Open a case with a draft intention of `lead`, with what the direction it answers already says.

    Raises NotPermitted for a stranger, Blocked for a kind that cannot lead (3.3-1).
    """
    policy = current_policy()
    if not may_begin(actor, lead):
        raise NotPermitted(_("只有本单位的申报人员可以为本单位填报意向。"))
    _refuse_lead_kind(lead, pack_of_version(policy.pk))
    case = open_case(
        actor=actor, kind="approval", title=_title(title), policy=policy, verb="begin_intention",
        parties=[(Part.LEAD, lead.pk)], is_sample=is_sample,
    )  # fmt: skip
    Proposal.objects.create(case=case, lead=lead, **taken_from(direction))
    return case


SAVE = Verb("save_intention", gettext_lazy("保存意向"))


def save_intention(*, actor: Actor, case: Case, seen: int, draft: IntentionDraft) -> Proposal:
    """Keep the draft as it is typed, complete or not."""
    with perform(SAVE, actor=actor, case=case, seen=seen) as step:
        proposal = Proposal.objects.select_related("lead").get(case=step.case)
        _check_codes(draft, step.pack)
        if draft.layout_direction_id != proposal.layout_direction_id:
            known_direction(draft.layout_direction_id)
            proposal.handed_in_at = None
        for name in (f.name for f in fields(draft)):
            if name not in {"title", "tasks", "members"}:
                setattr(proposal, name, getattr(draft, name))
        proposal.saved_at = clock.now()
        proposal.version += 1
        proposal.save()
        Case.objects.filter(pk=case.pk).update(title=_title(draft.title))
        _replace_tasks(proposal, draft.tasks)
        _replace_members(step.case, proposal, draft.members)
        step.subject = f"proposal:{proposal.pk}"
    return proposal


def _direction_gaps(at: Standpoint) -> list[Blocker]:
    proposal = Proposal.objects.select_related("lead", "layout_direction", "case").get(case=at.case)
    return [Blocker(gap.message, gap.clause, "save_intention") for gap in direction_gaps(proposal, at.pack)]


def _intention_gaps(at: Standpoint) -> list[Blocker]:
    proposal = Proposal.objects.select_related("lead").get(case=at.case)
    return [Blocker(gap.message, gap.clause, "save_intention") for gap in intention_gaps(proposal, at.pack)]


SUBMIT = Verb(
    "submit_intention",
    gettext_lazy("检查并提交意向"),
    outcomes=("passed",),
    needs=(_intention_gaps, _direction_gaps),
    tone="primary",
    page="proposals:submit-intention",
)
EDIT = Verb("edit_intention", gettext_lazy("填写意向"), tone="primary", page="proposals:intention")

contribute("intake", EDIT, SUBMIT, SAVE)


def submit_intention(*, actor: Actor, case: Case, seen: int) -> Case:
    """Send the intention to the city government that recommends it; raises Blocked with every gap named."""
    with perform(SUBMIT, actor=actor, case=case, seen=seen) as step:
        proposal = Proposal.objects.select_related("lead", "layout_direction", "case").get(case=step.case)
        bureau = bureau_of(proposal.lead)
        if bureau is None:
            raise Blocked(
                _("%(place)s还没有登记市州科技局，意向无处送达。")
                % {"place": proposal.lead.prefecture_label},
                remedy=_("内容已保存。联系省科技厅登记推荐单位后再提交。"),
                clause="5.1-3",
            )
        take_part(step.case, Part.RECOMMENDER, organization_id=bureau.pk)
        hold_place(proposal, step.pack)
        if proposal.handed_in_at is None:
            Proposal.objects.filter(pk=proposal.pk).update(handed_in_at=clock.now())
        if proposal.layout_direction is not None:
            step.note(direction=proposal.layout_direction.number)
        step.note(mode=proposal.formation_mode, mode_reason=proposal.mode_reason[:500])
        step.note(title=step.case.title, lead=proposal.lead.name, recommender=bureau.name)
        give_intention_receipt(step, proposal)
        step.finish("passed")
    return case


def intention_gaps(proposal: Proposal, pack: Pack) -> list[Gap]:
    """Return what the intention still lacks, each with its clause (5.1-3, 3.1.1-1, 3.2, 1.1-1)."""
    gaps: list[Gap] = []
    if not proposal.category:
        gaps.append(Gap(_("没有选择综合类或领域类"), "3.1-1", "category"))
    if not proposal.field and not proposal.other_field:
        gaps.append(Gap(_("没有选择重点建设领域"), "5.1-3", "area"))
    if proposal.other_field and not proposal.other_field_reason:
        gaps.append(Gap(_("选择了列名以外的领域，没有写理由"), "3.2-2", "other_field_reason"))
    for name, message, clause in (
        ("direction", _("没有写领域方向"), "5.1-3"),
        ("technology_type", _("没有选择方向的技术类型"), "1.1-1"),
        ("formation_mode", _("没有选择组建模式"), "5.1-3"),
        ("contact_name", _("没有写联系人"), "5.1-3"),
        ("contact_phone", _("没有写联系电话"), "5.1-3"),
    ):
        if not getattr(proposal, name):
            gaps.append(Gap(message, clause, name))
    gaps += _category_gaps(proposal) + _orientation_gaps(proposal, pack) + _mode_gaps(proposal, pack)
    if not proposal.key_tasks.exists():
        gaps.append(Gap(_("没有写重点任务，至少一项"), "5.1-3", "tasks"))
    return gaps


def _category_gaps(proposal: Proposal) -> list[Gap]:
    if proposal.category != "comprehensive":
        return []
    missing = []
    if not proposal.major_strategy:
        missing.append(Gap(_("综合类要写明面向的重大战略"), "3.1.1-1", "major_strategy"))
    if not proposal.engineering_chain:
        message = _("综合类要写明从关键技术突破到工程化的一体化链条")
        missing.append(Gap(message, "3.1.1-1", "engineering_chain"))
    return missing


def _orientation_gaps(proposal: Proposal, pack: Pack) -> list[Gap]:
    if not proposal.orientation:
        return []
    orientation = pack.orientation(proposal.orientation)
    if orientation.questions and not proposal.orientation_answer:
        message = _("没有回答：%(question)s") % {"question": words(orientation.questions[0].label)}
        return [Gap(message, orientation.fields_clause, "orientation_answer")]
    return []


def _mode_gaps(proposal: Proposal, pack: Pack) -> list[Gap]:
    if not proposal.formation_mode:
        return []
    mode = pack.formation_mode(proposal.formation_mode)
    if proposal.lead.kind in mode.leads or proposal.mode_reason:
        return []
    # 3.3-2 一中心一方案: another kind of lead is possible, with its reason.
    message = _("“%(mode)s”通常不由%(kind)s牵头：换一种组建模式，或写明采用的理由")
    named = {"mode": words(mode.label), "kind": proposal.lead.get_kind_display()}
    return [Gap(message % named, mode.clause, "formation_mode")]


@guard("intention_complete")
def intention_complete(at: Standpoint) -> list[Blocker]:
    """The formal check passes no intention that lacks a part (5.1-3)."""
    return _intention_gaps(at)


def _refuse_lead_kind(lead: Organization, pack: Pack) -> None:
    if not may_lead(lead, pack):
        raise Blocked(
            _("%(kind)s不能牵头：中心依托%(kinds)s建设。")
            % {
                "kind": lead.get_kind_display(),
                "kinds": _("、").join(words(k.label) for k in pack.lead_kinds),
            },
            remedy=_("可以作为支持单位参加，由符合条件的单位牵头。"),
            clause="3.3-1",
        )


def _title(text: str) -> str:
    title = text.strip()
    if not title:
        raise Invalid(_("填写中心名称，例如“某某技术创新中心”。"))
    return title


def _check_codes(draft: IntentionDraft, pack: Pack) -> None:
    """Refuse a code that the pack does not know: it can only come from a forged form."""
    known: dict[str, set[str]] = {
        "category": {c.code for c in pack.categories},
        "orientation": {o.code for o in pack.orientations},
        "field": {f.code for o in pack.orientations for f in o.fields},
        "technology_type": {t.code for t in pack.technology_types},
        "formation_mode": {m.code for m in pack.formation_modes},
    }
    for name, codes in known.items():
        if (code := getattr(draft, name)) and code not in codes:
            raise Invalid(_("选项“%(code)s”不在本政策中，重新选择。") % {"code": code})


def _replace_tasks(proposal: Proposal, tasks: Sequence[TaskDraft]) -> None:
    proposal.key_tasks.all().delete()
    KeyTask.objects.bulk_create(
        KeyTask(proposal=proposal, position=i, title=task.title, technology_type=task.technology_type)
        for i, task in enumerate(tasks, 1)
    )


def _replace_members(case: Case, proposal: Proposal, members: Sequence[MemberDraft]) -> None:
    wanted = {
        member.organization.pk: member for member in members if member.organization.pk != proposal.lead_id
    }
    for gone in proposal.memberships.exclude(organization_id__in=wanted):
        leave_part(case, Part.MEMBER, organization_id=gone.organization_id)
        gone.delete()
    for pk, member in wanted.items():
        Membership.objects.update_or_create(
            proposal=proposal, organization_id=pk, defaults={"duty": member.duty, "role": member.role}
        )
        take_part(case, Part.MEMBER, organization_id=pk)
