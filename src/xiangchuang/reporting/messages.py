"""What people are told of annual reports: reminders, what was handed in, how it was judged."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xiangchuang.accounts.roles import Role
from xiangchuang.centers.models import Center
from xiangchuang.centers.obligations import ANNUAL_REPORT
from xiangchuang.notify import audiences
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.pages import figures
from xiangchuang.procedure.models import Obligation
from xiangchuang.reporting.models import AnnualReport, ReportRevision, ReportState

CLAUSE: Final = "5.4-2"
DUE, LATE, OWING, SUBMITTED, RETURNED, ACCEPTED = (
    "report_due", "report_late", "reports_owing", "report_submitted", "report_returned", "report_accepted",
)  # fmt: skip


def writers(center: Center) -> list[str]:
    """Return the audiences of those who write the center's report."""
    houses = sorted({pk for pk in (center.organization_id, center.lead_id) if pk is not None})
    return [*(audiences.house(Role.CENTER_STAFF, pk) for pk in houses),
            audiences.house(Role.LEAD, center.lead_id)]  # fmt: skip


def overseers(center: Center) -> list[str]:
    """Return the audiences of those who watch that it comes: the city's bureau and the officers."""
    return [audiences.city(center.prefecture), audiences.department(Role.OFFICER)]


def tell_due(center: Center, owed: Obligation, *, occasion: int, left: int) -> int:
    """Tell the writers how many days are `left`, or by how many it is late when negative; once each."""
    return tell(
        kind=LATE if left < 0 else DUE, to=writers(center), subject=center.name,
        key=f"report:{owed.pk}:{owed.due_on}:{occasion}",
        values={"center": center.name, "year": owed.period, "due_on": owed.due_on.isoformat(),
                "days": abs(left), "is_provisional": owed.due_provisional, "obligation": owed.pk},
        url=_page(center, owed.period), clause="5.4-1", is_sample=center.is_sample,
    )  # fmt: skip


def tell_owing(to: str, year: int, due_on: date, *, occasion: int, count: int) -> int:
    """Tell an overseer how many reports on the year have not come, in one message; once an occasion."""
    view = "missing" if occasion < 0 else "due"
    return tell(
        kind=OWING, to=[to], key=f"reports:{year}:{due_on}:{occasion}",
        values={"year": year, "due_on": due_on.isoformat(), "count": count, "is_late": occasion < 0},
        url=f"{reverse('reporting:reports')}?view={view}&year={year}", clause="5.4-1",
    )  # fmt: skip


def tell_submitted(report: AnnualReport, revision: ReportRevision) -> None:
    """Tell the officers and the city's bureau that a report has come."""
    _tell(SUBMITTED, report, revision, overseers(report.center), {"is_again": revision.no > 1})


def tell_returned(report: AnnualReport, revision: ReportRevision) -> None:
    """Tell those who write it that it was returned, and until when it is expected again."""
    by = report.rework_by.isoformat() if report.rework_by else ""
    _tell(RETURNED, report, revision, writers(report.center), {"rework_by": by})


def tell_accepted(report: AnnualReport, revision: ReportRevision) -> None:
    """Tell those who write it, and the city's bureau, that it was accepted."""
    to = [*writers(report.center), audiences.city(report.center.prefecture)]
    _tell(ACCEPTED, report, revision, to, {})


def _tell(
    kind: str, report: AnnualReport, revision: ReportRevision, to: list[str], more: Mapping[str, Value]
) -> None:
    center = report.center
    values: dict[str, Value] = {
        "center": center.name,
        "year": report.year,
        "number": revision.number,
        "report": report.pk,
    }
    tell(
        kind=kind, to=to, key=f"{kind}:{revision.number}", subject=center.name, values=values | dict(more),
        url=_page(center, report.year), clause=CLAUSE, is_sample=center.is_sample,
    )  # fmt: skip


def _page(center: Center, year: int) -> str:
    return reverse("reporting:report", args=[center.pk, year])


