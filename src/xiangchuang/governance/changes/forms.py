"""The forms of changes: one field for each value of the subject, then reason and day."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.amounts import MoneyInput
from xiangchuang.centers.registers.forms import OrganizationInput
from xiangchuang.governance.models import BodyKind, BodyMeeting
from xiangchuang.governance.standing_rows import standing
from xiangchuang.policy.changes import ChangeKind
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words

_REQUIRED = {"required": gettext_lazy("这一项没有填写。")}


class ChangeForm(forms.Form):
    """What shall be different, why, and from which day."""

    use_required_attribute = False

    def __init__(self, *args: Any, kind: ChangeKind, center: Center, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.pack = kind, pack
        self.fields.update(_fields_of(kind, center, pack))
        self.fields["reason"] = forms.CharField(
            label=_("变更理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
            error_messages=_REQUIRED,
        )  # fmt: skip
        self.fields["effective_on"] = forms.DateField(
            label=_("生效日期"), initial=clock.today,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={**_REQUIRED, "invalid": _("日期写成 2026-11-23 的样子。")},
        )  # fmt: skip
        self.fields["evidence"] = forms.FileField(
            label=_("证明材料"), required=False, help_text=_("决议、协议、证书等：PDF、Word、Excel 或图片。")
        )

    def after(self) -> dict[str, Any]:
        """Return the values of the subject as the verbs take them."""
        data = self.cleaned_data
        match self.kind.subject:
            case "lead":
                return {"organization": data["organization"].pk}
            case "director":
                employer = data["employer"]
                return {
                    "person": data["person"].strip(), "is_full_time": data["is_full_time"] == "yes",
                    "employer": employer.pk if employer else None,
                }  # fmt: skip
            case "direction":
                return {"field": data["field"], "field_label": dict(_fields(self.pack))[data["field"]]}
            case "name" | "registered_capital" | "category" | "scope" as subject:
                return {subject: data[subject]}


def _fields_of(kind: ChangeKind, center: Center, pack: Pack) -> dict[str, forms.Field]:
    match kind.subject:
        case "name":
            return {"name": forms.CharField(label=_("新名称"), max_length=200, error_messages=_REQUIRED)}
        case "lead":
            return {"organization": OrganizationInput(label=_("新牵头单位"), error_messages=_REQUIRED)}
        case "director":
            return _director_fields()
        case "registered_capital":
            field = MoneyInput(label=_("新注册资金（万元）"), error_messages=_REQUIRED)
            return {"registered_capital": field}
        case "category":
            categories = [(c.code, words(c.label)) for c in pack.categories if c.code != center.category]
            return {"category": _choice(_("新类别"), categories)}
        case "direction":
            return {"field": _choice(_("新研究方向（领域）"), _fields(pack))}
        case "scope":
            return {
                "scope": forms.CharField(
                    label=_("新经营（业务）范围"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
                    error_messages=_REQUIRED,
                )
            }  # fmt: skip


def _director_fields() -> dict[str, forms.Field]:
    return {
        "person": forms.CharField(label=_("新主任（总经理）"), max_length=100, error_messages=_REQUIRED),
        "is_full_time": _choice(_("专职或兼职"), [("yes", _("专职")), ("no", _("兼职"))]),
        "employer": OrganizationInput(label=_("原单位（兼职、借调时）"), required=False),
    }


def _choice(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", _("选择…")), *choices],
        error_messages={**_REQUIRED, "invalid_choice": _("从列表中选择。")},
    )  # fmt: skip


def _fields(pack: Pack) -> list[tuple[str, str]]:
    return [(field.code, words(field.label)) for area in pack.orientations for field in area.fields]


class OpinionForm(forms.Form):
    """What the expert committee said, and at which of its meetings."""

    use_required_attribute = False
    opinion = forms.CharField(
        label=gettext_lazy("专家委员会意见"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=_REQUIRED,
    )  # fmt: skip

    def __init__(self, *args: Any, center: Center, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = standing(BodyMeeting).filter(center=center, body__kind=BodyKind.EXPERT_COMMITTEE)
        self.fields["meeting"] = forms.ModelChoiceField(
            meetings.order_by("-held_on"), label=_("论证的会议"), required=False, empty_label=_("选择…"),
            help_text=_("会议先在“会议”中登记，纪要作为证明材料。"),
        )  # fmt: skip


class DecisionForm(forms.Form):
    """Why; what the center reads. Only a refusal must say it."""

    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("决定理由"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("不予批准时必填，中心会看到。"),
    )  # fmt: skip
