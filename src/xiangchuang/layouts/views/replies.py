"""One unit's reply to a draft of the layout: written by the unit, answered by the department (6.1-1)."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.layouts.circulate_layout import CLAUSE, answer_reply, may_reply, reply_to_layout
from xiangchuang.layouts.forms import AnswerForm, PlainForm, ReplyForm
from xiangchuang.layouts.models import LayoutReply, LayoutState
from xiangchuang.layouts.permissions import may_plan
from xiangchuang.layouts.queries import find_reply
from xiangchuang.layouts.views.frame import frame_of
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the reply; the unit writes it here, the department answers it here."""
    found, actor = find_reply(request.actor, pk), request.actor
    writes = may_reply(actor, found) and not found.handling and _goes_round(found)
    answers = may_plan(actor) and found.has_opinion and found.layout.may_be_written
    form: PlainForm = PlainForm(request.POST or None)
    if writes:
        form = ReplyForm(request.POST or None, initial={"stance": found.stance, "text": found.text})
    elif answers:
        said = {"handling": found.handling, "text": found.handling_text}
        form = AnswerForm(request.POST or None, initial=said)

    def act(data: dict[str, Any]) -> str:
        if not answers or writes:
            # Whoever may not write at all is told so by the verb.
            reply_to_layout(
                actor=actor, reply=found, seen=version_seen(request), stance=data.get("stance", ""),
                text=data.get("text", ""),
            )  # fmt: skip
            return _("意见已提交省科技厅。")
        answer_reply(
            actor=actor, reply=found, seen=version_seen(request), handling=data["handling"],
            text=data["text"],
        )  # fmt: skip
        return _("已答复，对方会看到。")

    here = reverse("layouts:version", args=[found.layout_id])
    return answer_form(
        request, form, act, template="layouts/reply.html", then=here,
        context={
            **frame_of(actor, "versions"), "reply": found, "pairs": _pairs(found), "back": here,
            "heading": _("%(unit)s的意见") % {"unit": found.organization.name},
            "button": _("提交意见") if writes else _("答复"), "shows_form": writes or answers,
            "clause": CLAUSE, "version": version_seen(request) or found.version,
        },
    )  # fmt: skip


def _goes_round(found: LayoutReply) -> bool:
    return found.layout.state == LayoutState.CIRCULATING


def _pairs(found: LayoutReply) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = [
        (_("布局"), found.layout.title),
        (
            _("反馈期限"),
            figures.day_text(found.layout.replies_due_on) if found.layout.replies_due_on else "",
        ),
        (_("意见"), found.get_stance_display() if found.stance else _("未反馈")),
        (_("填报人"), str(found.replied_by) if found.replied_by else ""),
        (_("反馈时间"), figures.moment_text(found.replied_at) if found.replied_at else ""),
        (_("处理"), found.get_handling_display() if found.handling else ""),
    ]
    return [(label, value) for label, value in pairs if value]
