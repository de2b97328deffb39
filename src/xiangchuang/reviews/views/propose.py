"""The page that proposes the fittest people for the empty seats of a panel."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.experts.models import Expert
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.act_view import ActForm
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.panel_matters import panel_rule
from xiangchuang.reviews.propose_panel import SEAT_PROPOSED, propose_panel, seat_proposed
from xiangchuang.reviews.views.panel import PanelActView


class PicksField(forms.MultipleChoiceField):
    """Seats as "expert:kind"; whether each may sit is for the verb to say."""

    def clean(self, value: Any) -> list[tuple[Expert, str]]:
        """Return experts and kinds; raises ValidationError for none, or one the library does not hold."""
        pairs = [str(one).partition(":") for one in self.to_python(value)]
        if not pairs:
            raise forms.ValidationError(_("至少勾选一位专家。"))
        experts = Expert.objects.in_bulk([whole(pk, 0) for pk, _colon, _kind in pairs])
        picks = [(experts.get(whole(pk, 0)), kind) for pk, _colon, kind in pairs]
        known = [(expert, kind) for expert, kind in picks if expert is not None]
        if len(known) != len(picks):
            raise forms.ValidationError(_("专家库没有所选的专家，刷新页面后重新选择。"))
        return known


class PicksForm(ActForm):
    picks = PicksField(label=gettext_lazy("入席的专家"), required=False)


class ProposePanelView(PanelActView):
    verb = SEAT_PROPOSED
    form_class = PicksForm
    template_name = "reviews/propose_panel.html"

    def do(self, form: forms.Form, seen: int) -> str:
        seats = seat_proposed(actor=self.actor, case=self.case, seen=seen, picks=form.cleaned_data["picks"])
        return _("%(count)d 位专家已入席。") % {"count": len(seats)}

    def extra_context(self) -> dict[str, Any]:
        panel, pack = self.panel(), pack_of(self.case)
        proposed = propose_panel(panel, self.case, pack)
        is_sent = self.request.method == "POST"
        every = [seat.pick for seat in proposed.seats]
        return {
            "proposed": proposed,
            "picked": self.request.POST.getlist("picks") if is_sent else every,
            "rule": panel_rule(self.case, pack),
            "panel_url": self.next_url(),
        }
