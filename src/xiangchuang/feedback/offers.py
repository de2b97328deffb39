"""What the person can do with a feedback now, the likeliest first; what cannot be done yet says why."""

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.feedback.handlers import acting_as_dispatcher, acting_as_handler, acting_as_owner
from xiangchuang.feedback.models import Feedback, FeedbackState, Level
from xiangchuang.pages.parts import Action


def offers(actor: Actor, row: Feedback) -> list[Action]:
    """Return the buttons of its page; what is not the person's to do at all is left out."""
    return [*_before_answer(actor, row), *_after_answer(actor, row), *_at_any_time(actor, row)]


def _before_answer(actor: Actor, row: Feedback) -> list[Action]:
    if row.is_answered:
        return []
    found: list[Action] = []
    if acting_as_owner(actor, row):
        found.append(_page(row, "answer", _("答复"), "primary"))
    if acting_as_dispatcher(actor, row):
        is_new = row.state == FeedbackState.FILED
        found.append(
            _page(row, "assign", _("分办"), "primary") if is_new else _page(row, "hand-over", _("移交"))
        )
    if acting_as_handler(actor, row):
        reason = _("已经报厅领导。") if row.level == Level.LEADERSHIP else ""
        found.append(_page(row, "escalate", _("提请上一级协调"), reason=reason))
    return found


def _after_answer(actor: Actor, row: Feedback) -> list[Action]:
    if not row.is_answered or not acting_as_handler(actor, row):
        return []
    found = [_page(row, "change", _("记录因此作出的改动"))]
    if row.published_at is not None:
        return [
            _page(row, "publish", _("修改公开的文字")),
            *found,
            Action(_("撤下公开"), _url(row, "take-down"), kind="danger", fields={"version": row.version}),
        ]
    reason = "" if row.may_publish else _("反馈人没有同意公开。")
    return [_page(row, "publish", _("公开"), "primary", reason), *found]


def _at_any_time(actor: Actor, row: Feedback) -> list[Action]:
    if row.sealed_contact is None or not acting_as_handler(actor, row):
        return []
    return [Action(_("查看反馈人联系方式"), _url(row, "contact"))]


def _page(row: Feedback, name: str, label: str, kind: str = "plain", reason: str = "") -> Action:
    return Action(label, _url(row, name), "get", kind, reason)  # type: ignore[arg-type]


def _url(row: Feedback, name: str) -> str:
    return reverse(f"feedback:{name}", args=[row.pk])
