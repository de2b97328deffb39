"""What can be counted of support and talent: who came, and which promises were kept (4.5, 6.4)."""

from collections.abc import Collection, Iterator
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.figure_rows import entries_of, within
from xiangchuang.centers.figures import Figure, FigureRow, Rows, Span, contribute_figures, contribute_pages
from xiangchuang.support.models import Commitment, CommitmentState, Recruitment, RecruitmentWay
from xiangchuang.support.models.commitments import PROMISED


def _recruited(*only: Q) -> Rows:
    def rows(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
        for row in entries_of(Recruitment, centers, *only, within("began_on", span)):
            # Not everyone who reads a figure may read the names of people: the entry's page judges that.
            label = f"{row.get_way_display()} {row.began_on}"
            yield FigureRow(row.center_id, row.pk, row.began_on, 1, label)

    return rows


def _due(*states: CommitmentState) -> Rows:
    def rows(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
        found = Commitment.objects.filter(within("due_on", span), center__in=centers, state__in=states)
        for row in found.select_related("promised_by").order_by("pk"):
            assert row.due_on is not None
            # The promise itself may be about a person; who made it, and until when, tells it apart.
            yield FigureRow(row.center_id, row.pk, row.due_on, 1, f"{row.promised_by} {row.due_on}")

    return rows


FIGURES: Final = (
    Figure(
        "talents_recruited", _("选聘和引进的人才"), "count", "sum", _recruited(),
        _("登记的选聘与引进，国内全职、柔性和海外都在内，按到岗日期计。"), "recruitments",
    ),
    Figure(
        "overseas_recruited", _("海外引进的人才"), "count", "sum",
        _recruited(Q(way=RecruitmentWay.OVERSEAS)), _("登记为海外引进的选聘，按到岗日期计。"), "recruitments",
    ),
    Figure(
        "commitments_due", _("到期的支持承诺"), "count", "sum", _due(*PROMISED),
        _("对中心作出的承诺，按应履行日计；拟稿、未承诺和随协议终止的不计。"), "commitments",
    ),
    Figure(
        "commitments_kept", _("已履行的支持承诺"), "count", "sum", _due(CommitmentState.KEPT),
        _("中心确认全部履行的承诺，按应履行日计；逾期履行的也计，部分履行的不计。"), "commitments",
    ),
)  # fmt: skip


def contribute() -> None:
    """Add the figures, and where a promise can be read."""
    contribute_figures(*FIGURES)
    contribute_pages({"commitments": lambda _center, pk: reverse("support:commitment", args=[pk])})
