"""What people write about a finding."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExplanationForm(forms.Form):
    """The center's account of a sign."""

    use_required_attribute = False
    explanation = forms.CharField(
        label=_("说明"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明实际情况和处理，例如“样机成本分摊，已开具往来票据，不对外销售”。"),
        error_messages={"required": _("写明实际情况。")},
    )  # fmt: skip


class VerdictForm(forms.Form):
    """An officer's decision on a sign."""

    use_required_attribute = False
    verdict = forms.ChoiceField(
        label=_("认定"), widget=forms.RadioSelect,
        choices=[("closed", _("了结：不属于市场化的生产和销售，或已改正")),
                 ("confirmed", _("不符合：属于市场化的生产或销售"))],
        error_messages={"required": _("选择认定意见。"), "invalid_choice": _("从列表中选择。")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明依据的事实。认定本身不带来任何处理。"),
        error_messages={"required": _("写明理由。")},
    )  # fmt: skip
