"""The papers of this app whose words the office edits: documents of an approval, and every public notice."""

from collections.abc import Callable, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Refusal
from xiangchuang.calendars import clock
from xiangchuang.decisions.document_text import approval_values, default_addressee, outcome_values
from xiangchuang.decisions.models import DocumentKind
from xiangchuang.decisions.notice_content import notice_content, notice_paper, notice_values
from xiangchuang.decisions.queries import latest_meeting
from xiangchuang.policy.pack import Matter, Pack
from xiangchuang.policy.wordings import Values
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.queries import visible_to
from xiangchuang.wordings.kinds import Example, PaperKind, Place, contribute_paper

NEWEST: Final = 20
_NO_REASON: Final = "（办理时写明的理由）"

_OUTCOME_PLACES: Final = (
    Place("案卷名称", _("拟建中心的名称"), must=True),
    Place("决定", _("不予批准组建，或者暂缓组建"), must=True),
    Place("理由", _("会议或签发时写明的理由，一段或几段"), "lines", must=True),
)
_APPROVAL_PLACES: Final = (
    Place("中心名称", _("批准组建的中心的名称"), must=True),
    Place("牵头单位", _("牵头单位全称"), must=True),
    Place("共建单位", _("各共建单位全称，用顿号隔开；没有共建单位时为空")),
    Place("类别", _("综合类或领域类")),
    Place("领域", _("技术领域")),
    Place("所在地", _("牵头单位所在市州")),
    Place("经过的程序", _("论证、考察、会审、公示等，按政策的次序")),
    Place("建设周期", _("例如：三年"), must=True),
    Place("周期起讫", _("方案写明的起讫日期；没有写明时为“自批准之日起计算”")),
    Place("年度目标", _("建设方案确认的年度目标"), "table"),
    Place("法人登记月数", _("办理法人登记的月数")),
    Place("中心要求", _("政策对中心的各项要求，用分号隔开")),
    Place("首次报告年", _("例如：次年")),
    Place("年报截止", _("例如：1月底")),
    Place("年报内容", _("年度报告的两个部分")),
    Place("专门约定", _("会议为本中心单独定的条款；没有时为空"), "lines"),
)
_NOTICE_PLACES: Final = (
    Place("公示内容", _("允许公开的各栏及其内容"), "table", must=True),
    Place("公示起始日", _("公示期的第一天"), must=True),
    Place("公示截止日", _("公示期的最后一天；延长后为新的日期"), must=True),
    Place("延长原因", _("延长公示期的原因；没有延长时为空")),
    Place("异议联系", _("受理异议的部门和办公电话"), must=True),
    Place("异议答复期限", _("政策包规定的答复期限；没有规定时为空")),
    Place("案卷名称", _("案卷的名称")),
    Place("项目名称", _("本项计划的名称")),
)


def contribute() -> None:
    """Add the documents of an approval and the notices of each matter; called from `ready()`."""
    contribute_paper(
        PaperKind(DocumentKind.APPROVAL, _("批准组建文件"), _APPROVAL_PLACES, _cases("approval"), _approval)
    )
    for kind, label in (
        (DocumentKind.REFUSAL, _("不予通过通知")), (DocumentKind.DEFERRAL, _("暂缓通知")),
    ):  # fmt: skip
        contribute_paper(PaperKind(kind, label, _OUTCOME_PLACES, _cases("approval"), _outcome(kind)))
    contribute_notice("approval", _("组建公示"))


def contribute_notice(matter: Matter, label: str | Promise, places: Sequence[Place] = ()) -> None:
    """Add the notice of a matter, with the places that its `NoticeContent.values` fill.

    Call it from the app's `ready()`.
    """
    contribute_paper(
        PaperKind(
            notice_paper(matter), label, (*_NOTICE_PLACES, *places), _cases(matter), _notice, headed=False
        )
    )


def _cases(matter: Matter) -> Callable[[Actor], list[Example]]:
    def newest(actor: Actor) -> list[Example]:
        cases = visible_to(actor).filter(matter=matter, submitted_at__isnull=False).order_by("-pk")[:NEWEST]
        return [Example(case.number, f"{case.number} {case.title}") for case in cases]

    return newest


def _case(actor: Actor, number: str) -> Case | None:
    return visible_to(actor).filter(number=number).first()


def _approval(actor: Actor, key: str, pack: Pack) -> Values | None:
    case = _case(actor, key)
    if case is None:
        return None
    addressee = default_addressee(case)
    return approval_values(case, pack_of(case), addressee=addressee, cycle_starts_on=None)


def _outcome(kind: DocumentKind) -> Callable[[Actor, str, Pack], Values | None]:
    def values(actor: Actor, key: str, pack: Pack) -> Values | None:
        case = _case(actor, key)
        if case is None:
            return None
        meeting = latest_meeting(case)
        return outcome_values(case, kind, meeting.reasons if meeting else _NO_REASON)

    return values


def _notice(actor: Actor, key: str, pack: Pack) -> Values | None:
    """As it was published, or as it would be published today."""
    case = _case(actor, key)
    if case is None:
        return None
    notice = case.notices.first()
    if notice is not None:
        return notice_values(notice)
    try:
        content = notice_content(case, pack_of(case))
    except Refusal:
        return {}
    return dict(content.values) | {
        "公示内容": (("项目", "内容"), *content.pairs), "公示起始日": _today(), "公示截止日": _today(),
        "异议联系": "（发布时填写）",
    }  # fmt: skip


def _today() -> str:
    day = clock.today()
    return f"{day.year}年{day.month}月{day.day}日"
