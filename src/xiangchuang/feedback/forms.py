"""Forms of feedback: what people write. The verbs judge; the forms only read."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.feedback.models import FeedbackKind
from xiangchuang.feedback.queries import officers
from xiangchuang.feedback.words import clause_choices
from xiangchuang.pages.form_fields import PastedText, SendingToken

_t = gettext_lazy
_TOO_LONG = _t("写了 %(show_value)d 个字，超过 %(limit_value)d 个字，缩短后重新提交。")


def _text(label: Any, most: int, *, missing: Any, hint: Any = "", rows: int = 0) -> PastedText:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    says = {"required": missing, "max_length": _TOO_LONG}
    return PastedText(
        label=label, max_length=most, help_text=hint, widget=widget, required=bool(missing),
        error_messages=says,
    )  # fmt: skip


class PlainForm(forms.Form):
    """Base: the server checks, in its own words."""

    use_required_attribute = False


class FeedbackForm(PlainForm):
    """A problem or a suggestion, as anybody files it; who is signed in also says for whom."""

    token = SendingToken()
    kind = forms.ChoiceField(
        label=_t("类别"), choices=FeedbackKind.choices, widget=forms.RadioSelect,
        error_messages={
            "required": _t("选择反馈的是问题还是建议。"), "invalid_choice": _t("选择反馈的是问题还是建议。"),
        },
    )  # fmt: skip
    clause = forms.ChoiceField(
        label=_t("针对哪一条"), required=False, help_text=_t("不清楚是哪一条的，可以不选。"),
        error_messages={"invalid_choice": _t("政策里没有这一条：从列表中选择，或者不选。")},
    )  # fmt: skip
    title = _text(
        _t("主题"), 100, missing=_t("用一句话写明反馈什么。"), hint=_t("例如“年度报告的截止日期与假期重合”。")
    )
    text = _text(
        _t("情况和建议"), 4000, rows=8, missing=_t("写清楚事情经过、影响和您的建议。"),
        hint=_t("写清楚事情经过、影响和您的建议。不要写他人的证件号码、电话和住址。"),
    )  # fmt: skip
    for_unit = forms.ChoiceField(label=_t("以谁的名义"), required=False)
    name = _text(_t("姓名或单位名称"), 100, missing="", hint=_t("加密保存，只有主办人和处室负责人能查看。"))
    contact = _text(_t("联系电话或电子邮箱"), 200, missing="", hint=_t("核实情况时用，同样加密保存。"))
    may_publish = forms.BooleanField(
        label=_t("同意公开"), required=False,
        help_text=_t("答复后，问题和答复可以公开，供其他单位参考。不公开姓名和联系方式；以后可以撤回同意。"),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = clause_choices(_("不针对某一条"))  # type: ignore[attr-defined]
        units = {held.organization_id: held.organization_name for held in actor.appointments}
        if units:
            own = [("", _("本人")), *((str(pk), name) for pk, name in units.items())]
            self.fields["for_unit"].choices = own  # type: ignore[attr-defined]
        else:
            del self.fields["for_unit"]

    def clean_for_unit(self) -> int | None:
        """Return the organisation chosen; None for oneself."""
        return int(self.cleaned_data["for_unit"]) if self.cleaned_data["for_unit"] else None


class ReceiptForm(PlainForm):
    """A receipt's number typed in to ask for the answer."""

    receipt = PastedText(
        label=_t("回执号"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_t("例如 FK2026-0001-ABCD-EFGH-JKMN，字母不分大小写。"),
        error_messages={"required": _t("填写回执号。"), "max_length": _TOO_LONG},
    )  # fmt: skip


class _OfficerField(forms.ModelChoiceField[User]):
    """One of the officers of today."""

    def __init__(self, label: Any) -> None:
        says = {"required": _t("从列表中选一位经办。"), "invalid_choice": _t("从列表中选一位经办。")}
        super().__init__(User.objects.none(), label=label, empty_label=_t("选择…"), error_messages=says)


class AssignForm(PlainForm):
    """To whom a feedback is given."""

    to = _OfficerField(_t("交给"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = officers()  # type: ignore[attr-defined]


class HandOverForm(AssignForm):
    """To whom it is handed over, and why."""

    reason = _text(
        _t("移交的原因"), 500, rows=3, missing=_t("写明为什么由对方办理更合适。"),
        hint=_t("答复的期限不变：反馈人已经被告知。"),
    )  # fmt: skip


class ReasonForm(PlainForm):
    """Why a matter is brought up."""

    reason = _text(
        _t("理由"), 500, rows=3, missing=_t("写明是什么重大问题、需要协调什么。"),
        hint=_t("写明是什么重大问题、需要协调什么。"),
    )  # fmt: skip


class ChangeForm(PlainForm):
    """What was changed because of it."""

    change = _text(
        _t("因此作出的改动"), 1000, rows=3, missing=_t("写明改了什么、从何时起执行。"),
        hint=_t("改了什么、从何时起执行，给各方看。"),
    )  # fmt: skip
    change_url = _text(
        _t("改动的链接"),
        300,
        missing="",
        hint=_t("本系统的页面（如 /policy/5.4-2/）或以 https:// 开头的地址。"),
    )


class AnswerForm(ChangeForm):
    """The answer, and the change where there is one."""

    answer = _text(
        _t("答复"), 4000, rows=8, missing=_t("写明核实的情况、怎样处理、理由是什么。"),
        hint=_t("写明核实的情况、怎样处理、理由是什么。提交后不能改写。"),
    )  # fmt: skip
    field_order = ("answer", "change", "change_url")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change"].required = False


class PublishForm(PlainForm):
    """The texts as everybody will read them."""

    title = _text(_t("公开的主题"), 100, missing=_t("公开的主题没有填写。"))
    text = _text(
        _t("公开的情况"), 4000, rows=8, missing=_t("公开的情况没有填写。"),
        hint=_t("去掉能认出反馈人和其他个人的内容。"),
    )  # fmt: skip
    answer = _text(_t("公开的答复"), 4000, rows=8, missing=_t("公开的答复没有填写。"))
