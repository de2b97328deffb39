"""Pages of the other departments that build the panel together with the science department (5.2-1)."""

from django import forms
from django.utils.translation import gettext as _

from xiangchuang.procedure.act_view import case_url
from xiangchuang.reviews import forms as review_forms
from xiangchuang.reviews.joint_panel import COSIGN, NOMINATE, cosign_panel, nominate_expert
from xiangchuang.reviews.views.panel import PanelActView, PanelView


class NominateView(PanelView):
    """The candidates of a kind, as the nominating department sees them."""

    verb = NOMINATE
    template_name = "reviews/nominate.html"

    def do(self, form: forms.Form, seen: int) -> str:
        data = form.cleaned_data
        seat = nominate_expert(
            actor=self.actor, case=self.case, seen=seen, expert=data["expert"], kind=data["kind"]
        )
        return _("已提名%(expert)s。") % {"expert": seat.expert.name}

    def next_url(self) -> str:
        return self.request.path


class CoSignView(PanelActView):
    verb = COSIGN
    form_class = review_forms.CoSignForm
    template_name = "reviews/cosign.html"
    done_message = _("已会签。名单在开始审阅前变动的，会再次送来会签。")

    def do(self, form: forms.Form, seen: int) -> str:
        cosign_panel(actor=self.actor, case=self.case, seen=seen, remark=form.cleaned_data["remark"])
        return ""

    def next_url(self) -> str:
        return case_url(self.case)
