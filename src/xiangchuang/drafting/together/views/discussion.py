"""Conversations on the plan: all of them, those on one section, one alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.drafting.models import Thread
from xiangchuang.drafting.together.authors import authors_of, must_be_author
from xiangchuang.drafting.together.discuss import begin_thread, find_thread, reopen, reply, resolve
from xiangchuang.drafting.together.forms import CommentForm
from xiangchuang.drafting.together.shown_threads import shown_threads
from xiangchuang.drafting.together.views.pages import THREADS, AuthorPage
from xiangchuang.pages.answering import answer_form
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of


class ThreadsPage(AuthorPage):
    """Every conversation on the plan, the open ones first."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        context = self.context(THREADS)
        threads = shown_threads(self.actor, self.case)
        context |= {"threads": threads, "open": sum(not shown.thread.resolved_at for shown in threads)}
        return render(request, "drafting/together/threads.html", context)


class SectionThreads(AuthorPage):
    """The conversations on one section, and the form that begins one (?block= and ?quote= fill it)."""

    def get(self, request: HttpRequest, number: str, code: str) -> HttpResponse:
        return self._answer(request, code)

    def post(self, request: HttpRequest, number: str, code: str) -> HttpResponse:
        return self._answer(request, code)

    def _answer(self, request: HttpRequest, code: str) -> HttpResponse:
        must_be_author(self.actor, self.case)
        rule = next((s for s in pack_of(self.case).outline.sections if s.code == code), None)
        if rule is None:
            raise NotFound(_("提纲没有这一节。"))
        given = {name: request.GET.get(name, "")[:500] for name in ("block", "quote")}
        form = CommentForm(request.POST or None, people=authors_of(self.case), initial=given)

        def act(data: dict[str, Any]) -> str:
            begin_thread(
                actor=self.actor, case=self.case, section=code, said=form.said(), block=data["block"],
                quote=data["quote"],
            )  # fmt: skip
            return _("已发起讨论，只有编写方案的各单位看得到。")

        here = reverse("drafting:section-threads", args=[self.case.number, code])
        context = self.context(
            threads=shown_threads(self.actor, self.case, code), code=code, title=words(rule.title),
            clause=rule.clause, people=authors_of(self.case),
        )  # fmt: skip
        return answer_form(
            request, form, act, template="drafting/together/section_threads.html", context=context, then=here
        )


class _ThreadPage(AuthorPage):
    """Finds the conversation in the case of the address."""

    def thread(self, pk: int) -> Thread:
        found = find_thread(self.actor, pk)
        if found.case_id != self.case.pk:
            raise NotFound(_("没有这条讨论。"))
        return found

    def back(self, thread: Thread) -> str:
        here = reverse("drafting:section-threads", args=[self.case.number, thread.section])
        return f"{here}#thread-{thread.pk}"


class ReplyPage(_ThreadPage):
    """One conversation, and the form that answers in it."""

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        return self._answer(request, pk)

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        return self._answer(request, pk)

    def _answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        thread = self.thread(pk)
        form = CommentForm(request.POST or None, people=authors_of(self.case), is_reply=True)

        def act(_data: dict[str, Any]) -> str:
            reply(actor=self.actor, thread=thread, said=form.said())
            return _("已回复。")

        shown = [s for s in shown_threads(self.actor, self.case, thread.section) if s.thread.pk == pk]
        context = self.context(shown=shown[0], back=self.back(thread), people=authors_of(self.case))
        return answer_form(
            request, form, act, template="drafting/together/reply.html", context=context,
            then=self.back(thread),
        )  # fmt: skip


class ResolveThread(_ThreadPage):
    """Say that a conversation is settled, or open it again (`reopen` in the form)."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        thread = self.thread(pk)
        if "reopen" in request.POST:
            reopen(actor=self.actor, thread=thread)
            messages.success(request, _("讨论已重新打开。"))
        else:
            resolve(actor=self.actor, thread=thread)
            messages.success(request, _("讨论已解决。"))
        return redirect(self.back(thread))
