"""What a public notice says: a closed list of fields, built here and typed nowhere (pain 11)."""

from dataclasses import dataclass

from xiangchuang.decisions.models import Notice
from xiangchuang.decisions.personal_data import find_personal_data
from xiangchuang.documents.official import Block, NoticeDocument
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import MemberRole, Proposal


@dataclass(frozen=True)
class NoticeContent:
    """Title and (label, value) pairs in the order they are printed. Chinese, whatever the reader's locale."""

    title: str
    pairs: tuple[tuple[str, str], ...]


def notice_content(case: Case, pack: Pack) -> NoticeContent:
    """Compose the notice from the whitelist; no person's name is among its fields.

    Raises Invalid when a field holds personal data all the same.
    """
    proposal = Proposal.objects.select_related("lead").get(case=case)
    members = proposal.memberships.filter(role=MemberRole.MEMBER).select_related("organization")
    content = NoticeContent(
        title=f"关于拟组建{case.title}的公示",
        pairs=tuple(
            (label, value)
            for label, value in (
                ("中心名称", case.title),
                ("类别", category_label(proposal, pack)),
                ("领域", field_label(proposal, pack)),
                ("牵头单位", proposal.lead.name),
                ("共建单位", "、".join(member.organization.name for member in members)),
                ("所在市州", str(proposal.lead.prefecture_label)),
            )
            if value
        ),
    )
    refuse_personal_data(content)
    return content


def category_label(proposal: Proposal, pack: Pack) -> str:
    """Return 综合类 or 领域类 in the pack's words."""
    return pack.category(proposal.category).label.zh if proposal.category else ""


def field_label(proposal: Proposal, pack: Pack) -> str:
    """Return the field in the pack's words, or the applicant's own field under 等 (3.2)."""
    return pack.field(proposal.field)[1].label.zh if proposal.field else proposal.other_field


def refuse_personal_data(content: NoticeContent) -> None:
    """Raise Invalid naming field and kind of every find, without repeating the data itself."""
    found = [
        f"“{label}”中的{find.label}（{find.masked}）"
        for label, value in (("标题", content.title), *content.pairs)
        for find in find_personal_data(value)
    ]
    if found:
        raise Invalid(
            f"公示没有发布：{'、'.join(found)}属于个人信息，不能公开。",
            remedy="先更正案卷中的这一栏，再发布公示；单位名称中误入的内容在单位登记处更正。",
        )


def notice_document(notice: Notice) -> NoticeDocument:
    """Return the notice as the printable document of the same content."""
    case = notice.case
    pack = pack_of(case)
    closing = (
        f"公示期为{notice.opens_on:%Y}年{notice.opens_on.month}月{notice.opens_on.day}日至"
        f"{notice.closes_on:%Y}年{notice.closes_on.month}月{notice.closes_on.day}日。"
        "对公示内容有异议的，在公示期内以书面形式提出：个人署真实姓名，单位加盖公章，"
        "写明联系方式并附证据。匿名或逾期的异议不予受理。异议人的身份受到保护。"
    )
    calendar = work_calendar()
    opening_day = int(calendar.is_workday(notice.opens_on))
    return NoticeDocument(
        title=notice.title,
        case_number=case.number,
        office=pack.identity.issued_by.zh,
        published_on=notice.opens_on,
        opens=notice.opens_on,
        closes=notice.closes_on,
        working_days=opening_day + calendar.working_days_between(notice.opens_on, notice.closes_on),
        blocks=(
            Block("paragraph", f"根据《{pack.identity.notice_title}》，拟批准组建以下中心，现予公示。"),
            Block("table", rows=(("项目", "内容"), *((str(a), str(b)) for a, b in notice.content))),
            Block("paragraph", closing),
        ),
        contact=notice.contact,
        number=notice.number,
        sample=case.is_sample,
    )
