"""Pages of the verbs that any case offers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangchuang.procedure.act_view import ActForm, ActView
from xiangchuang.procedure.everywhere import RESUME, WITHDRAW, resume, withdraw


class ReasonForm(ActForm):
    """A reason in words."""

    reason = forms.CharField(
        label=_("原因"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("会留在案卷里，各方都能看到。"),
        error_messages={"required": _("写明原因，案卷里要留下来。")},
    )


class Withdraw(ActView):
    verb = WITHDRAW
    form_class = ReasonForm
    done_message = _("已撤回。以后可以重新申报，内容仍在这里可查。")

    def do(self, form: forms.Form, seen: int) -> str:
        withdraw(actor=self.actor, case=self.case, seen=seen, reason=form.cleaned_data["reason"])
        return ""


class Resume(ActView):
    verb = RESUME

    def do(self, form: forms.Form, seen: int) -> str:
        resume(actor=self.actor, case=self.case, seen=seen)
        return ""
