"""What is still open at a center that ended: each line leads to its row and says what settles it (6.5-1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.obligations import ANNUAL_REPORT, obligation_label
from xiangchuang.evaluation.models import ReplyPoint, Subject
from xiangchuang.marketplace.models import Booking, BookingState, JointLaboratory, Order
from xiangchuang.marketplace.stop_serving import REQUESTED, UNDER_WAY
from xiangchuang.procedure.models import Obligation
from xiangchuang.procedure.packs import pack_of
from xiangchuang.support.models import Commitment, ProjectProposal, SupportAgreement
from xiangchuang.support.models.problems import Problem

SETTLES: dict[str, Promise] = {
    "booking": gettext_lazy("到期使用后登记时数，或取消"),
    "order": gettext_lazy("办结、解除或交接"),
    "laboratory": gettext_lazy("登记终止日和原因"),
    "agreement": gettext_lazy("终止协议"),
    "commitment": gettext_lazy("报告并确认，或随协议终止"),
    "project": gettext_lazy("结题，或作出不予立项的决定"),
    "problem": gettext_lazy("办结协调事项"),
    "report": gettext_lazy("报送年度报告"),
    "reply": gettext_lazy("答复异议"),
}


@dataclass(frozen=True)
class OpenLine:
    """One thing that is open: its kind, its name, where it stands, and the page that settles it."""

    kind: str
    title: str
    state: str
    url: str

    @property
    def settled_by(self) -> str:
        """Say what would settle it."""
        return str(SETTLES[self.kind])


def open_business(center: Center) -> list[OpenLine]:
    """Return all that is open at the center, in a fixed number of queries."""
    return [*_market(center), *_support(center), *_owed(center)]


def _market(center: Center) -> Iterator[OpenLine]:
    booked = Booking.objects.filter(instrument__center=center, state=BookingState.BOOKED)
    for booking in booked.select_related("instrument").order_by("starts_at"):
        where = _("已预约，待使用") if booking.ends_at > clock.now() else _("已到期，待登记时数")
        yield OpenLine(
            "booking", booking.instrument.name, where, reverse("marketplace:booking", args=[booking.pk])
        )
    for order in Order.objects.filter(center=center, state__in=(*REQUESTED, *UNDER_WAY)).order_by("pk"):
        yield OpenLine(
            "order", f"{order.number} {order.title}", order.get_state_display(),
            reverse("marketplace:order", args=[order.pk]),
        )  # fmt: skip
    running = JointLaboratory.objects.standing().filter(center=center, ended_on=None)
    for laboratory in running.order_by("pk"):
        url = reverse("centers:entry", args=[center.pk, "joint-laboratories", laboratory.pk])
        yield OpenLine("laboratory", laboratory.name, _("运行中"), url)


def _support(center: Center) -> Iterator[OpenLine]:
    for agreement in SupportAgreement.objects.filter(center=center).exclude(state="ended").order_by("pk"):
        yield OpenLine("agreement", agreement.title, agreement.get_state_display(),
                       reverse("support:agreement", args=[agreement.pk]))  # fmt: skip
    open_promise = Q(state__in=["asked", "open", "reported", "partly", "disputed"])
    for promise in Commitment.objects.filter(open_promise, center=center).order_by("pk"):
        yield OpenLine("commitment", promise.text[:100], promise.get_state_display(),
                       reverse("support:commitment", args=[promise.pk]))  # fmt: skip
    going = ["submitted", "accepted", "under_way"]
    for project in ProjectProposal.objects.filter(center=center, state__in=going).order_by("pk"):
        yield OpenLine("project", project.title, project.get_state_display(),
                       reverse("support:project", args=[project.pk]))  # fmt: skip
    for problem in Problem.objects.filter(center=center).exclude(state="closed").order_by("pk"):
        yield OpenLine("problem", problem.title, problem.get_state_display(),
                       reverse("support:problem", args=[problem.pk]))  # fmt: skip


def _owed(center: Center) -> Iterator[OpenLine]:
    owed = Obligation.objects.filter(
        case=center.founding_case_id, kind=ANNUAL_REPORT, fulfilled_at=None, period__lt=clock.today().year
    )
    pack = pack_of(center.founding_case)
    for report in owed.order_by("period"):
        url = reverse("reporting:report", args=[center.pk, report.period])
        yield OpenLine("report", obligation_label(report, pack)["zh"], _("未报送"), url)
    points = ReplyPoint.objects.filter(
        answered_at=None, reply__subject__in=Subject.objects.filter(center=center)
    )
    for point in points.select_related("reply__subject__round__case"):
        case = point.reply.subject.round.case
        yield OpenLine("reply", case.title, _("待答复"), reverse("workbench:case", args=[case.number]))
