"""Forms of the draw by lot."""

from django import forms
from django.utils.translation import gettext_lazy

from xiangchuang.procedure.act_view import ActForm


class CommitForm(ActForm):
    seed_on = forms.DateField(
        label=gettext_lazy("种子取哪一天公布的号码"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("选择公布种子的日期。"),
            "invalid": gettext_lazy("日期写成 2026-12-03 的样子。"),
        },
    )


class SeedForm(ActForm):
    value = forms.CharField(
        label=gettext_lazy("公布的号码"),
        max_length=200,
        error_messages={"required": gettext_lazy("填写公布的号码。")},
    )
    published_in = forms.CharField(
        label=gettext_lazy("期号或公告"),
        max_length=200,
        help_text=gettext_lazy("例如“第 2026140 期”，别人据此核对。"),
        error_messages={"required": gettext_lazy("写明期号或公告名称，别人据此核对。")},
    )


class WithdrawalForm(ActForm):
    reason = forms.CharField(
        label=gettext_lazy("撤回的原因"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("与原名单一起留存，审计时可见。"),
        error_messages={"required": gettext_lazy("写明撤回的原因。")},
    )
