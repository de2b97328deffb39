"""What a case brings to the department's documents; their words are the office's (`wordings`).

Chinese whatever the reader's locale: an official document has one language, so nothing here is translated.
"""

from datetime import date
from typing import Final

from xiangchuang.decisions.approval_terms import cycle_end
from xiangchuang.decisions.models import DocumentKind
from xiangchuang.decisions.notice_content import category_label, field_label
from xiangchuang.decisions.queries import approving_meeting
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import Rows, Values
from xiangchuang.procedure.models import Case, Part
from xiangchuang.proposals.models import MemberRole, PlanRevision, Proposal
from xiangchuang.proposals.queries import submitted_revision
from xiangchuang.wordings.compose_paper import Worded, compose_paper

_NUMERALS: Final = "〇一二三四五六七八九十"
_RULING: Final = {DocumentKind.REFUSAL: "不予批准组建", DocumentKind.DEFERRAL: "暂缓组建"}


def approval_content(
    case: Case, pack: Pack, *, addressee: str, cycle_starts_on: date | None, drafted_on: date
) -> Worded:
    """Return the approval document (5.3-1) as content; number and verification come with the issue.

    Nothing in the words depends on the day of issue, which may be a later one than that of the draft.
    """
    values = approval_values(case, pack, addressee=addressee, cycle_starts_on=cycle_starts_on)
    return compose_paper(DocumentKind.APPROVAL, pack, values, on=drafted_on, sample=case.is_sample)


def outcome_content(case: Case, pack: Pack, kind: DocumentKind, reason: str, drafted_on: date) -> Worded:
    """Return the letter that tells the parties a refusal or a deferral with its reasons."""
    values = outcome_values(case, kind, reason)
    return compose_paper(kind, pack, values, on=drafted_on, sample=case.is_sample)


def approval_values(case: Case, pack: Pack, *, addressee: str, cycle_starts_on: date | None) -> Values:
    """Return what fills the approval document's places: plan, meeting and pack."""
    proposal = Proposal.objects.select_related("lead").get(case=case)
    members = proposal.memberships.filter(role=MemberRole.MEMBER).select_related("organization")
    meeting = approving_meeting(case)
    own = meeting.terms.splitlines() if meeting else []
    return {
        "主送机关": addressee,
        "中心名称": case.title,
        "类别": category_label(proposal, pack),
        "领域": field_label(proposal, pack),
        "所在地": str(proposal.lead.prefecture_label),
        "牵头单位": proposal.lead.name,
        "共建单位": "、".join(member.organization.name for member in members),
        "经过的程序": steps_taken(case, pack),
        "建设周期": f"{_spelled(pack.reporting.cycle.years)}年",
        "周期起讫": _span(pack, cycle_starts_on),
        "年度目标": _targets(submitted_revision(proposal)),
        # The terms of this one case (5.1-1 一事一议).
        "专门约定": tuple(line for line in own if line.strip()),
        **_duties(pack),
    }


def outcome_values(case: Case, kind: DocumentKind, reason: str) -> Values:
    """Return what fills the letter of a refusal or a deferral."""
    return {
        "主送机关": default_addressee(case),
        "案卷名称": case.title,
        "决定": _RULING[kind],
        "理由": tuple(line for line in reason.splitlines() if line.strip()),
    }


def default_addressee(case: Case) -> str:
    """Return the recommending bureau and the lead, as the addressees of what is decided in the case."""
    proposal = Proposal.objects.select_related("lead").get(case=case)
    recommenders = case.participants.filter(part=Part.RECOMMENDER, until__isnull=True).select_related(
        "organization"
    )
    names = [p.organization.name for p in recommenders if p.organization]
    return "，".join([*names, proposal.lead.name])


def steps_taken(case: Case, pack: Pack) -> str:
    """Return the steps of 5.2-1 and 5.3-1 that this pack has, in its own order and words."""
    shown = {"review", "visit", "meeting", "publicity"}
    return "、".join(s.label.zh for s in pack.procedures[case.kind].stages if s.kind in shown)


def _span(pack: Pack, starts: date | None) -> str:
    if starts is None:
        return "自批准之日起计算"
    return f"自{_day(starts)}至{_day(cycle_end(pack, starts))}"


def _spelled(years: int) -> str:
    return _NUMERALS[years] if years < len(_NUMERALS) else str(years)


def _targets(revision: PlanRevision | None) -> Rows:
    """Return the confirmed targets as one table: a row a target, a column a year; empty without any."""
    if revision is None:
        return ()
    targets = list(revision.targets.all())
    years = sorted({target.year for target in targets})
    rows: dict[tuple[int, str, str], dict[int, str]] = {}
    for target in targets:
        number = f"{target.value:f}"
        tidy = number.rstrip("0").rstrip(".") if "." in number else number
        rows.setdefault((target.position, target.name, target.unit), {})[target.year] = tidy
    head = ("目标", "单位", *(f"{year}年" for year in years))
    body = [
        (name, unit, *(values.get(year, "—") for year in years))
        for (_position, name, unit), values in sorted(rows.items())
    ]
    return (head, *body) if body else ()


def _duties(pack: Pack) -> dict[str, str]:
    """Return what the notice asks of the center from now on (4.1-1, 4.1-3, 4.1-4, 2-3, 5.4-2)."""
    report = pack.reporting.annual_report
    day = "底" if report.due_day == "last" else f"{report.due_day}日"
    years = report.first_year_after_approval
    return {
        "法人登记月数": str(pack.governance.incorporate_within.months),
        "中心要求": "；".join(r.label.zh for r in pack.governance.requirements),
        "首次报告年": "次年" if years == 1 else f"后第{years}年",
        "年报截止": f"{report.due_month}月{day}",
        "年报内容": "和".join(part.zh for part in report.parts),
    }


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
