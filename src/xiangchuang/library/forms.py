"""Forms of the expert library: what people write. The verbs judge; the forms only read."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_line
from xiangchuang.experts.models import (
    FeeOccasion,
    IntegrityKind,
    PanelKind,
    TieKind,
    WorkKind,
)
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack

_t = gettext_lazy
_TOO_LONG = _t("写了 %(show_value)d 个字，超过 %(limit_value)d 个字，缩短后重新提交。")
_NO_DATE = _t("日期写成 2026-11-30 的样子。")


def text_field(label: Any, most: int, *, missing: Any = "", hint: Any = "", rows: int = 0) -> forms.CharField:
    """Return a field of that many characters; required when it says what is `missing`."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=most, help_text=hint, widget=widget, required=bool(missing),
        error_messages={"required": missing, "max_length": _TOO_LONG},
    )  # fmt: skip


def day_field(label: Any, *, missing: Any = "", hint: Any = "") -> forms.DateField:
    """Return a field of one day."""
    return forms.DateField(
        label=label, required=bool(missing), help_text=hint,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": missing, "invalid": _NO_DATE},
    )  # fmt: skip


def field_choices(pack: Pack) -> list[tuple[str, str]]:
    """Return the fields of the layout by code."""
    return [
        (known.code, words(known.label)) for orientation in pack.orientations for known in orientation.fields
    ]


def field_words(pack: Pack, code: str) -> str:
    """Return the field's name; a field of another version keeps its code."""
    return dict(field_choices(pack)).get(code, code)


class PlainForm(forms.Form):
    """Base: the server checks, in its own words."""

    use_required_attribute = False


class OrganizationField(forms.CharField):
    """One organisation, by its whole name or its code."""

    def clean(self, value: Any) -> Organization | None:
        """Return the organisation; a name that several carry asks for the code."""
        typed = normalise_line(super().clean(value) or "")
        if not typed:
            return None
        found = list(
            Organization.objects.filter(merged_into=None, name=typed)[:2]
            or Organization.objects.filter(merged_into=None, uscc=typed.upper())[:1]
        )
        if len(found) != 1:
            raise forms.ValidationError(
                _("单位登记册里找不到“%(typed)s”：写登记的全称或 18 位统一社会信用代码。") % {"typed": typed}
            )
        return found[0]


def organization_field(label: Any, *, missing: Any = "", hint: Any = "") -> OrganizationField:
    """Return a field for one organisation."""
    return OrganizationField(
        label=label, required=bool(missing), max_length=200,
        help_text=hint or _t("登记的全称，或统一社会信用代码。"), error_messages={"required": missing},
    )  # fmt: skip


