"""Invitation (定向组织, 5.1-1): the department asks an organisation to propose, its city to recommend."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.layouts.models import Direction
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted
from xiangchuang.procedure.models import Case, Part
from xiangchuang.procedure.open_case import open_case
from xiangchuang.procedure.packs import current_policy, pack_of_version
from xiangchuang.proposals.direction_answered import taken_from
from xiangchuang.proposals.models import EntryWay, Invitation, Proposal
from xiangchuang.proposals.permissions import may_lead
from xiangchuang.proposals.queries import bureau_of


@transaction.atomic
def invite(
    *,
    actor: Actor,
    organization: Organization,
    title: str,
    reason: str,
    direction: Direction | None = None,
    is_sample: bool = False,
) -> Case:
    """Open a case in the invited organisation's name; its city bureau sees it from the first day.

    5.1-3 puts every intention behind a city recommendation, so the invitation asks the city for one.
    Raises NotPermitted, Invalid without title or reason, Blocked for a kind that cannot lead or a city
    without a bureau.
    """
    office = actor.acting_as(["officer", "division_head"])
    if office is None or actor.user is None:
        raise NotPermitted(_("定向组织由省科技厅经办或处室负责人发起。"), clause="5.1-1")
    if not title.strip() or not reason.strip():
        raise Invalid(_("写明拟建中心名称和定向组织的理由。"), kept={"title": title, "reason": reason})
    policy = current_policy()
    if not may_lead(organization, pack_of_version(policy.pk)):
        raise Blocked(_("%(name)s的单位类型不能牵头。") % {"name": organization.name}, clause="3.3-1")
    bureau = bureau_of(organization)
    if bureau is None:
        raise Blocked(
            _("%(place)s还没有登记市州科技局，无法请其推荐。") % {"place": organization.prefecture_label},
            remedy=_("先登记该市州科技局。"),
            clause="5.1-3",
        )
    case = open_case(
        actor=actor, kind="approval", title=title.strip(), policy=policy, verb="invite", clause="5.1-1",
        parties=[
            (Part.LEAD, organization.pk),
            (Part.RECOMMENDER, bureau.pk),
            (Part.DEPARTMENT, office.organization_id),
        ],
        is_sample=is_sample,
    )  # fmt: skip
    proposal = Proposal.objects.create(
        case=case, lead=organization, entry_way=EntryWay.INVITED, **taken_from(direction)
    )
    Invitation.objects.create(
        proposal=proposal, bureau=bureau, reason=reason.strip(), invited_by=actor.user, invited_at=clock.now()
    )
    return case
