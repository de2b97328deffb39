"""Forms of benefits: a decision, a payment, and two calculators that save nothing."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.text import normalise_text
from xiangchuang.benefits.models import IncomeKind, UnitKind
from xiangchuang.centers.registers.amounts import MoneyInput, ShareInput
from xiangchuang.policy.benefits import Contributor

MOST_CONTRIBUTORS: Final = 200
_LINE: Final = re.compile(r"(?P<name>.+?)[\s,，、]+(?P<weight>\d{1,9})(?P<aside>[\s,，、]*非主要)?")
FIRM_KINDS: Final = (
    ("general", _("其他企业")),
    ("manufacturing", _("制造业企业")),
    ("technology_sme", _("科技型中小企业")),
    ("integrated_circuit", _("集成电路企业")),
    ("machine_tool", _("工业母机企业")),
    ("excluded", _("不适用加计扣除的行业")),
)


def day_input() -> forms.DateInput:
    """Return the widget of a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DayInput(forms.DateField):
    """A day, with words of our own for a wrong one."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", day_input())
        messages = {"required": _("日期没有填写。"), "invalid": _("日期写成 2026-11-23 的样子。")}
        super().__init__(error_messages=messages, **kwargs)


class DecisionForm(forms.Form):
    """Who decided, when, and why again or why otherwise than the clause says."""

    use_required_attribute = False
    decided_on = DayInput(label=_("决定日期"))
    decided_by = forms.CharField(
        label=_("由谁决定"),
        max_length=100,
        help_text=_("例如“第一届理事会第二次会议”。"),
        error_messages={"required": _("写明由谁决定。")},
    )
    document_number = forms.CharField(
        label=_("文号"), max_length=50, required=False, help_text=_("本中心的发文字号，没有的留空。")
    )
    purpose_reason = forms.CharField(
        label=_("没有主要用于科研投入与团队奖励的理由"),
        max_length=500,
        error_messages={"required": _("写明理由，或者先提高两项比例。")},
    )
    reason = forms.CharField(
        label=_("另作决定的理由"),
        max_length=500,
        help_text=_("前一份决定保留可查，由这一份代替。"),
        error_messages={"required": _("写明为何更正。")},
    )

    def __init__(self, *args: Any, needs_reason: bool, needs_purpose_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]
        if not needs_purpose_reason:
            del self.fields["purpose_reason"]


class PaymentForm(forms.Form):
    """The day a share was paid."""

    use_required_attribute = False
    paid_on = DayInput(label=_("发放日期"))
    note = forms.CharField(
        label=_("凭证"), max_length=200, required=False, help_text=_("例如“银行回单 0312”。")
    )


class TakeBackForm(forms.Form):
    """Why a payment mark is taken back."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("撤销理由"), max_length=500, error_messages={"required": _("写明为何撤销，例如“银行退回”。")}
    )


class TrialForm(forms.Form):
    """An income that is only tried out; nothing of it is saved."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=_("收益方式"), choices=IncomeKind.choices)
    unit_kind = forms.ChoiceField(label=_("完成单位"), choices=UnitKind.choices)
    received_on = DayInput(label=_("到账（成股）日期"))
    gross = MoneyInput(unit="yuan", label=_("收入（元）"), error_messages={"required": _("收入没有填写。")})
    costs = MoneyInput(unit="yuan", label=_("可扣除成本（元）"), required=False)
    taxes = MoneyInput(unit="yuan", label=_("税费（元）"), required=False)
    year = forms.IntegerField(
        label=_("投产后第几年"),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("只在自行实施时填写。"),
        error_messages={"invalid": _("只填整数，例如 2。"), "min_value": _("从 1 起计。")},
    )
    team_share = ShareInput(
        label=_("试算的团队比例（%）"), required=False,
        help_text=_("留空则按当日适用的规定，没有规定的按法定标准。"),
    )  # fmt: skip
    research_share = ShareInput(label=_("试算的科研投入比例（%）"), required=False)
    people = forms.CharField(
        label=_("贡献人和权重"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一人，例如“李工 5”；不是主要贡献人员的在后面写“非主要”。"),
        error_messages={"required": _("至少写一名贡献人。")},
    )

    def clean_people(self) -> tuple[Contributor, ...]:
        lines = [line for line in normalise_text(self.cleaned_data["people"]).splitlines() if line.strip()]
        if len(lines) > MOST_CONTRIBUTORS:
            raise forms.ValidationError(say("一次最多测算 %(most)d 人。") % {"most": MOST_CONTRIBUTORS})
        return tuple(_contributor(number, line.strip()) for number, line in enumerate(lines, start=1))


def _contributor(number: int, line: str) -> Contributor:
    found = _LINE.fullmatch(line)
    if found is None:
        raise forms.ValidationError(
            say("第 %(number)d 行没有读出姓名和权重：写成“李工 5”的样子。") % {"number": number}
        )
    return Contributor(found["name"], int(found["weight"]), is_main=not found["aside"])


def _year_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("年度"),
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("填四位年份，例如 2026。"), "required": _("年度没有填写。")},
    )


class DeductionForm(forms.Form):
    """R&D expense of a year."""

    use_required_attribute = False
    prefix = "deduction"
    year = _year_field()
    firm = forms.ChoiceField(label=_("企业类别"), choices=FIRM_KINDS)
    expense = MoneyInput(
        unit="yuan", label=_("符合条件的研发费用（元）"),
        help_text=_("费用化部分；形成无形资产的填当年摊销额。"),
        error_messages={"required": _("研发费用没有填写。")},
    )  # fmt: skip
    after_change = MoneyInput(
        unit="yuan", label=_("其中比例变动后发生的（元）"), required=False,
        help_text=_("只在年内比例变动时用，例如 2022 年第四季度；留空则按月份分摊。"),
    )  # fmt: skip
    high_tech = forms.BooleanField(label=_("是高新技术企业"), required=False)


class HighTechForm(forms.Form):
    """Taxable income of a year."""

    use_required_attribute = False
    prefix = "high-tech"
    year = _year_field()
    profit = MoneyInput(
        unit="yuan", allow_negative=True, label=_("应纳税所得额（元）"),
        error_messages={"required": _("应纳税所得额没有填写。")},
    )  # fmt: skip
