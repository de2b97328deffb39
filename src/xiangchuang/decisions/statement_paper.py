"""The panel's statement among the papers whose words the office edits; the panel itself knows no editor."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import Values, WordingText
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.queries import visible_to
from xiangchuang.reviews.meeting.models import PanelMeeting
from xiangchuang.reviews.meeting.statement_text import PAPER, statement_values, take_wording_from
from xiangchuang.reviews.queries import sees_inside
from xiangchuang.wordings.in_force import find_in_force
from xiangchuang.wordings.kinds import Example, PaperKind, Place, contribute_paper

NEWEST: Final = 20
_PLACES: Final = (
    Place("案卷名称", _("拟建中心的名称"), must=True),
    Place("案卷编号", _("案卷的编号")),
    Place("论证轮次", _("例如：第1轮")),
    Place("会议日期", _("论证会开始的日期"), must=True),
    Place("专家人数", _("专家组的人数")),
    Place("到会人数", _("到会专家的人数"), must=True),
    Place("结论票数", _("每种结论各有几位到会专家")),
    Place("加权平均分", _("全体专家最近一次评分的加权平均")),
    Place("分差", _("最高与最低加权分之差")),
    Place("必须修改条数", _("还没有闭合的“必须修改”意见的条数")),
    Place("建议条数", _("还没有闭合的建议的条数")),
    Place("必须修改的意见", _("逐条列出还没有闭合的“必须修改”意见，不写是谁提的"), "items"),
    Place("论证结论", _("由到会专家的结论和政策规定的多数得出的一句话"), must=True),
)


def contribute() -> None:
    """Add the paper, and let statements begin with the office's words; called from `ready()`."""
    contribute_paper(
        PaperKind(
            PAPER, _("专家论证意见"), _PLACES, _examples, _values, headed=False, numbered=False, signed=False
        )
    )  # fmt: skip
    take_wording_from(_in_force)


def _in_force(pack: Pack) -> WordingText | None:
    found = find_in_force(PAPER, pack)
    return found.text if found else None


def _meetings(actor: Actor) -> list[PanelMeeting]:
    shown = PanelMeeting.objects.filter(
        began_at__isnull=False, panel__case__in=visible_to(actor).values("pk")
    )
    return list(shown.select_related("panel__case__policy_version", "panel__run").order_by("-pk")[:NEWEST])


def _examples(actor: Actor) -> Sequence[Example]:
    return [
        Example(str(meeting.pk), f"{meeting.panel.case.number} {meeting.panel.case.title}")
        for meeting in _meetings(actor)
    ]


def _values(actor: Actor, key: str, pack: Pack) -> Values | None:
    """Nobody but the department reads votes here."""
    meeting = next((found for found in _meetings(actor) if str(found.pk) == key), None)
    if meeting is None:
        return None
    case: Case = meeting.panel.case
    return statement_values(case, meeting, pack_of(case)) if sees_inside(actor, case) else None
