"""Forms of the annual report. Lengths are asked again by the verbs; words here tell what to do."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangchuang.policy.duties import ReportSection
from xiangchuang.procedure.pack_words import words
from xiangchuang.reporting.filled import LastItem
from xiangchuang.reporting.judge_report import OF_THE_PLAN
from xiangchuang.reporting.models import OutcomeState
from xiangchuang.reporting.plan_items import ItemOutcome

DAY = {"invalid": _("日期写成 2027-06-30 的样子。")}
BLANK_ROWS = 3


def _day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class Plain(forms.Form):
    """A form without the browser's own validation."""

    use_required_attribute = False


class SectionForm(Plain):
    """The written part of a section."""

    text = forms.CharField(label=_("正文"), required=False, widget=forms.Textarea(attrs={"rows": 14}))

    def __init__(self, *args: Any, section: ReportSection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = words(section.ask)
        # Saved empty all the same: the label alone says that it must be written before handing in.
        self.fields["text"].required = section.is_required


class PlanItemForm(Plain):
    """One item of the plan."""

    title = forms.CharField(label=_("事项"), required=False, max_length=200)
    due_on = forms.DateField(label=_("完成时间"), required=False, widget=_day_input(), error_messages=DAY)
    expected = forms.CharField(label=_("预期成果"), required=False, max_length=300)
    source = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        """An item without a name but with a day or a result is a slip; an empty row is none."""
        data = super().clean() or {}
        if not data.get("title") and (data.get("due_on") or data.get("expected")):
            self.add_error("title", _("没有写事项：写明事项，或者清空这一行。"))
        return data


PlanFormSet = forms.formset_factory(PlanItemForm, extra=BLANK_ROWS, max_num=100, absolute_max=120)


class OutcomesForm(Plain):
    """What became of each item of last year's plan."""

    def __init__(self, *args: Any, lines: Sequence[LastItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"state_{line.item.pk}"] = forms.ChoiceField(
                label=_("结果"), required=False, initial=line.state,
                choices=[("", _("选择结果")), *OutcomeState.choices],
            )  # fmt: skip
            self.fields[f"note_{line.item.pk}"] = forms.CharField(
                label=_("说明"), required=False, initial=line.note, max_length=300,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def rows(self) -> Iterable[tuple[LastItem, forms.BoundField, forms.BoundField]]:
        """Return each item with its two fields."""
        for line in self.lines:
            yield line, self[f"state_{line.item.pk}"], self[f"note_{line.item.pk}"]

    def outcomes(self) -> dict[int, ItemOutcome]:
        """Return what was said, by the item's number; of those left open nothing."""
        said = {}
        for line in self.lines:
            state = self.cleaned_data[f"state_{line.item.pk}"]
            if state:
                said[line.item.pk] = ItemOutcome(state, self.cleaned_data[f"note_{line.item.pk}"])
        return said


class _Declared(Plain):
    """With the pack's declaration to be ticked, where it asks for one."""

    is_declared = forms.BooleanField(label=_("声明"), required=False)

    def __init__(self, *args: Any, declaration: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if declaration:
            self.fields["is_declared"].label = declaration
        else:
            del self.fields["is_declared"]


class SigningForm(_Declared):
    """The signature under the report, and the declaration."""

    signed_name = forms.CharField(
        label=_("签署人姓名"), max_length=60, error_messages={"required": _("没有写签署人姓名。")}
    )
    signed_scan = forms.FileField(label=_("签字页扫描件"), required=False)
    field_order = ("signed_name", "signed_scan", "is_declared")


class ElsewhereForm(_Declared):
    """A report that another authority has accepted."""

    where = forms.CharField(
        label=_("报送给哪个单位"), max_length=200,
        help_text=_("例如“科技部，国家技术创新中心年度报告”。"),
        error_messages={"required": _("没有写报送给哪个单位。")},
    )  # fmt: skip
    accepted_on = forms.DateField(
        label=_("通过日期"), widget=_day_input(),
        error_messages={"required": _("没有填通过日期。"), **DAY},
    )  # fmt: skip
    file = forms.FileField(
        label=_("报告全文"), error_messages={"required": _("没有附报告：上传 PDF 或 Word。")}
    )
    field_order = ("where", "accepted_on", "file", "is_declared")


class JudgementForm(Plain):
    """Remarks by section, and an opinion on the whole."""

    opinion = forms.CharField(
        label=_("总体意见"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回时写给中心；接受时可不填。"),
    )  # fmt: skip

    def __init__(self, *args: Any, sections: Sequence[ReportSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(section.code, words(section.label)) for section in sections]
        for code, label in [*names, (OF_THE_PLAN, str(_("计划事项")))]:
            self.fields[f"remark_{code}"] = forms.CharField(
                label=label, required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
            )

    def remarks(self) -> dict[str, str]:
        """Return the remarks by section."""
        return {
            name.removeprefix("remark_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("remark_")
        }


class ReplyForm(Plain):
    """The center's answer to a remark."""

    reply = forms.CharField(
        label=_("答复"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明改了什么，或者为什么不改。"), error_messages={"required": _("答复没有填写。")},
    )  # fmt: skip
