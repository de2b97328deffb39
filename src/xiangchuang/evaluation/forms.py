"""Forms of rounds. Lengths and rules are asked again by the verbs; words here tell what to do."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.evaluation.models import ReplyVerdict
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.evaluation import Indicator, StateRule
from xiangchuang.procedure.act_view import ActForm
from xiangchuang.procedure.pack_words import words

DAY = {"required": _("填写日期。"), "invalid": _("日期写成 2026-12-31 的样子。")}
NUMBER = {"required": _("填写数字。"), "invalid": _("只填数字。"), "max_decimal_places": _("最多两位小数。")}


def _day_field(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, error_messages=DAY,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip


def _number_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, required=required, max_digits=7, decimal_places=2,
        min_value=Decimal(0), error_messages=NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip


def _text_field(label: Any, help_text: Any, missing: Any, *, rows: int = 4, required: bool = True) -> Any:
    return forms.CharField(
        label=label, help_text=help_text, required=required, error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def evaluators() -> "QuerySet[Organization]":
    """Return the bodies whose people are appointed as evaluators today."""
    held = Appointment.objects.in_force(clock.today()).filter(role=Role.EVALUATOR)
    return Organization.objects.filter(pk__in=held.values("organization")).order_by("name")


class RoundForm(ActForm):
    """Period, evaluator, sample and letter of a round."""

    first_on = _day_field(_("评价期起"))
    last_on = _day_field(_("评价期止"), _("已经过去的一天；一般按整年，例如 2025-01-01 至 2025-12-31。"))
    evaluator = forms.ModelChoiceField(
        queryset=Organization.objects.none(), label=_("评估机构"),
        help_text=_("有评估机构账户的单位；参与建设被评中心的不能选。"),
        error_messages={"required": _("选择评估机构。"), "invalid_choice": _("选择列表中的评估机构。")},
    )  # fmt: skip
    sample_share = _number_field(_("抽样比例（%）"), _("100 为全部参评；不足 100 时由系统按种子抽取。"))
    commission = forms.FileField(label=_("委托书"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["evaluator"]
        choice.queryset = evaluators()

    @property
    def share(self) -> int:
        """The share drawn, in basis points."""
        return int(self.cleaned_data["sample_share"] * 100)


class StateForm(ActForm):
    """A state beside the grades, with its reason."""

    state = forms.ChoiceField(label=_("情形"), required=False)
    reason = _text_field(_("理由"), _("写明事实和依据；评价意见书会引用。"), _("写明理由。"), required=False)

    def __init__(self, *args: Any, states: Iterable[StateRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["state"]
        choice.choices = [
            ("", _now("正常参评")),
            *((state.code, words(state.label)) for state in states),
        ]


class ReasonForm(ActForm):
    """Why the round goes back."""

    reason = _text_field(_("还缺什么"), _("写明缺哪些中心的哪些材料。"), _("写明还缺什么材料。"))


class DraftForm(ActForm):
    """The evaluator's report that goes out with the draft."""

    report = _text_field(
        _("评估报告"), _("组织情况、数据来源、主要发现和建议；不写个人信息。"), _("写评估报告。"), rows=12
    )


class RulingForm(ActForm):
    """Points that a person gives an indicator, with the reason."""

    points = _number_field(_("裁定得分"))
    reason = _text_field(_("理由"), _("中心能看到。"), _("写明裁定的理由。"))

    @property
    def points_e2(self) -> int:
        """Points in hundredths."""
        return int(self.cleaned_data["points"] * 100)


class AnswerForm(ActForm):
    """The answer to one point of a reply."""

    verdict = forms.ChoiceField(
        label=_("处理"), choices=ReplyVerdict.choices, widget=forms.RadioSelect,
        error_messages={"required": _("选择采纳或者不采纳。")},
    )  # fmt: skip
    points = _number_field(_("更正后的得分"), _("采纳的填写；按指标原来的满分填。"), required=False)
    answer = _text_field(_("答复"), _("写明理由，中心能看到。"), _("写明答复的理由。"))

    @property
    def points_e2(self) -> int | None:
        """Points in hundredths; None where none were written."""
        points = self.cleaned_data.get("points")
        return None if points is None else int(points * 100)


class PointForm(forms.Form):
    """One indicator that the center disputes; a row without one falls away."""

    use_required_attribute = False

    indicator = forms.ChoiceField(label=_("指标"), required=False)
    demand = _text_field(
        _("异议和依据"), _("写明应为多少、依据什么。"), _("写明异议和依据。"), required=False
    )
    evidence = forms.FileField(label=_("证明材料"), required=False)

    def __init__(self, *args: Any, indicators: Iterable[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["indicator"]
        choice.choices = [("", _now("不填")), *((i.code, words(i.label)) for i in indicators)]

    def clean(self) -> dict[str, Any]:
        """A demand without its indicator is a slip."""
        data = super().clean() or {}
        if data.get("demand") and not data.get("indicator"):
            self.add_error("indicator", _now("选择指标。"))
        if data.get("indicator") and not data.get("demand"):
            self.add_error("demand", _now("写明异议和依据。"))
        return data


class WordsForm(forms.Form):
    """What the center says of the draft as a whole."""

    use_required_attribute = False

    words = _text_field(_("总体意见"), _("可以不填。"), "", required=False)


class TryForm(forms.Form):
    """Which set is tried on which year."""

    use_required_attribute = False

    set = forms.ChoiceField(label=_("指标体系"), error_messages={"required": _("选择指标体系。")})
    year = forms.IntegerField(
        label=_("年度"), min_value=2000, max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("填写年度。"), "invalid": _("写四位数的年度，例如 2025。")},
    )  # fmt: skip

    def __init__(self, *args: Any, sets: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["set"]
        choice.choices = list(sets)
