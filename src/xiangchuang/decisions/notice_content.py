"""What a public notice says: a closed list of fields, built here and typed nowhere (pain 11).

The words around them are the office's (`wordings`); a notice keeps those it was published with.
"""

from datetime import date
from itertools import pairwise

from xiangchuang.decisions.matters import NoticeContent, matter_of
from xiangchuang.decisions.models import Notice
from xiangchuang.decisions.personal_data import find_personal_data
from xiangchuang.documents.official import OfficialDocument
from xiangchuang.policy.pack import Matter, Pack
from xiangchuang.policy.wordings import DOCUMENT_NUMBER, Values, WordingText, fill_words
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import MemberRole, Proposal
from xiangchuang.wordings.compose_paper import paper
from xiangchuang.wordings.in_force import read_text, wording_in_force
from xiangchuang.wordings.kinds import paper_kind


def notice_paper(matter: Matter | str) -> str:
    """Return the code of the paper that a notice of that matter is."""
    return f"notice_{matter}"


def notice_content(case: Case, pack: Pack) -> NoticeContent:
    """Compose the notice from its matter's whitelist; no person's name is among its fields.

    Raises Invalid when a field holds personal data all the same.
    """
    content = matter_of(case).notice(case, pack)
    known = {"案卷名称": case.title, "项目名称": _programme(pack)} | dict(content.values)
    content = NoticeContent(content.pairs, known)
    refuse_personal_data(content)
    return content


def notice_title(content: NoticeContent, text: WordingText) -> str:
    """Return the title in these words, on one line."""
    return fill_words(text.title, content.values).replace("\n", "")


def approval_notice(case: Case, pack: Pack) -> NoticeContent:
    """Return what is published of a center about to be approved (5.3-1)."""
    proposal = Proposal.objects.select_related("lead").get(case=case)
    members = proposal.memberships.filter(role=MemberRole.MEMBER).select_related("organization")
    pairs = (
        ("中心名称", case.title),
        ("类别", category_label(proposal, pack)),
        ("领域", field_label(proposal, pack)),
        ("牵头单位", proposal.lead.name),
        ("共建单位", "、".join(member.organization.name for member in members)),
        ("所在市州", str(proposal.lead.prefecture_label)),
    )
    return NoticeContent(tuple((label, value) for label, value in pairs if value))


def category_label(proposal: Proposal, pack: Pack) -> str:
    """Return 综合类 or 领域类 in the pack's words."""
    return pack.category(proposal.category).label.zh if proposal.category else ""


def field_label(proposal: Proposal, pack: Pack) -> str:
    """Return the field in the pack's words, or the applicant's own field under 等 (3.2)."""
    return pack.field(proposal.field)[1].label.zh if proposal.field else proposal.other_field


def refuse_personal_data(content: NoticeContent) -> None:
    """Raise Invalid naming field and kind of every find, without repeating the data itself.

    A number split over two neighbouring fields is found as well.
    """
    fields = [*content.pairs, *((f"标题中的{name}", value) for name, value in content.values.items())]
    found = [
        f"“{label}”中的{find.label}（{find.masked}）"
        for label, value in dict.fromkeys(fields)
        for find in find_personal_data(value)
    ]
    found += [
        f"“{a}”和“{b}”连起来的{find.label}（{find.masked}）"
        for (a, one), (b, two) in pairwise(content.pairs)
        for find in find_personal_data(one[-24:] + two[:24])
        if not find_personal_data(one) and not find_personal_data(two)
    ]
    if found:
        raise Invalid(
            f"公示没有发布：{'、'.join(dict.fromkeys(found))}属于个人信息，不能公开。",
            remedy="先更正案卷中的这一栏，再发布公示；单位名称中误入的内容在单位登记处更正。",
        )


def notice_values(notice: Notice) -> Values:
    """Return what fills the places of the notice's words, with its window as it stands now."""
    term = pack_of(notice.case).publicity.objection_answer
    unit = {"working": "个工作日", "calendar": "日"}
    return dict(notice.values) | {
        DOCUMENT_NUMBER: notice.number,
        "公示内容": (("项目", "内容"), *((str(a), str(b)) for a, b in notice.content)),
        "公示起始日": _day(notice.opens_on),
        "公示截止日": _day(notice.closes_on),
        "延长原因": notice.extension_reason,
        "异议联系": notice.contact,
        "异议答复期限": f"{term.days}{unit[term.unit]}内" if term else "",
    }


def notice_document(notice: Notice) -> OfficialDocument:
    """Return the notice as a paper, in the words it was published with."""
    case = notice.case
    pack = pack_of(case)
    kind = notice_paper(case.matter)
    text = read_text(notice.wording) if notice.wording else wording_in_force(kind, pack).text
    return paper(
        paper_kind(kind), text, pack, notice_values(notice), on=notice.opens_on, sample=case.is_sample
    )


def _programme(pack: Pack) -> str:
    return pack.identity.title.zh.removesuffix("建设")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
