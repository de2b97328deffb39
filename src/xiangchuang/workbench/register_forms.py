"""Forms of the register: organisations, yearly facts, capabilities, confirmations."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.organizations.fact_values import ValueKind
from xiangchuang.organizations.models import CapabilityKind, CapabilityLevel, OrganizationKind
from xiangchuang.organizations.prefectures import prefecture_choices
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.workbench.fact_words import FactWord, fact_words

EVIDENCE_KINDS = ("pdf", "docx", "xlsx", "jpg", "png")
YEARS_BACK = 10
_FALSE_WORDS = {"否", "无", "没有", "no", "0"}
_TRUE_WORDS = {"是", "有", "yes", "1"}


class RegisterForm(forms.Form):
    """Base: the server checks, in its own words."""

    use_required_attribute = False


class EvidenceForm(RegisterForm):
    """Source and evidence, which every statement has in common."""

    source = forms.CharField(
        label=gettext_lazy("来源"),
        max_length=300,
        help_text=gettext_lazy("出自哪份材料，例如“2025 年度审计报告第 12 页”。"),
        error_messages={"required": gettext_lazy("写明出自哪份材料。")},
    )
    evidence = forms.FileField(label=gettext_lazy("证明材料"), required=False)


def year_choices() -> list[tuple[int, str]]:
    """Return the years that may be recorded, newest first."""
    this_year = clock.today().year
    return [(year, str(year)) for year in range(this_year, this_year - YEARS_BACK, -1)]


def field_choices(pack: Pack) -> list[tuple[str, Any]]:
    """Return the fields of 3.2 grouped by orientation, after the empty choice."""
    groups: list[tuple[str, Any]] = [("", _("不分领域"))]
    for orientation in pack.orientations:
        groups.append((words(orientation.label), [(f.code, words(f.label)) for f in orientation.fields]))
    return groups


class FactForm(EvidenceForm):
    """A new yearly fact; the value is typed in the fact's own unit."""

    code = forms.ChoiceField(
        label=gettext_lazy("事实"), error_messages={"required": gettext_lazy("选择要登记的事实。")}
    )
    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)
    value = forms.CharField(
        label=gettext_lazy("数值"),
        max_length=40,
        help_text=gettext_lazy("金额填万元，数量填整数，是否类填“是”或“否”。"),
        error_messages={"required": gettext_lazy("填写数值。")},
    )
    explanation = forms.CharField(
        label=gettext_lazy("变动说明"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("与相邻年度相差很大时写明原因，例如“新厂投产”。"),
    )
    field_order = ("code", "year", "value", "explanation", "source", "evidence")

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = fact_words(pack)
        choices = [(word.code, f"{word.label}{_unit(word)}") for word in self.known.values()]
        self.fields["code"].choices = [("", _("选择…")), *choices]  # type: ignore[attr-defined]
        self.fields["year"].choices = year_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        word = self.known.get(data.get("code", ""))
        if word is not None and "value" in data:
            data["number"] = self._number(word, data["value"])
        return data

    def _number(self, word: FactWord, typed: str) -> Decimal | None:
        try:
            return read_number(word, typed)
        except ValueError as error:
            self.add_error("value", str(error))
            return None


class CorrectionForm(EvidenceForm):
    """A corrected value with its reason; without a new source the old one stays."""

    value = forms.CharField(
        label=gettext_lazy("更正为"),
        max_length=40,
        error_messages={"required": gettext_lazy("填写更正后的数值。")},
    )
    reason = forms.CharField(
        label=gettext_lazy("更正理由"),
        max_length=500,
        help_text=gettext_lazy("例如“审计报告调整”。原登记会保留。"),
        error_messages={"required": gettext_lazy("写明为何更正。")},
    )
    field_order = ("value", "reason", "source", "evidence")

    def __init__(self, *args: Any, word: FactWord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.word = word
        self.fields["value"].help_text = _("单位：%(unit)s") % {"unit": word.unit} if word.unit else ""
        self.fields["source"].required = False
        self.fields["source"].help_text = _("不填则沿用原来源。")

    def clean_value(self) -> Decimal:
        """Return the number typed, in the fact's unit."""
        try:
            return read_number(self.word, self.cleaned_data["value"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


def read_number(word: FactWord, typed: str) -> Decimal:
    """Return the number of a typed value: "1,200.5", full-width digits, "是". Raises ValueError in words."""
    text = normalise_line(typed).replace(",", "").replace("，", "")
    if word.kind is ValueKind.FLAG:
        if text.lower() in _TRUE_WORDS | _FALSE_WORDS:
            return Decimal(text.lower() in _TRUE_WORDS)
        raise ValueError(_("填“是”或“否”。"))
    text = text.removesuffix(word.unit).strip() if word.unit else text
    try:
        number = Decimal(text)
    except ArithmeticError:
        raise ValueError(_("“%(typed)s”不是数。只填数字，单位见栏目名。") % {"typed": typed[:40]}) from None
    if not number.is_finite() or (word.kind is ValueKind.COUNT and number % 1):
        raise ValueError(_("填整数。"))
    return number


def _unit(word: FactWord) -> str:
    return _("（%(unit)s）") % {"unit": word.unit} if word.unit else ""


class CapabilityForm(EvidenceForm):
    """A platform, transfer case, project, patent or rule (3.4)."""

    kind = forms.ChoiceField(
        label=gettext_lazy("种类"),
        choices=CapabilityKind.choices,
        help_text=gettext_lazy("创新平台在“单位”下的“创新平台”登记册登记一次即可，这里会随之写好。"),
    )
    level = forms.ChoiceField(label=gettext_lazy("级别"), choices=CapabilityLevel.choices)
    title = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=300,
        help_text=gettext_lazy("平台、项目、案例或制度的全称。"),
        error_messages={"required": gettext_lazy("填写全称。")},
    )
    field = forms.ChoiceField(label=gettext_lazy("领域"), required=False)
    on = forms.DateField(
        label=gettext_lazy("日期"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("认定、立项、转化或施行的日子。"),
        error_messages={
            "required": gettext_lazy("填写日期。"),
            "invalid": gettext_lazy("日期写成 2026-11-23 的样子。"),
        },
    )
    amount = forms.DecimalField(
        label=gettext_lazy("金额（万元）"),
        required=False,
        max_digits=14,
        decimal_places=6,
        error_messages={"invalid": gettext_lazy("金额只填数字，单位是万元。")},
    )
    field_order = ("kind", "level", "title", "field", "on", "amount", "source", "evidence")

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = field_choices(pack)  # type: ignore[attr-defined]


class CapabilityCorrectionForm(CapabilityForm):
    """A capability as it should read, with the reason; its kind stays, the source too unless told anew."""

    reason = forms.CharField(
        label=gettext_lazy("更正理由"),
        max_length=500,
        help_text=gettext_lazy("例如“级别登记有误”。原登记会保留。"),
        error_messages={"required": gettext_lazy("写明为何更正。")},
    )
    field_order = ("level", "title", "field", "on", "amount", "reason", "source", "evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]
        self.fields["source"].required = False
        self.fields["source"].help_text = _("不填则沿用原来源。")


class WithdrawalForm(RegisterForm):
    """Why a statement is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("撤回理由"),
        max_length=500,
        help_text=gettext_lazy("例如“重复登记”“登记到了别的单位”。原登记保留在历史里，不再计数。"),
        error_messages={"required": gettext_lazy("写明为何撤回。")},
    )


class OrganizationForm(RegisterForm):
    """What may change of an organisation: name, industry, size, contact."""

    name = forms.CharField(
        label=gettext_lazy("单位名称"),
        max_length=200,
        error_messages={"required": gettext_lazy("填写营业执照上的全称。")},
    )
    industry = forms.CharField(
        label=gettext_lazy("行业（GB/T 4754）"),
        required=False,
        max_length=5,
        help_text=gettext_lazy("门类字母加数字，例如 C3516。"),
    )
    is_sme = forms.BooleanField(label=gettext_lazy("科技型中小企业"), required=False)
    address = forms.CharField(label=gettext_lazy("地址"), required=False, max_length=300)
    contact_name = forms.CharField(label=gettext_lazy("联系人"), required=False, max_length=100)
    contact_phone = forms.CharField(label=gettext_lazy("联系电话"), required=False, max_length=30)
    contact_email = forms.EmailField(
        label=gettext_lazy("联系邮箱"),
        required=False,
        error_messages={"invalid": gettext_lazy("邮箱写成 name@example.cn 的样子。")},
    )


class NewOrganizationForm(OrganizationForm):
    """A new organisation, by its code."""

    uscc = forms.CharField(
        label=gettext_lazy("统一社会信用代码"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("18 位；机关单位没有的可以不填。"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("单位类型"), choices=OrganizationKind.choices)
    prefecture = forms.ChoiceField(label=gettext_lazy("所在市州"))
    field_order = ("uscc", "name", "kind", "prefecture")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prefecture"].choices = prefecture_choices(clock.today())  # type: ignore[attr-defined]
