"""Pages of the publicity for the department: publish, extend, close, and answer objections."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from xiangchuang.calendars import clock
from xiangchuang.decisions import object_to_notice, publish_notice
from xiangchuang.decisions.forms import ExtendForm, HandleForm, PublishForm, ReasonForm
from xiangchuang.decisions.models import Notice, Objection
from xiangchuang.decisions.notice_content import notice_content, notice_paper, notice_title
from xiangchuang.decisions.queries import may_open_identity, objections_for
from xiangchuang.procedure.act_view import ActView, case_url
from xiangchuang.procedure.errors import NotFound, Refusal
from xiangchuang.procedure.models import CaseMatter
from xiangchuang.procedure.packs import pack_of
from xiangchuang.wordings.in_force import wording_in_force


class _PublicityPage(ActView):
    @property
    def notice(self) -> Notice | None:
        """The newest notice of the case."""
        return self.case.notices.first()

    def extra_context(self) -> dict[str, Any]:
        return {"notice": self.notice}


class PublishNotice(_PublicityPage):
    verb = publish_notice.PUBLISH
    form_class = PublishForm
    template_name = "decisions/publish_notice.html"
    done_message = gettext_lazy("公示已发布，任何人都能看到。")

    def do(self, form: forms.Form, seen: int) -> str:
        contact = form.cleaned_data["contact"]
        publish_notice.publish_notice(actor=self.actor, case=self.case, seen=seen, contact=contact)
        return ""

    def extra_context(self) -> dict[str, Any]:
        """Show exactly what will be published, and until when, before it is."""
        pack = pack_of(self.case)
        stage = pack.procedures[self.case.kind].stage(self.case.stage_code)
        try:
            content = notice_content(self.case, pack)
            words = wording_in_force(notice_paper(self.case.matter), pack)
            return {
                "preview": content,
                "title": notice_title(content, words.text),
                "window": publish_notice.publicity_window(stage, clock.today()),
            }
        except Refusal as refusal:
            return {"held": refusal}


class ExtendNotice(_PublicityPage):
    verb = publish_notice.EXTEND
    form_class = ExtendForm
    template_name = "decisions/notice_at_hand.html"
    done_message = gettext_lazy("公示期已延长，公示页显示新的截止日期。")

    def do(self, form: forms.Form, seen: int) -> str:
        publish_notice.extend_notice(actor=self.actor, case=self.case, seen=seen, **form.cleaned_data)
        return ""


class ClosePublicity(_PublicityPage):
    verb = publish_notice.CLOSE
    template_name = "decisions/notice_at_hand.html"
    done_message = gettext_lazy("公示结束，案卷转入批复。")

    def do(self, form: forms.Form, seen: int) -> str:
        publish_notice.close_publicity(actor=self.actor, case=self.case, seen=seen)
        return "" if self.case.matter == CaseMatter.APPROVAL else _("公示结束，案卷转入下一阶段。")


class UpholdAndRefuse(_PublicityPage):
    verb = publish_notice.UPHOLD
    form_class = ReasonForm
    template_name = "decisions/notice_at_hand.html"
    done_message = gettext_lazy("异议成立，案卷已办结。")

    def do(self, form: forms.Form, seen: int) -> str:
        reason = form.cleaned_data["reason"]
        publish_notice.uphold_and_refuse(actor=self.actor, case=self.case, seen=seen, reason=reason)
        return _("异议成立，案卷已退回更正。") if self.case.is_running else ""


class Objections(ActView):
    """The objections of a case, each with its own answer form."""

    verb = object_to_notice.HANDLE
    form_class = HandleForm
    template_name = "decisions/objections.html"
    done_message = gettext_lazy("异议已处理，异议人凭回执号能看到结论。")

    def do(self, form: forms.Form, seen: int) -> str:
        object_to_notice.handle_objection(
            actor=self.actor, case=self.case, seen=seen, objection_id=form.cleaned_data["objection"],
            verdict=form.cleaned_data["verdict"], reasons=form.cleaned_data["reasons"],
        )  # fmt: skip
        return ""

    def refused(self, form: forms.Form, refusal: Refusal) -> HttpResponse:
        """Keep the reasons where no form is left to hold them: a colleague has answered this objection."""
        waiting = objections_for(self.actor).filter(notice__case=self.case, handled_at__isnull=True)
        if not waiting.filter(pk=form.cleaned_data["objection"]).exists():
            refusal.kept.setdefault("reasons", form.cleaned_data["reasons"])
            raise refusal
        return super().refused(form, refusal)

    def extra_context(self) -> dict[str, Any]:
        """Pair each open objection with its form: the one just sent keeps what was typed."""
        objections = list(objections_for(self.actor).filter(notice__case=self.case).order_by("pk"))
        return {"lines": [(objection, self._form_of(objection)) for objection in objections]}

    def _form_of(self, objection: Objection) -> forms.Form | None:
        if objection.handled_at is not None:
            return None
        if self.shown.is_bound and self.shown["objection"].value() == str(objection.pk):
            return self.shown
        return HandleForm(initial={"objection": objection.pk}, auto_id=f"id_{objection.pk}_%s")

    def next_url(self) -> str:
        return reverse("decisions:objections", args=[self.case.number])


@method_decorator(never_cache, name="dispatch")
class ObjectorIdentity(ActView):
    """Who objected. A POST opens it, since each opening is written down; nothing of it is cached."""

    verb = object_to_notice.OPEN_IDENTITY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str, objection_id: int = 0) -> HttpResponse:
        if not may_open_identity(self.actor):
            raise NotFound(_("没有这件异议，或者它属于别的案卷。"))
        identity = object_to_notice.open_objector_identity(
            actor=self.actor, case=self.case, objection_id=objection_id
        )
        objection = object_to_notice.find_objection(self.case, objection_id)
        context = {
            "case": self.case, "case_url": case_url(self.case),
            "objection": objection, "identity": identity,
        }  # fmt: skip
        return render(request, "decisions/objector_identity.html", context)
