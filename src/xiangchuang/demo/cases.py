"""The example's cases: one or two at every stage, some refused, deferred or withdrawn, two approved centers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from xiangchuang.calendars import clock
from xiangchuang.demo.decision_steps import announce
from xiangchuang.demo.line import Line
from xiangchuang.demo.meeting_steps import convene
from xiangchuang.demo.names import FIELDS
from xiangchuang.demo.province import Province
from xiangchuang.demo.review_steps import form_panel
from xiangchuang.procedure.comments import open_comments
from xiangchuang.procedure.everywhere import withdraw
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.check_conditions import refuse_on_conditions
from xiangchuang.proposals.formal_check import comment_field, return_from_formal_check
from xiangchuang.proposals.intention import save_intention
from xiangchuang.proposals.invite import invite
from xiangchuang.proposals.recommend import decline_recommendation
from xiangchuang.reviews.models import ReviewBatch
from xiangchuang.reviews.panel import seat_expert
from xiangchuang.reviews.reading import open_reading
from xiangchuang.reviews.review_batches.keep_batch import form_batch, put_in_batch

END = "end"


def join_batch(line: Line) -> None:
    """The proposals at the review stand in one batch, whose panels are formed together."""
    batch = ReviewBatch.objects.first()
    if batch is None:
        batch = form_batch(actor=line.officer, name="第一批方案论证", year=clock.today().year)
        ReviewBatch.objects.update(is_sample=True)
    put_in_batch(actor=line.officer, batch=batch, seen=batch.version, cases=[line.case])


def open_to_readers(line: Line) -> None:
    """A panel at work: the two experts of the printed sign-ins among it, nobody has submitted yet; it meets in a week."""
    join_batch(line)
    for name, kind in (("zhuanjia1", "technical"), ("zhuanjia17", "management")):
        expert = line.province.users[name].expert
        seat_expert(actor=line.officer, case=line.case, seen=line.case.version, expert=expert, kind=kind)
    form_panel(line, line.case.runs.get(closed_at__isnull=True))
    open_reading(actor=line.officer, case=line.case, seen=line.case.version)
    convene(line.case, line.officer, in_days=7)


@dataclass(frozen=True)
class Plot:
    """Which enterprise leads, where its case shall stand, how many days ago it began, what was begun there."""

    lead: int
    stop_at: str
    days_ago: int
    category: str = "field_specific"
    then: Callable[[Line], object] | None = None


# Numbers of the province's enterprises, spread so that no city goes beyond its quota of the year.
PLOTS = (
    Plot(12, END, 250, "comprehensive"), Plot(1, END, 230), Plot(2, "approval", 86), Plot(15, "publicity", 77),
    Plot(31, "publicity", 79, then=announce), Plot(5, "meeting", 76), Plot(7, "integrity", 71),
    Plot(8, "site_visit", 69), Plot(16, "site_visit", 67), Plot(10, "revision", 44),
    Plot(11, "review", 34, then=open_to_readers), Plot(17, "review", 28, then=join_batch),
    Plot(0, "plan", 20), Plot(22, "plan", 15),
    Plot(25, "formal_check", 12), Plot(32, "conditions", 9), Plot(3, "recommendation", 6),
    Plot(35, "recommendation", 5),
)  # fmt: skip


def load_cases(province: Province) -> list[Case]:
    """Drive every plot to its place, with the dates it would have had, then the cases that ended otherwise."""
    cases = [_play(province, plot) for plot in PLOTS]
    return cases + [told(province) for told in (_draft, _invited, _returned, _refused, _declined, _withdrawn)]


def _play(province: Province, plot: Plot) -> Case:
    line = _line(province, plot.lead, category=plot.category)
    with clock.at(_days_ago(plot.days_ago)):
        line.pause = _pause_until(datetime.now(clock.SHANGHAI))
        line.begin()
        if plot.stop_at == END:
            return line.advance_to_end()
        line.advance_to(plot.stop_at)
        if plot.then is not None:
            plot.then(line)
        return line.case


def _line(province: Province, number: int, *, category: str = "field_specific") -> Line:
    lead = province.enterprises[number]
    words = FIELDS[number % len(FIELDS)][1]
    members = (
        province.universities[number % len(province.universities)],
        province.institutes[number % len(province.institutes)],
    )
    return Line(
        province, lead, f"示例{words}技术创新中心", members=members, category=category, fills_tables=True
    )


def _days_ago(days: int) -> datetime:
    return clock.moment_on(clock.today() - timedelta(days=days))


def _pause_until(last: datetime) -> Callable[[int], None]:
    """Let days pass at the pace of the line, but never beyond today: nothing of the example lies ahead."""

    def pause(days: int) -> None:
        if clock.now() + timedelta(days=days) < last:
            clock.advance(timedelta(days=days))

    return pause


def _draft(province: Province) -> Case:
    """An intention half written, which only its own staff sees."""
    line = _line(province, 26).begin()
    save_intention(actor=line.staff, case=line.case, seen=line.case.version, draft=line.draft())
    return line.case


def _invited(province: Province) -> Case:
    """The department invites a firm (5.1-1); its city is asked to recommend."""
    return invite(
        actor=province.actor("jingban"), organization=province.enterprises[40],
        title=f"示例{FIELDS[40 % len(FIELDS)][1]}技术创新中心",
        reason="该方向在总体布局中尚属空白，该单位研发投入居全国同行业前列。", is_sample=True,
    )  # fmt: skip


def _returned(province: Province) -> Case:
    """Sent back from the formal check with remarks at two fields."""
    line = _line(province, 37)
    with clock.at(_days_ago(20)):
        line.begin()
        line.advance_to("formal_check")
        for anchor, label, text in (
            ("direction", "领域方向", "方向过宽，收窄到一两个关键共性技术，并写明与现有平台的区别。"),
            ("key_tasks", "重点任务", "第三项任务缺少牵头单位，补充各方分工。"),
        ):
            comment_field(
                actor=line.officer,
                case=line.case,
                seen=line.case.version,
                anchor=anchor,
                label=label,
                text=text,
            )
        return_from_formal_check(actor=line.officer, case=line.case, seen=line.case.version)
    if not open_comments(line.case).exists():
        raise LookupError("the returned case lost its remarks")
    return line.case


def _refused(province: Province) -> Case:
    """A firm under the line of 3.4-2: refused on the conditions, with the numbers."""
    line = _line(province, 4)
    with clock.at(_days_ago(75)):
        line.begin()
        line.advance_to("conditions")
        clause = pack_of(line.case).procedures[line.case.kind].stage("conditions").clause
        refuse_on_conditions(
            actor=line.officer, case=line.case, seen=line.case.version,
            reason=f"近三年平均研发经费低于条件（{clause}），差额见条件核查表；达到后可重新申报。",
        )  # fmt: skip
    return line.case


def _declined(province: Province) -> Case:
    """A city that does not recommend, and says why."""
    line = _line(province, 38)
    with clock.at(_days_ago(40)):
        line.begin()
        line.advance_to("recommendation")
        bureau = province.bureaus[line.lead.prefecture]
        decline_recommendation(
            actor=province.staff_of(bureau), case=line.case, seen=line.case.version,
            reason="与本市在建平台方向重复，建议与已有工程技术研究中心整合后再报。",
        )  # fmt: skip
    return line.case


def _withdrawn(province: Province) -> Case:
    """Taken back by its lead."""
    line = _line(province, 43)
    with clock.at(_days_ago(33)):
        line.begin()
        line.advance_to("conditions")
        withdraw(
            actor=line.staff,
            case=line.case,
            seen=line.case.version,
            reason="牵头单位重组，待完成后重新申报。",
        )
    return line.case