def _say_due(values: Mapping[str, Value]) -> Said:
    days, due = int(values["days"] or 0), date.fromisoformat(str(values["due_on"]))
    title = ngettext(
        "%(center)s：%(year)s 年度报告还有 %(days)s 天截止",
        "%(center)s：%(year)s 年度报告还有 %(days)s 天截止", days,
    ) % values  # fmt: skip
    said = {"day": figures.day_text(due)}
    if values["is_provisional"]:
        return Said(title, _("%(day)s 24:00 截止（暂定，节假日公布后确定）。") % said)
    return Said(title, _("%(day)s 24:00 截止。") % said)


def _say_late(values: Mapping[str, Value]) -> Said:
    days, due = int(values["days"] or 0), date.fromisoformat(str(values["due_on"]))
    title = ngettext(
        "%(center)s：%(year)s 年度报告已逾期 %(days)s 天",
        "%(center)s：%(year)s 年度报告已逾期 %(days)s 天", days,
    ) % values  # fmt: skip
    return Said(title, _("%(day)s已截止，仍可提交，按逾期登记。") % {"day": figures.day_text(due)})


def _say_owing(values: Mapping[str, Value]) -> Said:
    count, due = int(values["count"] or 0), date.fromisoformat(str(values["due_on"]))
    said = {**values, "day": figures.day_text(due)}
    if values["is_late"]:
        late = ngettext(
            "%(count)s 份 %(year)s 年度报告逾期未报", "%(count)s 份 %(year)s 年度报告逾期未报", count
        )
        return Said(late % said, _("%(day)s已截止。") % said)
    owed = ngettext(
        "%(count)s 份 %(year)s 年度报告还没有报送", "%(count)s 份 %(year)s 年度报告还没有报送", count
    )
    return Said(owed % said, _("%(day)s 24:00 截止。") % said)


def _say_submitted(values: Mapping[str, Value]) -> Said:
    if values["is_again"]:
        return Said(_("%(center)s：%(year)s 年度报告修改后再次提交") % values)
    return Said(_("%(center)s：%(year)s 年度报告已提交") % values)


def _say_returned(values: Mapping[str, Value]) -> Said:
    title = _("%(center)s：%(year)s 年度报告退回修改") % values
    if not values["rework_by"]:
        return Said(title, _("按章节上的意见修改、逐条答复后再提交。"))
    by = figures.day_text(date.fromisoformat(str(values["rework_by"])))
    return Said(title, _("按章节上的意见修改、逐条答复，%(by)s前再提交。") % {"by": by})


def _say_accepted(values: Mapping[str, Value]) -> Said:
    return Said(_("%(center)s：%(year)s 年度报告已被接受") % values)


def _still_owed(message: Message) -> bool:
    owed = Obligation.objects.filter(pk=message.values["obligation"], fulfilled_at=None).first()
    return owed is not None and owed.due_on.isoformat() == message.values["due_on"]


def _still_missing(message: Message) -> bool:
    owed = Obligation.objects.filter(kind=ANNUAL_REPORT, period=message.values["year"], fulfilled_at=None)
    return owed.exists()


def _in(state: ReportState) -> Callable[[Message], bool]:
    def holds(message: Message) -> bool:
        return AnnualReport.objects.filter(pk=message.values["report"], state=state).exists()

    return holds


KINDS: Final = (
    MessageKind(DUE, gettext_lazy("年报临期提醒"), _say_due, _still_owed),
    MessageKind(LATE, gettext_lazy("年报逾期催报"), _say_late, _still_owed),
    MessageKind(OWING, gettext_lazy("年报未报情况"), _say_owing, _still_missing),
    MessageKind(SUBMITTED, gettext_lazy("年报已提交"), _say_submitted, _in(ReportState.SUBMITTED)),
    MessageKind(RETURNED, gettext_lazy("年报退回"), _say_returned, _in(ReportState.RETURNED)),
    MessageKind(ACCEPTED, gettext_lazy("年报已接受"), _say_accepted, _in(ReportState.ACCEPTED)),
)
