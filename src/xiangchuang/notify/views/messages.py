"""The page 消息: what was told to the person, unread first."""

from django.contrib import messages as flash
from django.core.paginator import Page
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.text import normalise_line
from xiangchuang.notify.kinds import message_kinds, words_of
from xiangchuang.notify.mark_read import mark_all_read, mark_read
from xiangchuang.notify.models import Message
from xiangchuang.notify.queries import unread_count, unread_of, visible_to
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import ChoiceFilter, FilterBar, Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole

PER_PAGE = 30


@signed_in
@require_safe
def messages(request: ActorRequest) -> HttpResponse:
    """List the messages told to the person, unread first, narrowed to a kind or to the unread."""
    only_unread = request.GET.get("view") == "unread"
    labels = {kind.code: str(kind.label) for kind in message_kinds()}
    kind = request.GET.get("kind", "")
    kind = kind if kind in labels else ""
    text = normalise_line(request.GET.get("q", ""))[:100]
    page = _page(request.actor, only_unread, kind, text, request.GET.get("page", "1"))
    count, kinds = unread_count(request.actor), ChoiceFilter("kind", _("类别"), list(labels.items()), kind)
    here = reverse("notify:messages")
    kept = {"view": "unread"} if only_unread else {}
    context = {
        "page": page,
        "lines": [(message, words_of(message), labels.get(message.kind, "")) for message in page.object_list],
        "unread": count,
        "newest": visible_to(request.actor).values_list("pk", flat=True).first() or 0,
        "tabs": [
            Tab(_("全部"), here, not only_unread),
            Tab(_("未读"), f"{here}?view=unread", only_unread, count),
        ],
        "bar": FilterBar(_("谁的事"), text, [kinds], kept),
        "only_unread": only_unread,
    }
    return render(request, "notify/messages.html", context)


@signed_in
@require_safe
def open_message(request: ActorRequest, pk: int) -> HttpResponse:
    """Note the message as read and lead on to what it is about."""
    message = mark_read(actor=request.actor, message_id=pk)
    return redirect(message.url or "notify:messages")


@signed_in
@require_POST
def read_one(request: ActorRequest, pk: int) -> HttpResponse:
    """Note the message as read and stay at the list."""
    mark_read(actor=request.actor, message_id=pk)
    return redirect(_back(request))


@signed_in
@require_POST
def read_all(request: ActorRequest) -> HttpResponse:
    """Note as read all that the page has shown or led to."""
    before = unread_count(request.actor)
    mark_all_read(actor=request.actor, through=whole(request.POST.get("through", ""), 0))
    done = before - unread_count(request.actor)
    flash.success(
        request,
        ngettext("已把 %(count)d 条消息标为已读。", "已把 %(count)d 条消息标为已读。", done)
        % {"count": done},
    )
    return redirect("notify:messages")


def _page(actor: Actor, only_unread: bool, kind: str, text: str, number: str) -> "Page[Message]":
    unread = unread_of(actor)
    rows: QuerySet[Message] = unread if only_unread else visible_to(actor)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(subject__icontains=text)
    is_unread = When(pk__in=unread.order_by().values("pk"), then=Value(0))
    first = Case(is_unread, default=Value(1), output_field=IntegerField())
    return page_of(rows.annotate(is_read=first).order_by("is_read", "-pk"), number, per_page=PER_PAGE)


def _back(request: ActorRequest) -> str:
    wanted = request.POST.get("next", "")
    return (
        wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("notify:messages")
    )
