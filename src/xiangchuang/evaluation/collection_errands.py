"""What waits in a round that collects: answers of served firms, materials of centers, causes of absence."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.queries import keeps_a_center, kept_centers
from xiangchuang.evaluation.collection_standing import is_scored
from xiangchuang.evaluation.models import AbsenceInquiry, MaterialState, Round, Subject, SurveyInvitation
from xiangchuang.evaluation.survey_messages import ASKED_ROLES
from xiangchuang.procedure.errands import Errand, Matter, ask_once
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.packs import pack_of

CLAUSE = "6.5-2"
_COLLECTING = Matter(lambda: Round.objects.filter(case__state=CaseState.OPEN, case__stage_kind="collection"))
_INQUIRIES = Matter(lambda: AbsenceInquiry.objects.filter(answered_at=None))
MATTERS = (_COLLECTING, _INQUIRIES)


def errands(actor: Actor) -> Iterator[Errand]:
    """Yield what the actor's organisations are asked for."""
    if _COLLECTING.is_there():
        yield from _survey(actor)
    if ask_once(keeps_a_center, actor):
        if _COLLECTING.is_there():
            yield from _materials(actor)
        if _INQUIRIES.is_there():
            yield from _causes(actor)


def _survey(actor: Actor) -> Iterator[Errand]:
    firms = frozenset[int]().union(*(actor.organizations_as(role) for role in ASKED_ROLES))
    if not firms:
        return
    open_ones = SurveyInvitation.objects.filter(
        organization__in=firms, is_answered=False, subject__round__survey_closes_on__gte=clock.today(),
        subject__round__case__stage_kind="collection", subject__round__case__state=CaseState.OPEN,
    )  # fmt: skip
    for row in open_ones.select_related("subject__round__case", "subject__center"):
        round_ = row.subject.round
        url = reverse("evaluation:answer-survey", args=[row.pk])
        yield Errand(
            _("回答服务评价问卷"), row.subject.center.name, url,
            round_.survey_closes_on, CLAUSE, round_.case.is_sample,
        )  # fmt: skip


def _materials(actor: Actor) -> Iterator[Errand]:
    """One line a center that has handed nothing in, or something of which was declined."""
    rows = Subject.objects.filter(
        center__in=kept_centers(actor).values("pk"), is_sampled=True,
        round__case__stage_kind="collection", round__case__state=CaseState.OPEN,
    )  # fmt: skip
    handed = Q(materials__state__in=[MaterialState.SUBMITTED, MaterialState.ACCEPTED])
    untouched = ~Q(pk__in=Subject.objects.filter(handed).values("pk"))
    declined = Q(pk__in=Subject.objects.filter(materials__state=MaterialState.DECLINED).values("pk"))
    for row in rows.filter(untouched | declined).select_related("round__case", "center"):
        case = row.round.case
        if is_scored(row, pack_of(case)):
            url = reverse("evaluation:materials", args=[row.pk])
            yield Errand(_("报送评价材料"), row.center.name, url, case.due_on, CLAUSE, case.is_sample)


def _causes(actor: Actor) -> Iterator[Errand]:
    asked = AbsenceInquiry.objects.filter(
        subject__center__in=kept_centers(actor).values("pk"), answered_at=None,
        subject__round__case__state=CaseState.OPEN,
    )  # fmt: skip
    for row in asked.select_related("subject__round__case", "subject__center"):
        subject = row.subject
        url = reverse("evaluation:materials", args=[subject.pk])
        yield Errand(
            _("答复未参加评估的原因"), subject.center.name, url, row.answer_by, CLAUSE,
            subject.round.case.is_sample,
        )  # fmt: skip
