"""Forms of support: what people write. The verbs judge; the forms only read."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_line
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.amounts import MoneyInput
from xiangchuang.organizations.models import PUBLIC_BODIES, Organization, OrganizationKind
from xiangchuang.organizations.queries import directory
from xiangchuang.support.sides import partners_of
from xiangchuang.support.words import kind_words, measure_words, mode_words, technology_words

_t = gettext_lazy
_MISSING = {"required": _t("这一项没有填写。"), "invalid_choice": _t("从列表中选择。")}
_DAY_SAYS = {"required": _t("填写日期。"), "invalid": _t("日期写成 2026-11-23 的样子。")}
_PARTIES_AT_MOST = 10


class PlainForm(forms.Form):
    """Base: the server checks, in its own words."""

    use_required_attribute = False


def _text(label: Any, most: int, *, hint: Any = "", rows: int = 0, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label,
        max_length=most,
        help_text=hint,
        widget=widget,
        required=required,
        error_messages=_MISSING,
    )


def _day(label: Any, *, hint: Any = "", required: bool = True) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, widget=widget, help_text=hint, required=required, error_messages=_DAY_SAYS
    )


def _choice(label: Any, *, required: bool = True, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=required, help_text=hint, error_messages=_MISSING)


def _file(label: Any) -> forms.FileField:
    return forms.FileField(label=label, required=False, help_text=_t("PDF、Word、Excel 或图片。"))


def _organization(label: Any) -> forms.ModelChoiceField[Organization]:
    return forms.ModelChoiceField(
        Organization.objects.none(), label=label, empty_label=_t("选择…"), error_messages=_MISSING
    )


def _offer(field: Any, words: dict[str, str], first: str = "") -> None:
    field.choices = [("", first or _("选择…")), *words.items()]


class AgreementForm(PlainForm):
    """An agreement's words; the partner is chosen once."""

    partner = _organization(_t("协议对方"))
    title = _text(_t("协议名称"), 200, hint=_t("例如“共建某某技术创新中心合作协议”。"))
    number = _text(_t("协议编号"), 60, required=False)
    text = _text(_t("协议要点"), 8000, rows=8, hint=_t("目的、双方责任分工、协同推进机制；承诺另逐项写入。"))
    runs_until = _day(_t("有效期至"), required=False)
    paper = _file(_t("协议文本"))

    def __init__(self, *args: Any, center: Center, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["partner"]
            return
        self.fields["partner"].queryset = partners_of(center)  # type: ignore[attr-defined]
        self.fields["partner"].help_text = _("市州由其科技局办理；主管部门是牵头单位的主管部门。")


class PromiseForm(PlainForm):
    """One promise."""

    kind = _choice(_t("类别"))
    measure = _choice(_t("人才支持方式"), required=False, hint=_t("只在类别为人才时选。"))
    text = _text(_t("承诺内容"), 1000, rows=3, hint=_t("例如“三年内安排建设经费 3000 万元”。"))
    amount_fen = MoneyInput(
        label=_t("金额（万元）"), required=False, help_text=_t("不是资金的留空。"), error_messages=_MISSING
    )
    due_on = _day(_t("应履行日"), hint=_t("当日 24:00 前履行并报告，都算按期。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["kind"], kind_words())
        _offer(self.fields["measure"], measure_words(), _("不是人才支持"))


class AgreedPromiseForm(PromiseForm):
    """One promise of either side of an agreement."""

    promised_by = _organization(_t("承诺方"))
    field_order = ("promised_by",)

    def __init__(self, *args: Any, sides: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["promised_by"].queryset = Organization.objects.filter(pk__in=sides)  # type: ignore[attr-defined]


class AskForm(PlainForm):
    """What is asked for a talent."""

    promised_by = _organization(_t("向谁提请"))
    measure = _choice(_t("支持方式"))
    text = _text(_t("请求内容"), 1000, rows=3, hint=_t("例如“提供三居室人才公寓一套”。不写证件号码。"))
    amount_fen = MoneyInput(label=_t("金额（万元）"), required=False, error_messages=_MISSING)
    due_on = _day(_t("希望何时落实"), required=False)

    def __init__(self, *args: Any, center: Center, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["promised_by"].queryset = partners_of(center)  # type: ignore[attr-defined]
        _offer(self.fields["measure"], measure_words())


class TakeOnForm(PlainForm):
    """What is promised of what was asked, and until when."""

    text = _text(_t("承诺内容"), 1000, rows=3, hint=_t("写明给什么、怎么给；替代请求的文字。"))
    due_on = _day(_t("应履行日"))


class WordsForm(PlainForm):
    """A few words that the other side will read."""

    text = _text(_t("说明"), 2000, rows=4, hint=_t("对方会看到。"))


class OptionalWordsForm(PlainForm):
    """Words where there is something to say."""

    text = _text(_t("说明"), 2000, rows=3, required=False)


class ReasonForm(PlainForm):
    """Why."""

    reason = _text(_t("理由"), 500, rows=3, hint=_t("对方会看到，也会留痕。"))


class DecisionForm(PlainForm):
    """Why the department decides so."""

    reason = _text(_t("决定理由"), 1000, rows=4, hint=_t("依据和考虑，中心会看到。"))


class AcceptForm(DecisionForm):
    """A project taken on: its number and what is granted."""

    number = _text(_t("项目编号"), 60, hint=_t("立项文件中的编号。"))
    granted_fen = MoneyInput(label=_t("批准省级经费（万元）"), required=False, error_messages=_MISSING)


class EvidenceForm(PlainForm):
    """What was done, with evidence."""

    text = _text(_t("情况"), 2000, rows=5, hint=_t("做了什么、金额、日期。"))
    evidence = _file(_t("证明材料"))


class ProjectForm(PlainForm):
    """A project of the province as the center proposes it."""

    title = _text(_t("项目名称"), 200)
    need = _text(_t("需求和要解决的问题"), 4000, rows=8, hint=_t("产业需求、要攻克的关键技术、预期指标。"))
    technology_type = _choice(_t("技术类型"))
    budget_fen = MoneyInput(label=_t("预算（万元）"), error_messages=_MISSING)
    organisation_mode = _choice(_t("组织方式"))
    partners = _text(_t("参与单位"), 500, required=False, hint=_t("用顿号隔开。"))
    runs_until = _day(_t("计划完成日"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["technology_type"], technology_words())
        _offer(self.fields["organisation_mode"], mode_words())


class ProblemForm(PlainForm):
    """A problem."""

    title = _text(_t("问题"), 100, hint=_t("例如“中试用地跨两市，规划条件不一致”。"))
    text = _text(_t("情况"), 4000, rows=8, hint=_t("涉及哪些市州、部门，已做过哪些协调。"))
    wanted = _text(_t("希望怎样解决"), 1000, rows=3)


class AssignForm(PlainForm):
    """To whom a problem is given, with whom, until when."""

    owner = _organization(_t("办理单位"))
    parties = _text(
        _t("协同单位"), 500, required=False, hint=_t("单位全称，用顿号隔开；协同单位可以查看这一项。")
    )
    due_on = _day(_t("办理期限"), required=False, hint=_t("不填则按政策包的期限重新起算。"))
    text = _text(_t("交办意见"), 1000, rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Organization.objects.filter(
            kind__in=PUBLIC_BODIES - {OrganizationKind.GOVERNMENT}, merged_into__isnull=True
        )
        self.fields["owner"].queryset = bodies.order_by("kind", "prefecture", "pk")  # type: ignore[attr-defined]

    def clean_parties(self) -> list[Organization]:
        """Return the organisations named; an unknown one is told by its name."""
        names = [normalise_line(name) for name in re.split("[、；;]", self.cleaned_data["parties"])]
        wanted = [name for name in names if name][:_PARTIES_AT_MOST]
        found = {row.name: row for row in directory().filter(name__in=wanted)}
        unknown = [name for name in wanted if name not in found]
        if unknown:
            raise forms.ValidationError(
                _("登记册中没有“%(name)s”：写单位全称。") % {"name": unknown[0][:60]}, code="unknown"
            )
        return list(found.values())
