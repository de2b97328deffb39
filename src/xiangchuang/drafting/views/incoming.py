"""Bringing a Word file back: the upload, how far it is, and what it would change."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.drafting.incoming.bring_word import (
    PATIENCE,
    bring_word,
    incoming_of,
    open_incoming,
    read_again,
)
from xiangchuang.drafting.incoming.comparison import incoming_lines
from xiangchuang.drafting.incoming.settle_word import settle_word
from xiangchuang.drafting.models import IncomingWord
from xiangchuang.drafting.views.frame import DeskPage
from xiangchuang.files.store import RefusedUpload
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.errors import Refusal

SECONDS = 3


class BringForm(forms.Form):
    """One Word file."""

    use_required_attribute = False
    plan = forms.FileField(
        label=gettext_lazy("Word 文件"),
        help_text=gettext_lazy("从本页下载后改好的 .docx，或者自己写的方案；标题编号用什么写法都可以。"),
        error_messages={
            "required": gettext_lazy("还没有选择文件：选择改好的 .docx 文件。"),
            "empty": gettext_lazy("文件是空的：核对后重新选择。"),
        },
    )


class BringWord(DeskPage):
    """The file to bring, and the files to take along."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self.page(BringForm())

    def page(self, form: forms.Form, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
        revision = self.desk.revision
        written = revision is not None and len(revision.missing) < len(self.desk.at.pack.outline.sections)
        context = self.frame(
            form=form, revision=revision, written=written, waiting=open_incoming(self.desk), refusal=refusal,
            leads=self.desk.standing.role == "lead",
        )  # fmt: skip
        return render(self.request, "drafting/bring_word.html", context, status=status)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        form = BringForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            incoming = bring_word(actor=self.actor, case=self.case, upload=form.cleaned_data["plan"])
        except RefusedUpload as refused:
            form.add_error("plan", refused.message)
            return self.page(form, status=refused.status)
        except Refusal as refusal:
            return self.page(form, status=refusal.status, refusal=refusal)
        return redirect("drafting:incoming", number, incoming.pk)


class Incoming(DeskPage):
    """How far the reading is; then each section that differs, to accept or to keep."""

    def get(self, request: HttpRequest, number: str, incoming: int) -> HttpResponse:
        return self.page(incoming)

    def page(self, pk: int, refusal: Refusal | None = None) -> HttpResponse:
        found = incoming_of(self.desk, pk)
        lines = incoming_lines(found, self.desk.at.pack.outline) if found.is_open else []
        context = self.frame(
            incoming=found, lines=lines, refusal=refusal, seconds=SECONDS, answers=_counts(found),
            same=len(found.reading.get("sections", ())) - len(lines),
            refreshes=found.is_waiting and "still" not in self.request.GET,
            stuck=found.begun_at is not None and clock.now() - found.begun_at > PATIENCE,
        )  # fmt: skip
        status = refusal.status if refusal else 200
        return render(self.request, "drafting/incoming.html", context, status=status)

    def post(self, request: HttpRequest, number: str, incoming: int) -> HttpResponse:
        try:
            if request.POST.get("take") == "again":
                read_again(actor=self.actor, case=self.case, pk=incoming)
                return redirect("drafting:incoming", number, incoming)
            return self._settle(number, incoming)
        except Refusal as refusal:
            return self.page(incoming, refusal)

    def _settle(self, number: str, pk: int) -> HttpResponse:
        take = self.request.POST.get("take", "")
        shown = {
            name.removeprefix("version-"): whole(str(value), -1)
            for name, value in self.request.POST.items()
            if name.startswith("version-")
        }
        chosen = {code for code in shown if self.request.POST.get(f"take-{code}") == "word"}
        chosen = set(shown) if take == "all" else set() if take == "none" else chosen
        accept = {code: version for code, version in shown.items() if code in chosen}
        kept = {code: version for code, version in shown.items() if code not in chosen}
        done = settle_word(actor=self.actor, case=self.case, pk=pk, accept=accept, kept=kept)
        if done.overtaken:
            told = _("%(codes)s 在您核对时被别人保存过，没有覆盖；两份文字都在，到该节对照。")
            messages.warning(self.request, told % {"codes": _("、").join(done.overtaken)})
        if done.new_targets:
            messages.info(self.request, _("年度目标按带回的文件重新提出，提交前要确认。"))
        count = len(done.accepted)
        messages.success(self.request, _("已采用 %(count)d 节；其余各节没有改动。") % {"count": count})
        return redirect("drafting:incoming", number, pk)


def _counts(incoming: IncomingWord) -> dict[str, int]:
    values = list(incoming.answers.values())
    return {answer: values.count(answer) for answer in ("accepted", "kept", "overtaken")}
