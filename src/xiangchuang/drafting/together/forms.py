"""What people fill in while they write a plan together."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.drafting.together.assign import Assignee
from xiangchuang.drafting.together.authors import Author
from xiangchuang.drafting.together.discuss import LONGEST, Said
from xiangchuang.procedure.models import StageRun

_DAY_SAYS = {"required": gettext_lazy("填写日期。"), "invalid": gettext_lazy("日期写成 2026-11-23 的样子。")}
_CHOOSE = {"required": gettext_lazy("从列表中选择。"), "invalid_choice": gettext_lazy("从列表中选择。")}
_ROWS = {"rows": 3}


class _Form(forms.Form):
    use_required_attribute = False


def day_field(label: Any, hint: Any = "") -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, help_text=hint, error_messages=_DAY_SAYS)


class AssignForm(_Form):
    """To whom a section is given, until when."""

    to = forms.ChoiceField(label=gettext_lazy("分给"), error_messages=_CHOOSE)
    due_on = day_field(gettext_lazy("写好的日期"))
    note = forms.CharField(
        label=gettext_lazy("说明"), max_length=300, required=False,
        help_text=gettext_lazy("例如：补齐近三年研发投入的来源。"),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Assignee], run: StageRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("选择…")), *((one.code, str(one)) for one in people)]
        due = self.fields["due_on"]
        due.initial = run.due_on or clock.today()
        if run.due_on is not None:
            due.help_text = _("不晚于本阶段的期限 %(day)s。") % {"day": run.due_on.isoformat()}


class CommentForm(_Form):
    """A comment, whom it turns to, and the passage it is on."""

    text = forms.CharField(
        label=gettext_lazy("内容"), widget=forms.Textarea(attrs=_ROWS), max_length=LONGEST,
        error_messages={"required": gettext_lazy("写下要说的话。")},
        help_text=gettext_lazy("写 @姓名，或在下面选择，被提到的人会收到消息。"),
    )  # fmt: skip
    mentions = forms.MultipleChoiceField(
        label=gettext_lazy("提醒谁看"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOOSE,
    )  # fmt: skip
    quote = forms.CharField(
        label=gettext_lazy("针对的原文"), required=False, max_length=500,
        help_text=gettext_lazy("粘贴这一节的一句话；留空就是针对整节。"),
    )  # fmt: skip
    block = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[Author], is_reply: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mentions"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(a.user.pk), f"{a.user}（{a.organization}）") for a in people]
        if is_reply:
            del self.fields["quote"], self.fields["block"]

    def said(self) -> Said:
        """Return what the verbs of discussion take."""
        return Said(self.cleaned_data["text"], [int(pk) for pk in self.cleaned_data["mentions"]])


class AskForm(_Form):
    """Asking an organisation by its code."""

    uscc = forms.CharField(
        label=gettext_lazy("单位的统一社会信用代码"), max_length=40,
        error_messages={"required": gettext_lazy("填写 18 位统一社会信用代码。")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("申请说明"), widget=forms.Textarea(attrs=_ROWS), max_length=500,
        error_messages={"required": gettext_lazy("写明部门、岗位和要填报的事项。")},
        help_text=gettext_lazy("部门、岗位、要填报的事项；由该单位的人员核实。"),
    )  # fmt: skip


class AskOwnForm(_Form):
    """Asking one's own organisation for one of its cases."""

    reason = AskForm.base_fields["reason"]


class DecideForm(_Form):
    """Granting until a day, or declining with a reason."""

    decision = forms.ChoiceField(
        label=gettext_lazy("答复"), widget=forms.RadioSelect, error_messages=_CHOOSE,
        choices=[("grant", gettext_lazy("同意")), ("decline", gettext_lazy("不同意"))],
    )  # fmt: skip
    valid_to = forms.DateField(
        label=gettext_lazy("同意到哪一天"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=_DAY_SAYS,
        help_text=gettext_lazy("同意时填写，当日 24:00 自动结束；可以提前收回。"),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("不同意的原因"), required=False, max_length=500,
        help_text=gettext_lazy("不同意时填写，申请人能看到。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A grant has its day, a refusal its reason."""
        data = self.cleaned_data
        if data.get("decision") == "grant" and not data.get("valid_to") and "valid_to" not in self.errors:
            self.add_error("valid_to", _("填写同意到哪一天。"))
        if data.get("decision") == "decline" and not data.get("reason"):
            self.add_error("reason", _("写明不同意的原因，申请人能看到。"))
        return data


class PointAnswerForm(_Form):
    """The answer to one opinion, and where the plan was changed because of it."""

    answer = forms.CharField(
        label=gettext_lazy("答复"), widget=forms.Textarea(attrs=_ROWS), max_length=10_000,
        error_messages={"required": gettext_lazy("写明怎样改的；不采纳的写明理由。")},
        help_text=gettext_lazy("改在哪一节、怎样改的；不采纳的写明理由。"),
    )  # fmt: skip
    section = forms.ChoiceField(label=gettext_lazy("改在哪一节"), required=False, error_messages=_CHOOSE)
    passage = forms.ChoiceField(label=gettext_lazy("改的是哪一段"), required=False, error_messages=_CHOOSE)

    def __init__(
        self, *args: Any, sections: Sequence[tuple[str, str]], passages: Sequence[tuple[str, str]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        for name, choices, none in (
            ("section", sections, _("没有改动正文")),
            ("passage", passages, _("整节")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", none), *choices]
