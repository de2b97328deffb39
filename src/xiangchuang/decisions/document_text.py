"""The words of the department's documents, composed from pack and case.

Chinese whatever the reader's locale: an official document has one language, so nothing here is translated.
"""

from datetime import date

from xiangchuang.decisions.approval_terms import cycle_end
from xiangchuang.decisions.models import DocumentKind
from xiangchuang.decisions.notice_content import category_label, field_label
from xiangchuang.decisions.queries import approving_meeting
from xiangchuang.documents.official import Block, OfficialDocument
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case, Part
from xiangchuang.proposals.models import MemberRole, PlanRevision, Proposal
from xiangchuang.proposals.queries import submitted_revision

_NUMERALS = "〇一二三四五六七八九十"


def approval_content(
    case: Case, pack: Pack, *, addressee: str, cycle_starts_on: date | None, drafted_on: date
) -> OfficialDocument:
    """Return the approval document (5.3-1) as content; number and verification come with the issue.

    Nothing in the words depends on the day of issue, which may be a later one than that of the draft.
    """
    proposal = Proposal.objects.select_related("lead").get(case=case)
    blocks = [
        Block("paragraph", f"{_basis(pack)}，经{steps_taken(case, pack)}，现批复如下。"),
        Block("heading", "同意组建"),
        Block("paragraph", _founding_sentence(case, proposal, pack)),
        Block("heading", "建设周期和主要目标"),
        Block("paragraph", _cycle_sentence(pack, cycle_starts_on)),
        *_targets(submitted_revision(proposal)),
        Block("heading", "有关要求"),
        *(Block("paragraph", text) for text in _duties(pack)),
        *_own_terms(case),
        Block("paragraph", "此复。"),
    ]
    return _letter(case, pack, f"关于批准组建{case.title}的批复", addressee, tuple(blocks), drafted_on)


def outcome_content(
    case: Case, pack: Pack, *, kind: DocumentKind, reason: str, drafted_on: date
) -> OfficialDocument:
    """Return the letter that tells the parties a refusal or a deferral with its reasons."""
    ending = {
        DocumentKind.REFUSAL: "不予批准组建",
        DocumentKind.DEFERRAL: "暂缓组建",
    }[kind]
    after = {
        DocumentKind.REFUSAL: "条件成熟后，可以重新提出建设意向。",
        DocumentKind.DEFERRAL: "上述事项落实后，由我厅恢复办理，已经提交的材料不必重新报送。",
    }[kind]
    blocks = (
        Block("paragraph", f"你们报送的{case.title}建设方案收悉。{_basis(pack)}，经研究，{ending}。"),
        Block("heading", "理由"),
        Block("paragraph", reason),
        Block("paragraph", after),
    )
    title = f"关于{ending}{case.title}的通知"
    return _letter(case, pack, title, default_addressee(case), blocks, drafted_on)


def default_addressee(case: Case) -> str:
    """Return the recommending bureau and the lead, as the addressees of what is decided in the case."""
    proposal = Proposal.objects.select_related("lead").get(case=case)
    recommenders = case.participants.filter(part=Part.RECOMMENDER, until__isnull=True).select_related(
        "organization"
    )
    names = [p.organization.name for p in recommenders if p.organization]
    return "，".join([*names, proposal.lead.name])


def _letter(
    case: Case, pack: Pack, title: str, addressee: str, blocks: tuple[Block, ...], on: date
) -> OfficialDocument:
    office = pack.identity.issued_by.zh
    return OfficialDocument(
        mark=f"{office}文件",
        title=f"{office}\n{title}",
        signatory=office,
        issued_on=on,
        addressee=addressee,
        blocks=blocks,
        issuing_office=f"{office}办公室",
        seal_placeholder=True,
        sample=case.is_sample,
    )


def steps_taken(case: Case, pack: Pack) -> str:
    """Return the steps of 5.2-1 and 5.3-1 that this pack has, in its own order and words."""
    shown = {"review", "visit", "meeting", "publicity"}
    return "、".join(s.label.zh for s in pack.procedures[case.kind].stages if s.kind in shown)


def _basis(pack: Pack) -> str:
    return f"根据《{pack.identity.notice_title}》"


def _founding_sentence(case: Case, proposal: Proposal, pack: Pack) -> str:
    members = proposal.memberships.filter(role=MemberRole.MEMBER).select_related("organization")
    names = "、".join(member.organization.name for member in members)
    together = f"，{names}共同建设" if names else ""
    return (
        f"同意由{proposal.lead.name}牵头{together}，组建{case.title}（{category_label(proposal, pack)}，"
        f"领域：{field_label(proposal, pack)}，所在地：{proposal.lead.prefecture_label}）。"
    )


def _cycle_sentence(pack: Pack, starts: date | None) -> str:
    years = pack.reporting.cycle.years
    spelled = _NUMERALS[years] if years < len(_NUMERALS) else str(years)
    span = f"自{_day(starts)}至{_day(cycle_end(pack, starts))}" if starts else "自批准之日起计算"
    return f"建设周期为{spelled}年，{span}。中心按经论证的建设方案建设，年度目标如下："


def _targets(revision: PlanRevision | None) -> list[Block]:
    """Return the confirmed targets as one table: a row a target, a column a year."""
    if revision is None:
        return []
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
    return [Block("table", rows=(head, *body))] if body else []


def _duties(pack: Pack) -> list[str]:
    """Return what the notice asks of the center from now on (4.1-1, 4.1-3, 4.1-4, 2-3, 5.4-2)."""
    report = pack.reporting.annual_report
    parts = "和".join(part.zh for part in report.parts)
    day = "底" if report.due_day == "last" else f"{report.due_day}日"
    years = report.first_year_after_approval
    begins = "次年" if years == 1 else f"后第{years}年"
    months = pack.governance.incorporate_within.months
    requirements = "；".join(r.label.zh for r in pack.governance.requirements)
    return [
        f"自批准之日起{months}个月内办理法人登记。中心应当做到：{requirements}。",
        f"从批准组建{begins}开始，每年{report.due_month}月{day}前将{parts}报我厅。",
        "牵头单位和共建单位落实建设方案中的各项投入，按约定共享知识产权和创新资源。",
    ]


def _own_terms(case: Case) -> list[Block]:
    """Return the terms the leadership meeting set for this one case (5.1-1 一事一议)."""
    meeting = approving_meeting(case)
    if meeting is None or not meeting.terms:
        return []
    return [
        Block("heading", "本中心的专门约定"),
        *(Block("paragraph", line) for line in meeting.terms.splitlines() if line.strip()),
    ]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
