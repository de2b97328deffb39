"""The sections of the manuscript as a task list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from xiangchuang.drafting.begin_manuscript import begin_manuscript
from xiangchuang.drafting.section_list import chapters_of
from xiangchuang.drafting.views.frame import DeskPage
from xiangchuang.procedure.errors import Invalid


class Manuscript(DeskPage):
    """Where each section stands, and the way into it; begins the manuscript when asked."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        chapters = chapters_of(self.desk)
        lines = [line for chapter in chapters for line in chapter.lines]
        context = self.frame(
            revision=self.desk.revision,
            chapters=chapters,
            of=len(lines),
            done=sum(line.state == "done" for line in lines),
            writing=sum(line.state == "writing" for line in lines),
            words=sum(line.words for line in lines),
            leads=self.desk.standing.role == "lead",
        )
        return render(request, "drafting/manuscript.html", context)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        if "begin" not in request.POST:
            raise Invalid(_("没有选择要做什么。"), remedy=_("点“开始编写”。"))
        begin_manuscript(actor=self.actor, case=self.case)
        messages.success(request, _("方案已开始编写：从任何一节写起都可以。"))
        return redirect("drafting:manuscript", number)
