"""The forms of research that are no register's."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xiangchuang.research.models import StepState
from xiangchuang.research.targets import TargetLine, plain_number

WRITTEN = "written"


class Plain(forms.Form):
    """A form whose missing fields are told on the server, all at once."""

    use_required_attribute = False


class ActualForm(Plain):
    """A value that a register proposes, or one of one's own with its source."""

    choice = forms.ChoiceField(
        label=_("实际值取自"), widget=forms.RadioSelect, error_messages={"required": _("选择一项。")}
    )
    value = forms.DecimalField(
        label=_("自行填写的值"), required=False, max_digits=18, decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("选“自行填写”时填；单位与目标相同。"),
        error_messages={"invalid": _("只填数字。"), "max_decimal_places": _("最多四位小数。")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("来源"), required=False, max_length=300,
        help_text=_("选“自行填写”时填，例如“2026 年度审计报告第 12 页”。"),
    )  # fmt: skip

    def __init__(self, *args: Any, line: TargetLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spans = {"year": _now("当年"), "since_start": _now("周期开始至当年累计")}
        offered = [
            (p.span, f"{p.label}，{spans[p.span]}：{plain_number(p.value)} {line.target.unit}")
            for p in line.proposals
        ]
        choices: Any = self.fields["choice"]
        choices.choices = [*offered, (WRITTEN, _now("自行填写"))]
        self.fields["choice"].initial = offered[0][0] if offered else WRITTEN

    def clean(self) -> dict[str, Any]:
        """Ask for value and source where they are written by hand."""
        data = super().clean() or {}
        if data.get("choice") == WRITTEN:
            if data.get("value") is None and "value" not in self.errors:
                self.add_error("value", _now("这一项没有填写。"))
            if not data.get("source"):
                self.add_error("source", _now("写明这个数从哪里来。"))
        return data


class DismissalForm(Plain):
    """Why two results are not one."""

    reason = forms.CharField(
        label=_("两项成果有何不同"), max_length=500,
        help_text=_("例如“前者是方法，后者是装置，权利要求不同”。"),
        error_messages={"required": _("写明为何不是重复。")},
    )  # fmt: skip


class HandInForm(Plain):
    """What the center hands in for a step of its cycle."""

    summary = forms.CharField(
        label=_("自评"), max_length=5000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("对照方案写任务、成果、经费的完成情况，未完成的写原因和措施。"),
        error_messages={"required": _("自评没有填写。")},
    )  # fmt: skip
    report = forms.FileField(
        label=_("报告"), error_messages={"required": _("没有附报告：上传 PDF 或 Word 报告。")}
    )

    def __init__(self, *args: Any, keeps_report: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"].required = not keeps_report


class ReachedForm(Plain):
    """The day on which a milestone was reached, with its proof."""

    reached_on = forms.DateField(
        label=_("完成日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("这一项没有填写。"), "invalid": _("日期写成 2026-11-23 的样子。")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("完成情况或延误原因"), required=False, max_length=500,
        help_text=_("逾期的写明原因。"),
    )  # fmt: skip
    evidence = forms.FileField(label=_("证明材料"), required=False)


class JudgementForm(Plain):
    """What the department finds on a step."""

    finding = forms.ChoiceField(
        label=_("结论"), widget=forms.RadioSelect, error_messages={"required": _("选择结论。")}
    )
    opinion = forms.CharField(
        label=_("审查意见"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("退回和不通过要写理由；中心能看到。"),
    )  # fmt: skip

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(StepState.PASSED, _now("通过")), (StepState.RETURNED, _now("退回补正"))]
        if code == "acceptance":
            offered.append((StepState.FAILED, _now("不通过")))
        finding: Any = self.fields["finding"]
        finding.choices = offered

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a return or a refusal."""
        data = super().clean() or {}
        if data.get("finding") not in (None, StepState.PASSED) and not data.get("opinion"):
            self.add_error("opinion", _now("写明退回或不通过的理由。"))
        return data


class ExtensionForm(Plain):
    """Until when the cycle should run, and why."""

    new_end_on = forms.DateField(
        label=_("新的结束日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("这一项没有填写。"), "invalid": _("日期写成 2026-11-23 的样子。")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("延期理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写明哪些任务延后、为什么、怎样保证完成。"),
        error_messages={"required": _("延期理由没有填写。")},
    )  # fmt: skip


class AnswerForm(Plain):
    """The department's answer to the wish for an extension."""

    grants = forms.ChoiceField(
        label=_("答复"), widget=forms.RadioSelect, choices=[("yes", _("同意")), ("no", _("不同意"))],
        error_messages={"required": _("选择答复。")},
    )  # fmt: skip
    answer = forms.CharField(
        label=_("说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("不同意时写明理由；中心能看到。"),
    )  # fmt: skip
