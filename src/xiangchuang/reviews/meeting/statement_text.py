"""What the panel's statement says: the votes of those present, what they come to, the text to begin with.

Chinese whatever the reader's locale: an official paper has one language, so nothing here is translated.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from xiangchuang.calendars import clock
from xiangchuang.policy.pack import Pack, Verdict
from xiangchuang.policy.panel_meeting import MeetingRule
from xiangchuang.policy.wordings import FilledBlock, Values, WordingText, fill
from xiangchuang.procedure.models import Case
from xiangchuang.reviews.meeting.convene import meeting_rule
from xiangchuang.reviews.meeting.models import Conclusion, PanelMeeting
from xiangchuang.reviews.models import ACTIVE_SEATS, Opinion, OpinionState, Review, Severity
from xiangchuang.reviews.scores import latest_verdict, round_figures, with_scores

PAPER: Final = "review_statement"
"""Its code in wordings.yaml and in the office's editor."""
WordingSource = Callable[[Pack], WordingText | None]


def _of_pack(pack: Pack) -> WordingText | None:
    found = pack.wordings.wording(PAPER)
    return found.text if found else None


_source: list[WordingSource] = [_of_pack]


def take_wording_from(source: WordingSource) -> None:
    """Let the office's words take the place of the pack's; called from the `ready()` of who keeps them."""
    _source[0] = source


@dataclass(frozen=True)
class Votes:
    """The latest verdicts of those present, in the pack's order, and what they come to."""

    members: int
    present: int
    counts: tuple[tuple[Verdict, int], ...]
    conclusion: Conclusion
    outcome: str
    has_quorum: bool

    @property
    def leading(self) -> tuple[Verdict, int] | None:
        """The verdict most were for among those of the outcome, with the votes for that outcome."""
        own = [(verdict, count) for verdict, count in self.counts if verdict.outcome == self.outcome]
        if not own:
            return None
        verdict, _count = max(own, key=lambda pair: pair[1])
        return verdict, sum(count for _verdict, count in own)


def reviews_of(meeting: PanelMeeting) -> list[Review]:
    """Return the submitted reviews of those who sit on the panel, with all that figures are made of."""
    rows = Review.objects.filter(
        seat__panel=meeting.panel_id, seat__state__in=ACTIVE_SEATS, submitted_at__isnull=False
    )
    return list(with_scores(rows).select_related("seat__expert__employer", "second").order_by("seat"))


def votes_of(meeting: PanelMeeting, reviews: Sequence[Review], pack: Pack) -> Votes:
    """Count the votes of those who are noted as present, and say what they come to by the pack's rule."""
    rule = meeting_rule(pack)
    there = set(meeting.attendances.filter(present=True).values_list("seat_id", flat=True))
    members = meeting.panel.seats.filter(state__in=ACTIVE_SEATS).count()
    voting = [review for review in reviews if review.seat_id in there]
    given = Counter(latest_verdict(review) for review in voting)
    counts = tuple((verdict, given[verdict.code]) for verdict in pack.review.verdicts)
    conclusion, outcome = _concluded(counts, len(voting), rule)
    return Votes(
        members, len(voting), counts, conclusion, outcome, rule.quorum.is_reached(len(voting), members)
    )


def _concluded(
    counts: Sequence[tuple[Verdict, int]], total: int, rule: MeetingRule
) -> tuple[Conclusion, str]:
    by_outcome: Counter[str] = Counter()
    for verdict, count in counts:
        by_outcome[verdict.outcome] += count
    # Two outcomes may both reach a share of a half: then neither is the panel's.
    ordered = by_outcome.most_common(2)
    outcome, most = ordered[0]
    if total and most == total:
        return Conclusion.CONSENSUS, outcome
    is_tied = len(ordered) > 1 and ordered[1][1] == most
    if rule.majority.is_reached(most, total) and not is_tied:
        return Conclusion.MAJORITY, outcome
    return Conclusion.NONE, ""


def conclusion_words(votes: Votes) -> str:
    """Return the sentence that a statement must contain: nobody signs a text that says something else."""
    leading = votes.leading
    if leading is None:
        return f"到会专家{votes.present}人，各种结论均未达到规定的多数，专家组没有形成一致结论"
    verdict, count = leading
    if votes.conclusion == Conclusion.CONSENSUS:
        return f"到会专家{votes.present}人一致认为：{verdict.label.zh}"
    return f"到会专家{votes.present}人中{count}人认为：{verdict.label.zh}"


def proposed_text(case: Case, meeting: PanelMeeting, pack: Pack) -> str:
    """Return the statement as the words in force make it, one paragraph a line; "" where there are none."""
    wording = _source[0](pack)
    if wording is None:
        return ""
    title, _addressee, blocks = fill(wording, statement_values(case, meeting, pack))
    lines = [title]
    for block in blocks:
        lines += [block.text] if block.text else _as_lines(block)
    return "\n".join(line for line in lines if line)


def _as_lines(block: FilledBlock) -> list[str]:
    numbered = [f"{n}. {item}" for n, item in enumerate(block.items, 1)]
    return [*numbered, *("　".join(row) for row in block.rows)]


def statement_values(case: Case, meeting: PanelMeeting, pack: Pack) -> Values:
    """Return what fills the places of the statement."""
    reviews = reviews_of(meeting)
    votes, figures = votes_of(meeting, reviews, pack), round_figures(reviews, pack)
    open_ones = Opinion.objects.filter(case=case, review__submitted_at__isnull=False)
    open_ones = open_ones.exclude(state=OpinionState.CLOSED)
    # By section: the order must not tell whose they are.
    must = open_ones.filter(severity=Severity.MUST).order_by("section", "demand", "pk")
    demands = list(must.values_list("section", "demand"))
    round_number = meeting.panel.run.round
    return {
        "发文机关": pack.identity.issued_by.zh,
        "政策依据": f"《{pack.identity.notice_title}》",
        "案卷名称": case.title,
        "案卷编号": case.number,
        "论证轮次": f"第{round_number}轮",
        "会议日期": _day(meeting),
        "专家人数": str(votes.members),
        "到会人数": str(votes.present),
        "结论票数": "，".join(f"{verdict.label.zh}{count}人" for verdict, count in votes.counts),
        "加权平均分": "" if figures.mean is None else str(figures.mean),
        "分差": "" if figures.spread is None else str(figures.spread),
        "必须修改条数": str(len(demands)),
        "必须修改的意见": tuple(f"{section}：{demand}" for section, demand in demands),
        "建议条数": str(open_ones.filter(severity=Severity.ADVICE).count()),
        "论证结论": conclusion_words(votes),
    }


def _day(meeting: PanelMeeting) -> str:
    day = clock.day_of(meeting.began_at or meeting.starts_at)
    return f"{day.year}年{day.month}月{day.day}日"