class ProfileForm(PlainForm):
    """Who an expert is: name, employer, kinds, fields."""

    name = text_field(_t("姓名"), 100, missing=_t("姓名没有填写。"))
    employer = organization_field(_t("任职单位"), missing=_t("任职单位没有填写。"))
    title = text_field(_t("职称"), 100, hint=_t("例如“研究员”。"))
    kinds = forms.MultipleChoiceField(
        label=_t("专家类别"), choices=PanelKind.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_t("按专业选择，可以选两类。"),
        error_messages={"required": _t("至少选一个专家类别。")},
    )  # fmt: skip
    fields_known = forms.MultipleChoiceField(
        label=_t("专业领域"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_known"].choices = field_choices(current_pack())  # type: ignore[attr-defined]


class NominationForm(ProfileForm):
    """A person whom an organisation nominates."""

    languages = text_field(_t("外语"), 100, hint=_t("能读方案的外语，例如“英语、德语”。"))
    bio = text_field(_t("专业经历"), 2000, rows=5, hint=_t("与所选类别有关的经历；不写证件号码和住址。"))
    username = text_field(_t("登录名"), 150, hint=_t("被推荐人已有账户的，填写登录名；没有的留空。"))


class ApplicationForm(ProfileForm):
    """A person who asks to be taken in, having read the notice."""

    languages = text_field(_t("外语"), 100, hint=_t("能读方案的外语，例如“英语、德语”。"))
    phone = text_field(_t("手机"), 30, hint=_t("只有您本人和省科技厅工作人员能看。"))
    bio = text_field(_t("专业经历"), 2000, rows=5, hint=_t("与所选类别有关的经历；不写证件号码和住址。"))
    notice = forms.CharField(widget=forms.HiddenInput, required=False)
    agreed = forms.BooleanField(label=_t("我已阅读上面的告知，同意按告知处理我的个人信息"), required=False)


class CorrectionForm(ProfileForm):
    """What an officer confirms before it changes."""

    reason = text_field(_t("更正的理由"), 500, rows=2, missing=_t("更正的理由没有填写。"),
                        hint=_t("写明依据，例如“2026 年 9 月调动”。"))  # fmt: skip


class OwnForm(PlainForm):
    """What an expert changes alone."""

    phone = text_field(_t("手机"), 30, hint=_t("只有您本人和省科技厅工作人员能看。"))
    languages = text_field(_t("外语"), 100, hint=_t("能读方案的外语，例如“英语、德语”。"))
    bio = text_field(_t("专业经历"), 2000, rows=5)
    load_limit = forms.IntegerField(
        label=_t("同时承担的席位上限"), min_value=1, max_value=20,
        error_messages={"required": _t("填写同时最多承担几个席位。"), "invalid": _t("填写整数。"),
                        "min_value": _t("至少 1 个。"), "max_value": _t("最多 20 个。")},
    )  # fmt: skip


class WorkForm(PlainForm):
    """A project or publication."""

    kind = forms.ChoiceField(
        label=_t("种类"), choices=WorkKind.choices, error_messages={"required": _t("选择种类。")}
    )
    title = text_field(_t("名称"), 300, missing=_t("名称没有填写。"))
    number = text_field(_t("编号"), 100, hint=_t("项目编号、专利号或刊号。"))
    began_on = day_field(_t("自"), missing=_t("开始日期没有填写。"))
    ended_on = day_field(_t("至"), hint=_t("正在进行的留空。"))
    partners = forms.CharField(
        label=_t("合作单位"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_t("一行一个：登记的全称或统一社会信用代码。用于回避审查，请写全。"),
    )  # fmt: skip

    def clean_partners(self) -> list[Organization]:
        """Return the organisations, one a line."""
        one = organization_field("")
        typed = [line for line in self.cleaned_data["partners"].splitlines() if line.strip()]
        return [found for line in typed if (found := one.clean(line)) is not None]


class AbsenceForm(PlainForm):
    """Days on which no seat is taken."""

    begins_on = day_field(_t("自"), missing=_t("开始日期没有填写。"))
    ends_on = day_field(_t("至"), missing=_t("结束日期没有填写。"))
    note = text_field(_t("说明"), 200)


class ConflictForm(PlainForm):
    """An organisation from whose cases the expert stands aside."""

    organization = organization_field(_t("单位"), missing=_t("单位没有填写。"))
    reason = text_field(_t("理由"), 500, rows=2, missing=_t("回避理由没有填写。"),
                        hint=_t("写明关系，例如“常年法律顾问”。"))  # fmt: skip


class TieForm(PlainForm):
    """A person with whom the expert does not judge together."""

    other_name = text_field(_t("姓名"), 100, missing=_t("姓名没有填写。"))
    kind = forms.ChoiceField(label=_t("关系"), choices=TieKind.choices)


class ReasonForm(PlainForm):
    """Why."""

    reason = text_field(_t("理由"), 500, rows=3, missing=_t("理由没有填写。"))


class DecisionForm(PlainForm):
    """Accepted or refused, with an answer the person reads."""

    accept = forms.ChoiceField(
        label=_t("审核结果"), choices=[("yes", _t("同意")), ("no", _t("不同意"))], widget=forms.RadioSelect,
        error_messages={"required": _t("选择同意或不同意。")},
    )  # fmt: skip
    answer = text_field(_t("审核意见"), 500, rows=3, hint=_t("申请人能看到；不同意的必须写明理由。"))


class FeeForm(PlainForm):
    """A fee paid; the amount in yuan as people write it."""

    occasion = forms.ChoiceField(label=_t("事由"), choices=FeeOccasion.choices)
    case = forms.CharField(
        label=_t("案卷编号"), required=False, max_length=32, help_text=_t("没有案卷的留空。")
    )
    amount = forms.DecimalField(
        label=_t("税前金额（元）"), max_digits=9, decimal_places=2, min_value=0,
        error_messages={"required": _t("金额没有填写。"), "invalid": _t("金额写成 800 或 800.50 的样子。")},
    )  # fmt: skip
    tax_note = text_field(_t("个人所得税说明"), 200, missing=_t("个人所得税说明没有填写。"),
                          hint=_t("例如“劳务报酬，已代扣代缴”。"))  # fmt: skip
    paid_on = day_field(_t("发放日期"), missing=_t("发放日期没有填写。"))

    def clean_case(self) -> Case | None:
        """Return the case of that number."""
        return case_of(self.cleaned_data["case"])


class IntegrityForm(PlainForm):
    """What was found of an expert's conduct."""

    kind = forms.ChoiceField(label=_t("类别"), choices=IntegrityKind.choices)
    text = text_field(_t("情况"), 500, rows=3, missing=_t("情况没有填写。"), hint=_t("本人能看到。"))
    source = text_field(_t("来源"), 200, missing=_t("来源没有填写。"), hint=_t("哪份材料或哪次核实。"))
    found_on = day_field(_t("认定日期"), missing=_t("认定日期没有填写。"))


class LobbyingForm(PlainForm):
    """A report of a favour asked."""

    who = text_field(
        _t("请托人"), 200, missing=_t("请托人没有填写。"), hint=_t("谁或哪个单位；不清楚的写“不明”。")
    )
    case_number = text_field(_t("涉及的案卷编号"), 32, hint=_t("不清楚的留空。"))
    happened_on = day_field(_t("发生日期"), missing=_t("发生日期没有填写。"))
    text = text_field(
        _t("情况"), 2000, rows=6, missing=_t("情况没有填写。"), hint=_t("时间、方式和请托的内容。")
    )


class FindingForm(PlainForm):
    """What became of the report."""

    finding = text_field(_t("核实和处理情况"), 2000, rows=6, missing=_t("核实和处理情况没有填写。"))


def case_of(number: str) -> Case | None:
    """Return the case of a number, None for none; an unknown one is a fault of the form."""
    typed = normalise_line(number)
    if not typed:
        return None
    found = Case.objects.filter(number=typed).first()
    if found is None:
        raise forms.ValidationError(_("没有编号为“%(number)s”的案卷。") % {"number": typed})
    return found


class RatingForm(PlainForm):
    """What an officer thinks of an expert's work on one panel."""

    points = forms.TypedChoiceField(
        label=_t("评价"), coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _t("选择评价。")},
    )  # fmt: skip
    appeals_upheld = forms.IntegerField(
        label=_t("查实的申诉"), min_value=0, max_value=20, initial=0,
        help_text=_t("申报单位对该专家意见的申诉，经核实成立的件数。"),
        error_messages={"required": _t("没有的填 0。"), "invalid": _t("填写整数。")},
    )  # fmt: skip
    remark = text_field(
        _t("说明"), 500, rows=3, hint=_t("只有省科技厅能看；最低评价或有查实申诉的必须写明。")
    )

    def __init__(self, *args: Any, top: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(points, str(points)) for points in range(1, top + 1)]
        self.fields["points"].choices = choices  # type: ignore[attr-defined]
