"""The remark of whoever looked at plans that share passages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangchuang.procedure.act_view import ActForm


class SeenForm(ActForm):
    """What the shared passages come to, in a sentence."""

    remark = forms.CharField(
        label=_("查看意见"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明如何看待，例如“同一团队的延续工作，已在论证会说明”。只有省科技厅能看到。"),
    )
