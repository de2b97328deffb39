"""What the department writes of an achievement. The verbs judge; the forms only read."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_line
from xiangchuang.centers.models import Center
from xiangchuang.organizations.models import Organization
from xiangchuang.overview.models import AchievementKind
from xiangchuang.overview.record_achievement import AchievementDraft
from xiangchuang.research.models import Result
from xiangchuang.research.queries import standing

_t = gettext_lazy
_MISSING = {"required": _t("这一项没有填写。"), "invalid_choice": _t("从列表中选择。")}
_MOST_RESULTS = 500


class AchievementForm(forms.Form):
    """One achievement of the center named."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=_t("种类"), choices=AchievementKind.choices, error_messages=_MISSING)
    title = forms.CharField(
        label=_t("名称"), max_length=200, error_messages=_MISSING,
        help_text=_t("如：超大直径盾构主轴承国产化。"),
    )  # fmt: skip
    on = forms.DateField(
        label=_t("日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_t("批复、认定或验收的日期。"),
        error_messages={"required": _t("填写日期。"), "invalid": _t("日期写成 2026-11-23 的样子。")},
    )  # fmt: skip
    basis = forms.CharField(
        label=_t("认定依据"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_MISSING,
        help_text=_t("写明文件名称和文号，或鉴定、验收、统计材料。"),
    )  # fmt: skip
    result = forms.ChoiceField(
        label=_t("相关成果"), required=False, error_messages=_MISSING,
        help_text=_t("从中心登记的成果中选择；与成果无关的不选。"),
    )  # fmt: skip
    uscc = forms.CharField(
        label=_t("企业的统一社会信用代码"), required=False, max_length=18,
        help_text=_t("培育壮大企业的填写，如 91430100MA4L000000。"),
    )  # fmt: skip
    industry = forms.CharField(
        label=_t("产业名称"),
        required=False,
        max_length=100,
        help_text=_t("催生产业的填写，如：智能盾构装备。"),
    )

    def __init__(self, *args: Any, center: Center, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._results = {str(r.pk): r for r in standing(Result, center).order_by("-pk")[:_MOST_RESULTS]}
        choice = self.fields["result"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("不选")), *((key, row.title) for key, row in self._results.items())]

    def clean_uscc(self) -> Organization | None:
        """Find the firm by its code."""
        code = normalise_line(self.cleaned_data["uscc"]).upper()
        if not code:
            return None
        found = Organization.objects.filter(uscc=code).first()
        if found is None:
            raise forms.ValidationError(_("单位库中没有这个代码：核对代码，或先在“单位”中登记。"))
        return found

    def draft(self) -> AchievementDraft:
        """Return what was written, as the verb takes it."""
        told = self.cleaned_data
        return AchievementDraft(
            kind=told["kind"], title=told["title"], on=told["on"], basis=told["basis"],
            result=self._results.get(told["result"]), organization=told["uscc"], industry=told["industry"],
        )  # fmt: skip


class WithdrawalForm(forms.Form):
    """Why a record is taken back."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_t("撤销理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_MISSING,
        help_text=_t("写明为什么这一项不成立；登记仍然留痕。"),
    )  # fmt: skip
