"""Forms of this app's verbs. Errors say what to do; what was typed is kept by the page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangchuang.decisions.check_integrity import IntegrityFinding
from xiangchuang.decisions.models import MeetingDecision, ObjectorKind, Verdict
from xiangchuang.organizations.models import Organization
from xiangchuang.pages.form_fields import PastedText, SendingToken
from xiangchuang.policy.pack import ChecklistItem
from xiangchuang.procedure.act_view import ActForm
from xiangchuang.procedure.pack_words import words

CLEAR, NOT_CLEAR = "clear", "not_clear"
_TOO_LONG = _("写了 %(show_value)d 个字，超过 %(limit_value)d 个字，缩短后重新提交。")


def day_input() -> forms.DateInput:
    """Return the widget of a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ReasonForm(ActForm):
    """A reason that the parties read."""

    reason = forms.CharField(
        label=_("理由"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("申报单位和推荐单位能看到；不写个人信息。"),
        error_messages={"required": _("写明理由，申报单位能看到。")},
    )


class IntegrityForm(ActForm):
    """A choice and a remark for each organisation and source; what is left open stays unrecorded.

    Where there are many organisations, a source asked for all of them at once is recorded by one tick: those
    not marked otherwise are clear.
    """

    MANY = 4

    def __init__(
        self, *args: Any, organizations: Sequence[Organization], items: Sequence[ChecklistItem], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organizations, self.items = organizations, items
        if len(organizations) >= self.MANY:
            for item in items:
                self.fields[f"rest-{item.code}"] = forms.BooleanField(label=words(item.label), required=False)
        for organization in organizations:
            for item in items:
                key = f"{organization.pk}-{item.code}"
                self.fields[f"result-{key}"] = forms.ChoiceField(
                    label=words(item.label),
                    choices=[("", _("尚未核查")), (CLEAR, _("无问题")), (NOT_CLEAR, _("有问题"))],
                    required=False,
                )
                self.fields[f"remark-{key}"] = forms.CharField(
                    label=_("核查来源或发现的问题"), required=False, max_length=1000
                )

    @property
    def groups(self) -> list[tuple[Organization, list[tuple[ChecklistItem, Any, Any]]]]:
        """Return organisation → (item, result field, remark field) for the template."""
        return [
            (
                organization,
                [
                    (item, self[f"result-{organization.pk}-{item.code}"],
                     self[f"remark-{organization.pk}-{item.code}"])
                    for item in self.items
                ],
            )
            for organization in self.organizations
        ]  # fmt: skip

    @property
    def rests(self) -> list[Any]:
        """Return the ticks that record a source for all organisations at once."""
        return [self[name] for name in self.fields if name.startswith("rest-")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            remark = name.replace("result-", "remark-", 1)
            if name.startswith("result-") and value == NOT_CLEAR and not cleaned.get(remark):
                self.add_error(remark, _("登记为有问题的，写明查到什么、出自哪里。"))
        return cleaned

    def findings(self) -> list[IntegrityFinding]:
        """Return what was filled in."""
        return [
            IntegrityFinding(
                organization.pk, item.code, self.cleaned_data[result.name] != NOT_CLEAR,
                self.cleaned_data[remark.name],
            )
            for organization, rows in self.groups
            for item, result, remark in rows
            if self.cleaned_data[result.name] or self.cleaned_data.get(f"rest-{item.code}")
        ]  # fmt: skip


class HeldMeetingForm(forms.Form):
    """Which meeting: as it is arranged, and as its record names it."""

    title = forms.CharField(
        label=_("会议名称"), max_length=200, help_text=_("例如：2026年第12次厅党组会议"),
        error_messages={"required": _("填写会议名称，例如“2026年第12次厅党组会议”。")},
    )  # fmt: skip
    held_on = forms.DateField(
        label=_("会议日期"), widget=day_input(),
        error_messages={
            "required": _("填写会议日期。"), "invalid": _("日期写成 2026-11-23 的样子。"),
        },
    )  # fmt: skip


class MeetingForm(HeldMeetingForm, ActForm):
    """The record of a leadership meeting."""

    attendees = forms.CharField(
        label=_("出席人员"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只在厅内可见。"),
        error_messages={"required": _("填写出席人员：决定由谁作出要留在案卷里。")},
    )  # fmt: skip
    decision = forms.ChoiceField(
        label=_("会议决定"), widget=forms.RadioSelect,
        error_messages={"required": _("选择会议的决定。")},
    )  # fmt: skip
    reasons = forms.CharField(
        label=_("理由"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("当事单位能看到；暂缓和不予通过的理由会写进给申报单位的通知。"),
        error_messages={"required": _("写明决定的理由，申报单位能看到。")},
    )  # fmt: skip
    terms = forms.CharField(
        label=_("本中心的专门约定（一事一议）"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("没有就留空；写下的每一行成为批复中的一段。"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, decisions: Sequence[MeetingDecision], has_terms: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not has_terms:
            del self.fields["terms"]
        choices = [(d.value, d.label) for d in decisions]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]


class PublishForm(ActForm):
    """The one thing of a notice that is typed."""

    contact = forms.CharField(
        label=_("受理异议的部门和电话"), max_length=200,
        help_text=_("例如：平台与基地处 0731-88888888。会公开，只写办公电话。"),
        error_messages={"required": _("填写受理异议的部门和电话。")},
    )  # fmt: skip


class ExtendForm(ActForm):
    """A later last day and why."""

    closes_on = forms.DateField(
        label=_("新的截止日期"), widget=day_input(), help_text=_("当日 24:00 截止；只能晚于现在的截止日期。"),
        error_messages={
            "required": _("填写新的截止日期。"), "invalid": _("日期写成 2026-11-23 的样子。"),
        },
    )  # fmt: skip
    reason = forms.CharField(
        label=_("延长的原因"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("显示在公示页上。"), error_messages={"required": _("写明延长的原因，公示页会显示。")},
    )  # fmt: skip


class DraftApprovalForm(ActForm):
    """What the officer adds to the approval document; its body is composed from plan, meeting and policy."""

    addressee = forms.CharField(
        label=_("主送机关"), max_length=300,
        error_messages={"required": _("填写主送机关：批复发给谁。")},
    )  # fmt: skip
    cycle_starts_on = forms.DateField(
        label=_("建设周期起始日"), required=False, widget=day_input(),
        help_text=_("按建设方案“建设周期”一节填写；方案没有写明的留空，自批准之日起计算。"),
        error_messages={"invalid": _("日期写成 2026-11-23 的样子。")},
    )  # fmt: skip


class HandleForm(ActForm):
    """The answer to one objection."""

    objection = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("核实结论"), choices=Verdict.choices, widget=forms.RadioSelect,
        error_messages={"required": _("选择异议是否成立。")},
    )  # fmt: skip
    reasons = forms.CharField(
        label=_("核实情况和理由"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("异议人凭回执号能看到；称“异议人”，不写其姓名或单位。"),
        error_messages={"required": _("写明核实的情况和理由。")},
    )  # fmt: skip


class ObjectionForm(forms.Form):
    """An objection as the public files it."""

    use_required_attribute = False

    token = SendingToken()
    kind = forms.ChoiceField(
        label=_("以什么名义提出"), choices=ObjectorKind.choices, widget=forms.RadioSelect,
        error_messages={
            "required": _("选择以个人名义还是以单位名义提出。"),
            "invalid_choice": _("选择以个人名义还是以单位名义提出。"),
        },
    )  # fmt: skip
    name = PastedText(
        label=_("姓名或单位名称"), max_length=100,
        help_text=_("个人写真实姓名，单位写全称。加密保存，只有经办人能查看，每次查看都有记录。"),
        error_messages={
            "required": _("匿名异议不予受理：个人写真实姓名，单位写全称。"), "max_length": _TOO_LONG,
        },
    )  # fmt: skip
    contact = PastedText(
        label=_("联系电话或电子邮箱"), max_length=100, help_text=_("核实和答复时用，同样加密保存。"),
        error_messages={
            "required": _("写明能联系到您的电话或电子邮箱，核实和答复要用。"), "max_length": _TOO_LONG,
        },
    )  # fmt: skip
    statement = PastedText(
        label=_("异议内容"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("写明对公示的哪一项有异议、事实和理由。这一栏不要写自己的姓名。"),
        error_messages={"required": _("写明对公示的哪一项有异议、事实和理由。"), "max_length": _TOO_LONG},
    )  # fmt: skip
    letter = forms.FileField(
        label=_("署名或盖章的异议书"), help_text=_("个人署真实姓名，单位加盖公章，扫描或拍照均可。"),
        error_messages={
            "required": _("上传异议书：个人署真实姓名，单位加盖公章。"),
            "empty": _("文件是空的（0 字节）。确认文件能打开，再重新上传。"),
        },
    )  # fmt: skip
    evidence = forms.FileField(
        label=_("证据"), help_text=_("支持异议的证明材料；多份材料合成一个 PDF。"),
        error_messages={
            "required": _("没有证据的异议不予受理：上传支持异议的证明材料。"),
            "empty": _("文件是空的（0 字节）。确认文件能打开，再重新上传。"),
        },
    )  # fmt: skip


class ReceiptForm(forms.Form):
    """A receipt number typed in to ask how an objection was answered."""

    use_required_attribute = False

    receipt = PastedText(
        label=_("回执号"), max_length=40, help_text=_("提交异议时页面上显示的编号，以 YY 开头。"),
        error_messages={"required": _("填写回执号，以 YY 开头。"), "max_length": _TOO_LONG},
    )  # fmt: skip


class SittingForm(HeldMeetingForm):
    """A meeting as it is arranged; who came is written down after it was held."""

    use_required_attribute = False

    place = forms.CharField(
        label=_("地点"), max_length=100, error_messages={"required": _("填写开会的地点。")}
    )
    chair = forms.CharField(
        label=_("主持"), max_length=100, error_messages={"required": _("填写主持会议的人。")}
    )
    recorder = forms.CharField(label=_("记录"), max_length=100, required=False)
    present = forms.CharField(
        label=_("出席人员"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("会后填写，每行一人；只在厅内可见。"),
    )  # fmt: skip
    absent = forms.CharField(
        label=_("缺席人员"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("没有就留空。"),
    )  # fmt: skip


class VoidForm(forms.Form):
    """Why an issued paper is void."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("作废的理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("核验这份文件的人会看到；不写个人信息。"),
        error_messages={"required": _("写明作废的理由：核验这份文件的人会看到。")},
    )  # fmt: skip
