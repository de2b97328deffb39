"""The form of a destruction."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DestructionForm(forms.Form):
    """Which papers, and why."""

    use_required_attribute = False

    papers = forms.MultipleChoiceField(
        label=_("要销毁的文件"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("没有选择要销毁的文件。")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("销毁的理由和鉴定意见"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：经档案鉴定小组鉴定，保管期满，无继续保存价值。"),
        error_messages={"required": _("写明销毁的理由和鉴定意见：销毁清册中要看得到。")},
    )  # fmt: skip
