"""What people write of platforms and of cooperation. The verbs judge; the forms only read."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.network.cooperate import CooperationDraft
from xiangchuang.network.models import CooperationKind
from xiangchuang.network.words import field_groups, kind_labels
from xiangchuang.organizations.models import CapabilityLevel, Organization
from xiangchuang.organizations.prefectures import prefecture_choices
from xiangchuang.organizations.uscc import bare_code
from xiangchuang.platforms.models import Becoming, PlatformState
from xiangchuang.platforms.register_platform import PlatformDraft
from xiangchuang.policy.pack import Pack

_t = gettext_lazy
MISSING = {"required": _t("这一项没有填写。"), "invalid_choice": _t("从列表中选择。")}
_DAY = {"required": _t("填写日期。"), "invalid": _t("日期写成 2026-11-23 的样子。")}


def day_field(label: Any, *, help_text: Any = "", required: bool = True) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=widget, error_messages=_DAY
    )


def text_area(label: Any, most: int, help_text: Any) -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text,
        error_messages=MISSING,
    )  # fmt: skip


def named(text: str) -> Organization:
    """Return the organisation of a code or a full name, who absorbed it where it was.

    Raises ValidationError in words for one that is not registered, and for a name that several have.
    """
    rows = Organization.objects.select_related("merged_into")
    found = list(rows.filter(uscc=bare_code(text))[:1]) or list(rows.filter(name=text, merged_into=None)[:2])
    if not found:
        raise forms.ValidationError(
            _("单位库中没有 %(code)s：核对名称或代码，或先在“单位”中登记。") % {"code": text}
        )
    if len(found) > 1:
        raise forms.ValidationError(_("不止一个单位叫“%(name)s”：改填代码。") % {"name": text})
    return found[0].merged_into or found[0]


class PlainForm(forms.Form):
    """Base: the server checks, in its own words."""

    use_required_attribute = False


class PlatformForm(PlainForm):
    """A platform as the approval document has it."""

    name = forms.CharField(
        label=_t("平台名称"), max_length=200, error_messages=MISSING, help_text=_t("批准文件上的全称。")
    )
    kind = forms.ChoiceField(label=_t("平台类型"), error_messages=MISSING)
    level = forms.ChoiceField(
        label=_t("级别"), choices=CapabilityLevel.choices, initial=CapabilityLevel.PROVINCIAL
    )
    host = forms.CharField(
        label=_t("依托单位"), max_length=200, error_messages=MISSING,
        help_text=_t("全称或统一社会信用代码。"),
    )  # fmt: skip
    partners = forms.CharField(
        label=_t("共建单位"), max_length=1000, required=False,
        help_text=_t("全称或统一社会信用代码，多个用顿号或逗号分开；没有的不填。"),
    )  # fmt: skip
    field = forms.ChoiceField(label=_t("领域"), required=False)
    specialty = forms.CharField(
        label=_t("研究方向"), max_length=500, required=False,
        help_text=_t("主要做什么，公开展示并用于查找，例如“耐磨涂层、薄膜沉积”。"),
    )  # fmt: skip
    prefecture = forms.ChoiceField(label=_t("所在市州"), required=False)
    approved_by = forms.CharField(
        label=_t("批准部门"), max_length=200, error_messages=MISSING, help_text=_t("例如“省科学技术厅”。")
    )
    approved_on = day_field(_t("批准日期"))
    document_number = forms.CharField(
        label=_t("批准文号"), max_length=100, required=False, help_text=_t("例如“湘科发〔2022〕1号”。")
    )
    leader = forms.CharField(
        label=_t("负责人"), max_length=50, required=False,
        help_text=_t("只给主管机关和本单位看，不公开。"),
    )  # fmt: skip
    source = forms.CharField(
        label=_t("来源"), max_length=300, error_messages={"required": _t("写明出自哪份材料。")},
        help_text=_t("出自哪份材料，例如“认定文件附件第 12 项”。"),
    )  # fmt: skip
    evidence = forms.FileField(label=_t("证明材料"), required=False)

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("kind", [("", _("选择…")), *kind_labels(pack).items()])
        self._choose("field", [("", _("不在所列领域")), *field_groups(pack)])
        self._choose("prefecture", [("", _("同依托单位")), *prefecture_choices(clock.today())])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_host(self) -> Organization:
        """Find the host by its code."""
        return named(normalise_line(self.cleaned_data["host"]))

    def clean_partners(self) -> list[Organization]:
        """Find each partner by its code."""
        told = re.split(r"[、，,;；\n]+", normalise_text(self.cleaned_data["partners"]))
        names = dict.fromkeys(name for text in told if (name := normalise_line(text)))
        return list({found.pk: found for found in map(named, names)}.values())

    def draft(self, evidence: Any = None) -> PlatformDraft:
        """Return what was written, as the verbs take it."""
        told = {
            name: value for name, value in self.cleaned_data.items() if name not in ("reason", "evidence")
        }
        return PlatformDraft(**told, evidence=evidence)


class PlatformCorrectionForm(PlatformForm):
    """The platform as it should read, with the reason; its host stays."""

    reason = forms.CharField(
        label=_t("更正理由"), max_length=500, help_text=_t("例如“更名批复”“批准文号登记有误”。"),
        error_messages={"required": _t("写明为何更正。")},
    )  # fmt: skip
    host = None  # type: ignore[assignment]


class StateForm(PlainForm):
    """What became of a platform."""

    to = forms.ChoiceField(label=_t("新的状态"), choices=PlatformState.choices, error_messages=MISSING)
    into = forms.ChoiceField(
        label=_t("并入哪个平台"), required=False, help_text=_t("只在“已并入”时选。"), error_messages=MISSING
    )
    on = day_field(_t("生效日期"), help_text=_t("决定上写明的日期。"))
    reason = forms.CharField(
        label=_t("依据和原因"), max_length=500, error_messages=MISSING,
        help_text=_t("例如“2024 年评估不合格，不再列入序列”。"),
    )  # fmt: skip
    document_number = forms.CharField(label=_t("文号"), max_length=100, required=False)

    def __init__(self, *args: Any, others: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("不并入")), *others.items()]


class DuplicateForm(PlainForm):
    """Which other row is the same platform, and how one knows."""

    duplicate = forms.ChoiceField(
        label=_t("重复的登记"), error_messages=MISSING, help_text=_t("这一条将撤销，本平台保留。")
    )
    reason = forms.CharField(
        label=_t("怎么知道是同一个平台"), max_length=500, error_messages=MISSING,
        help_text=_t("例如“批准文号相同，名称简写不同”。"),
    )  # fmt: skip

    def __init__(self, *args: Any, others: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["duplicate"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("选择…")), *others.items()]


class ConversionForm(PlainForm):
    """Which case would build its center from the platform, and what becomes of the platform."""

    case_number = forms.ChoiceField(label=_t("申报案卷"), error_messages=MISSING)
    becomes = forms.ChoiceField(
        label=_t("中心建成后平台的去向"), choices=Becoming.choices, widget=forms.RadioSelect,
        error_messages=MISSING,
    )  # fmt: skip
    remark = text_area(
        _t("优化整合的安排"), 1000, _t("人员、设备、项目和经费怎样整合到中心，原有任务由谁承接。")
    )

    def __init__(self, *args: Any, cases: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["case_number"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("选择…")), *cases.items()]


class ReasonForm(PlainForm):
    """Why something is taken back or not confirmed."""

    reason = forms.CharField(label=_t("理由"), max_length=500, error_messages=MISSING)


class CooperationForm(PlainForm):
    """What a platform and a center have agreed on."""

    kind = forms.ChoiceField(label=_t("合作内容"), choices=CooperationKind.choices, error_messages=MISSING)
    title = forms.CharField(label=_t("协议名称"), max_length=200, error_messages=MISSING)
    content = text_area(_t("约定事项"), 2000, _t("双方各做什么，仪器、数据、成果怎样共享。"))
    signed_on = day_field(_t("签订日期"))
    ends_on = day_field(_t("届满日期"), required=False, help_text=_t("没有期限的不填。"))

    def draft(self) -> CooperationDraft:
        """Return what was written, as the verb takes it."""
        return CooperationDraft(**self.cleaned_data)


class EndForm(ReasonForm):
    """When and why a cooperation ended."""

    on = day_field(_t("终止日期"))
    field_order = ("on", "reason")
