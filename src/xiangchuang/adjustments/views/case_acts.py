"""The verbs of an adjustment in its case: amend, move, close the hearing, decide, drop, withdraw."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from xiangchuang.adjustments import decide_adjustment as deciding
from xiangchuang.adjustments import hear_center as hearing
from xiangchuang.adjustments import move_measure as moving
from xiangchuang.adjustments.document_text import decision_content
from xiangchuang.adjustments.effect_words import effect_pairs
from xiangchuang.adjustments.forms import MotionForm, ReasonForm
from xiangchuang.adjustments.lines import measure_words
from xiangchuang.adjustments.models import Adjustment, GroundKind
from xiangchuang.adjustments.queries import adjustment_of, rule_of
from xiangchuang.calendars import clock
from xiangchuang.documents.official.composition import compose
from xiangchuang.procedure.act_view import ActForm, ActView
from xiangchuang.procedure.packs import pack_of


class _AdjustmentAct(ActView):
    """A verb's page with the motion and its effects beside the form."""

    template_name = "adjustments/act.html"

    @property
    def adjustment(self) -> Adjustment:
        return adjustment_of(self.case.pk)

    def extra_context(self) -> dict[str, Any]:
        adjustment = self.adjustment
        return {
            "adjustment": adjustment, "center": adjustment.center, "measure": measure_words(adjustment),
            "grounds": list(adjustment.grounds.all()), "hearings": list(adjustment.hearings.all()),
            "effects": effect_pairs(deciding.foreseen(adjustment)),
            "rule": rule_of(adjustment, pack_of(self.case)),
        }  # fmt: skip


class Move(_AdjustmentAct):
    verb = moving.MOVE
    form_class = ActForm

    def do(self, form: forms.Form, seen: int) -> str:
        moving.move_measure(actor=self.actor, case=self.case, seen=seen)
        return _("已送中心听取意见，中心和所在市州收到消息。")


class Amend(_AdjustmentAct):
    verb = moving.AMEND
    form_class = MotionForm

    def form_arguments(self) -> dict[str, Any]:
        center, pack = self.adjustment.center, pack_of(self.case)
        return {"center": center, "pack": pack, "at_hand": moving.grounds_at_hand(center, pack)}

    def initial(self) -> dict[str, Any]:
        adjustment = self.adjustment
        others = adjustment.grounds.filter(kind=GroundKind.OTHER)
        kept = set(adjustment.grounds.values_list("text", flat=True))
        at_hand = moving.grounds_at_hand(adjustment.center, pack_of(self.case))
        return {
            "measure": adjustment.measure, "reason": adjustment.reason, "into": adjustment.into,
            "becomes": adjustment.becomes, "facts": "\n".join(ground.text for ground in others),
            "grounds": [ground.code for ground in at_hand if ground.text in kept],
        }  # fmt: skip

    def do(self, form: forms.Form, seen: int) -> str:
        assert isinstance(form, MotionForm)
        moving.amend_motion(actor=self.actor, case=self.case, seen=seen, draft=form.draft())
        return _("处理意见已修改，还没有送中心。")


class CloseHearing(_AdjustmentAct):
    verb = hearing.CLOSE
    form_class = ActForm

    def do(self, form: forms.Form, seen: int) -> str:
        hearing.close_hearing(actor=self.actor, case=self.case, seen=seen)
        return _("已转下一步。")


class Decide(_AdjustmentAct):
    verb = deciding.DECIDE
    form_class = ReasonForm

    def initial(self) -> dict[str, Any]:
        return {"reason": deciding.proposed_reason(self.adjustment)}

    def extra_context(self) -> dict[str, Any]:
        context = super().extra_context()
        content = decision_content(
            context["adjustment"], context["rule"], pack_of(self.case), drafted_on=clock.today(),
            reason=self.request.POST.get("reason") or deciding.proposed_reason(context["adjustment"]),
            effects=deciding.foreseen(context["adjustment"]),
        )  # fmt: skip
        return {**context, "paper": compose(content.content)}

    def do(self, form: forms.Form, seen: int) -> str:
        reason = form.cleaned_data["reason"]
        deciding.decide_adjustment(actor=self.actor, case=self.case, seen=seen, reason=reason)
        return _("决定已签发并执行，文件已编号。")


class Drop(_AdjustmentAct):
    verb = deciding.DROP
    form_class = ReasonForm

    def do(self, form: forms.Form, seen: int) -> str:
        reason = form.cleaned_data["reason"]
        deciding.drop_adjustment(actor=self.actor, case=self.case, seen=seen, reason=reason)
        return _("已结案，不作处理；中心能看到理由。")


class Withdraw(_AdjustmentAct):
    verb = moving.WITHDRAW
    form_class = ReasonForm

    def do(self, form: forms.Form, seen: int) -> str:
        reason = form.cleaned_data["reason"]
        moving.withdraw_motion(actor=self.actor, case=self.case, seen=seen, reason=reason)
        return _("处理意见已撤回。")
