"""How far the experts are, and one press that reminds those who are waited for."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.procedure.act_view import ActView
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.models import Panel
from xiangchuang.reviews.progress import round_progress
from xiangchuang.reviews.remind_experts import REMIND, remind_experts


class ProgressView(ActView):
    verb = REMIND
    template_name = "reviews/progress.html"

    def do(self, form: forms.Form, seen: int) -> str:
        told = remind_experts(actor=self.actor, case=self.case, seen=seen)
        if not told:
            return _("这些专家今天都已提醒过，没有重复发送。")
        return ngettext("已提醒 %(count)d 位专家。", "已提醒 %(count)d 位专家。", told) % {"count": told}

    def next_url(self) -> str:
        return reverse("reviews:progress", args=[self.case.number])

    def extra_context(self) -> dict[str, Any]:
        panel = Panel.objects.filter(case=self.case).select_related("case", "run").first()
        return {"progress": round_progress(panel, pack_of(self.case)) if panel is not None else None}
