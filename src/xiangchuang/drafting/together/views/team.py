"""The division of the plan: seen by all its authors, made by the lead."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.drafting.models import SectionAssignment
from xiangchuang.drafting.together.assign import assign_section, assignees, set_writing_rule, take_back
from xiangchuang.drafting.together.authors import acting_author, must_lead, newest_run, writing_run
from xiangchuang.drafting.together.forms import AssignForm
from xiangchuang.drafting.together.may_write import is_locked
from xiangchuang.drafting.together.task_list import team_lines
from xiangchuang.drafting.together.views.pages import TEAM, AuthorPage
from xiangchuang.pages.answering import answer_form
from xiangchuang.procedure.errors import Invalid, NotFound
from xiangchuang.procedure.models import Part
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of


class TeamPage(AuthorPage):
    """Every section with those it is given to; ?mine shows one's own alone."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        context = self.context(TEAM)
        run = newest_run(self.case)
        lines = team_lines(self.actor, self.case)
        own_only = "mine" in request.GET
        context |= {
            "run": run,
            "lines": [line for line in lines if line.is_mine or not own_only],
            "mine": sum(line.is_mine for line in lines),
            "own_only": own_only,
            "given": sum(bool(line.given) for line in lines),
            "written": sum(line.is_written for line in lines),
            "of": len(lines),
            "is_locked": is_locked(self.case),
            "is_open": run is not None and run.closed_at is None,
            "may_lead": acting_author(self.actor, self.case, [Part.LEAD]) is not None,
        }
        return render(request, "drafting/together/team.html", context)


class AssignPage(AuthorPage):
    """Give one section to an organisation or a person."""

    def get(self, request: HttpRequest, number: str, code: str) -> HttpResponse:
        return self._answer(request, code)

    def post(self, request: HttpRequest, number: str, code: str) -> HttpResponse:
        return self._answer(request, code)

    def _answer(self, request: HttpRequest, code: str) -> HttpResponse:
        must_lead(self.actor, self.case)
        run = writing_run(self.case)
        rule = next((s for s in pack_of(self.case).outline.sections if s.code == code), None)
        if rule is None:
            raise NotFound(_("提纲没有这一节。"))
        form = AssignForm(request.POST or None, people=assignees(self.case), run=run)

        def act(data: dict[str, Any]) -> str:
            made = assign_section(
                actor=self.actor, case=self.case, section=code, to=data["to"], due_on=data["due_on"],
                note=data["note"],
            )  # fmt: skip
            return _("%(section)s 已分给%(to)s，对方会收到消息。") % {
                "section": code, "to": made.user or made.organization,
            }  # fmt: skip

        back = reverse(TEAM, args=[self.case.number])
        context = self.context(
            heading=_("分工：%(code)s %(title)s") % {"code": code, "title": words(rule.title)}, back=back,
            about=rule.guidance, clause=rule.clause, button=_("分工"), crumb=_("分工"),
        )  # fmt: skip
        return answer_form(
            request, form, act, template="drafting/together/form.html", context=context, then=back
        )


class TakeBack(AuthorPage):
    """The lead takes one assignment back."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        must_lead(self.actor, self.case)
        found = SectionAssignment.objects.filter(pk=pk, run__case=self.case).select_related("run__case")
        assignment = found.first()
        if assignment is None:
            raise NotFound(_("没有这项分工。"))
        take_back(actor=self.actor, assignment=assignment)
        messages.success(request, _("%(section)s 的分工已撤回。") % {"section": assignment.section})
        return redirect(TEAM, self.case.number)


class WritingRulePage(AuthorPage):
    """The lead locks the division, or opens it again."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        chosen = request.POST.get("only_assigned", "")
        if chosen not in {"0", "1"}:
            raise Invalid(_("没有选择限定还是放开分工。"), remedy=_("回到分工页重新点按钮。"))
        lock = chosen == "1"
        set_writing_rule(actor=self.actor, case=self.case, only_assigned=lock)
        said = _("各节只由分到的单位或人员编写。") if lock else _("各单位都可以编写任何一节。")
        messages.success(request, said)
        return redirect(TEAM, self.case.number)
