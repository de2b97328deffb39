"""Forms of the collection: material, judgement, absence, vetoes, survey. The verbs ask everything again."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangchuang.evaluation.answer_survey import Draft
from xiangchuang.evaluation.asked_materials import Asked
from xiangchuang.policy.evaluation.indicators import Veto
from xiangchuang.policy.evaluation.rules import SurveyRule
from xiangchuang.procedure.pack_words import words

DAY = {"invalid": _("日期写成 2027-06-30 的样子。"), "required": _("选择日期。")}


def day_input() -> forms.DateInput:
    """Return the input of a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def long_text(rows: int = 4) -> forms.Textarea:
    """Return a text area of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class Plain(forms.Form):
    """A form without the browser's own validation."""

    use_required_attribute = False


class MaterialForm(Plain):
    """What the center supplies for one indicator; a draft may lack anything."""

    value = forms.CharField(label=_("数值"), required=False, max_length=40)
    note = forms.CharField(label=_("说明"), required=False, widget=long_text(6), max_length=3000)
    proof = forms.FileField(label=_("证明材料"), required=False)

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked.for_experts:
            del self.fields["value"]
            self.fields["note"].help_text = _("写给评分专家看，不超过 3000 字。")
        elif asked.choices:
            self.fields["value"] = forms.ChoiceField(
                label=_("等级"), required=False, widget=forms.RadioSelect, choices=asked.choices,
                error_messages={"invalid_choice": _("选择一项。")},
            )  # fmt: skip
        else:
            self.fields["value"].label = _("数值（%(unit)s）") % {"unit": asked.unit}
            self.fields["value"].widget.attrs["inputmode"] = "decimal"
            self.fields["value"].help_text = _("写数字，例如 12.5。")
        self.fields["proof"].help_text = asked.proof


class JudgementForm(Plain):
    """Accepted, or declined with the reason."""

    verdict = forms.ChoiceField(
        label=_("审核结果"), widget=forms.RadioSelect,
        choices=[("accept", _("采信")), ("decline", _("不予采信"))],
        error_messages={"required": _("选择采信或者不予采信。")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("审核意见"), required=False, widget=long_text(), max_length=2000,
        help_text=_("不予采信的写明理由；中心能看到，并可以在收集结束前重新报送。"),
    )  # fmt: skip


class VetoForm(Plain):
    """A veto with facts and evidence."""

    code = forms.ChoiceField(label=_("情形"), error_messages={"required": _("选择一种情形。")})
    reason = forms.CharField(
        label=_("事实和依据"), widget=long_text(), max_length=2000,
        help_text=_("何时、何事、由谁认定；中心能看到。"), error_messages={"required": _("写明事实和依据。")},
    )  # fmt: skip
    evidence = forms.FileField(
        label=_("证据"), help_text=_("处罚决定、认定文书或者核查记录。"),
        error_messages={"required": _("附上证据。")},
    )  # fmt: skip

    def __init__(self, *args: Any, vetoes: Iterable[Veto], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(veto.code, words(veto.label)) for veto in vetoes]


class ReasonForm(Plain):
    """A reason in words."""

    reason = forms.CharField(
        label=_("理由"), widget=long_text(), max_length=2000, error_messages={"required": _("写明理由。")}
    )


class AskCauseForm(Plain):
    """What a center that supplies nothing is asked, and until when it may answer."""

    question = forms.CharField(
        label=_("询问内容"), widget=long_text(), max_length=2000,
        help_text=_("写明缺什么、请说明什么。"), error_messages={"required": _("写明询问内容。")},
    )  # fmt: skip
    answer_by = forms.DateField(label=_("答复期限"), widget=day_input(), error_messages=DAY)


class CauseForm(Plain):
    """Why the center supplies nothing."""

    answer = forms.CharField(
        label=_("原因"), widget=long_text(), max_length=2000, error_messages={"required": _("写明原因。")}
    )


class OpenSurveyForm(Plain):
    """The last day on which answers are taken."""

    closes_on = forms.DateField(
        label=_("截止日"), widget=day_input(), error_messages=DAY, help_text=_("当天 24:00 前提交的都有效。")
    )


class SurveyForm(Plain):
    """The questions of the pack: marks on the scale, and words."""

    def __init__(self, *args: Any, rule: SurveyRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        for question in rule.questions:
            self.fields[question.code] = _mark(question.code, rule) if question.scored else _remark()
            self.fields[question.code].label = words(question.label)

    def draft(self) -> Draft:
        """Return what was answered."""
        data = self.cleaned_data
        scored = {q.code: int(data[q.code]) for q in self.rule.questions if q.scored}
        said = [data[q.code] for q in self.rule.questions if not q.scored and data[q.code]]
        return Draft(scored, "\n".join(said))


def _mark(code: str, rule: SurveyRule) -> forms.ChoiceField:
    return forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[(str(n), str(n)) for n in range(rule.highest, rule.lowest - 1, -1)],
        help_text=_("%(high)d 分最好，%(low)d 分最差") % {"high": rule.highest, "low": rule.lowest},
        error_messages={"required": _("选择一个分数。"), "invalid_choice": _("选择一个分数。")},
    )  # fmt: skip


def _remark() -> forms.CharField:
    return forms.CharField(
        required=False, widget=long_text(), max_length=2000,
        help_text=_("可以不写。不要写能认出本单位的内容。"),
    )  # fmt: skip
