"""The panel is built with other departments (5.2-1 会同相关部门): they nominate and co-sign."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert
from xiangchuang.organizations.models import Organization, OrganizationKind
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case, Part
from xiangchuang.procedure.perform import Step, perform, stale
from xiangchuang.procedure.stages import add_work_item, close_work_items, take_part
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.reviews.models import ACTIVE_SEATS, CoSignature, Panel, Seat
from xiangchuang.reviews.panel import (
    CO_SIGNATURE,
    asked_departments,
    panel_at,
    panel_covers_kinds,
    panel_size,
    panel_without_conflicts,
    place,
)
from xiangchuang.reviews.panel_matters import panel_rule


@guard("panel_co_signed")
def panel_co_signed(at: Standpoint) -> list[Blocker]:
    """5.2-1: the department builds the panel together with others, where the pack lets them co-sign."""
    if not panel_rule(at.case, at.pack).nomination.departments_cosign:
        return []
    if CoSignature.objects.filter(panel__run=at.run).exists():
        return []
    asked = asked_departments(panel_at(at))
    words = _("相关部门还没有会签专家组") if asked else _("还没有邀请相关部门会同组建专家组")
    return [Blocker(words, panel_rule(at.case, at.pack).nomination.clause, "ask_department")]


def _panel_complete(at: Standpoint) -> list[Blocker]:
    return [*panel_covers_kinds(at), *panel_size(at), *panel_without_conflicts(at)]


ASK = Verb("ask_department", gettext_lazy("邀请相关部门会同组建"))
NOMINATE = Verb(
    "nominate_expert", gettext_lazy("提名专家"), role="department", clause="5.2-1", shared=True,
    page="reviews:nominate-expert",
)  # fmt: skip
COSIGN = Verb(
    "cosign_panel", gettext_lazy("会签专家组"), role="department", clause="5.2-1", shared=True,
    tone="primary", needs=(_panel_complete,), page="reviews:cosign-panel",
)  # fmt: skip
contribute("review", ASK, NOMINATE, COSIGN)


def ask_department(*, actor: Actor, case: Case, seen: int, organization: Organization) -> None:
    """Give another department a part in the review: it may nominate, and its co-signature is awaited."""
    with perform(ASK, actor=actor, case=case, seen=seen) as step:
        if organization.kind != OrganizationKind.DEPARTMENT:
            raise Invalid(_("%(name)s不是省直部门，不能会同组建专家组。") % {"name": organization.name})
        if organization.pk in asked_departments(panel_at(step.at)):
            raise Blocked(_("%(name)s已受邀会同组建本轮专家组。") % {"name": organization.name})
        take_part(step.case, Part.DEPARTMENT, organization_id=organization.pk)
        add_work_item(step.run, what=CO_SIGNATURE, role="department", organization_id=organization.pk)
        step.subject = f"organization:{organization.pk}"
        step.note(department=organization.name)


def nominate_expert(*, actor: Actor, case: Case, seen: int, expert: Expert, kind: str) -> Seat:
    """A department puts its expert on the panel; refused after reading has opened.

    Raises Stale when the department has nominated this expert already (a page sent twice).
    """
    with perform(NOMINATE, actor=actor, case=case, seen=seen) as step:
        panel = _open_panel(step)
        if not panel_rule(step.case, step.pack).nomination.departments_nominate:
            raise Blocked(_("本政策没有规定其他部门提名专家。"))
        own = panel.seats.filter(expert=expert, nominated_by_id=step.standing.organization_id)
        if own.filter(state__in=ACTIVE_SEATS).exists():
            raise stale()
        assert step.standing.organization_id is not None
        department = Organization.objects.get(pk=step.standing.organization_id)
        return place(step, expert, kind, nominated_by=department)


def cosign_panel(*, actor: Actor, case: Case, seen: int, remark: str = "") -> CoSignature:
    """A department signs the complete panel; a later change of the list before reading voids it.

    Raises Blocked while a kind is missing or a conflict stands, Stale when it has signed already.
    """
    with perform(COSIGN, actor=actor, case=case, seen=seen) as step:
        panel = _open_panel(step)
        organization_id = step.standing.organization_id
        assert organization_id is not None and step.actor.user is not None
        if panel.co_signatures.filter(organization_id=organization_id).exists():
            raise stale()
        signature = CoSignature.objects.create(
            panel=panel, organization_id=organization_id, signed_by=step.actor.user, signed_at=clock.now(),
            remark=remark.strip(),
        )  # fmt: skip
        close_work_items(step.run, what=CO_SIGNATURE, organization_id=organization_id)
        step.subject = f"panel:{panel.pk}"
        step.note(seats=sorted(panel.seats.filter(state__in=ACTIVE_SEATS).values_list("pk", flat=True)))
    return signature


def _open_panel(step: Step) -> Panel:
    panel = panel_at(step.at)
    if panel.reading_opened_at is not None:
        raise Blocked(
            _("专家组已经组成并开始审阅。"), remedy=_("补选专家由省科技厅经办人办理。"), clause="5.2-1"
        )
    return panel
