"""Forms of the advisory group."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert
from xiangchuang.layouts.models import Direction
from xiangchuang.layouts.queries import directions_visible_to
from xiangchuang.library.advise import advisory_rule
from xiangchuang.library.forms import PlainForm, case_of, text_field
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack

_t = gettext_lazy
_SNIPPET = 24


class GroupForm(PlainForm):
    """A new group."""

    name = text_field(
        _t("名称"), 100, missing=_t("名称没有填写。"), hint=_t("例如“省技术创新中心专家咨询组”。")
    )
    task = text_field(
        _t("职责"), 500, rows=3, missing=_t("职责没有填写。"), hint=_t("写明为哪些决策提供咨询。")
    )


class MemberForm(PlainForm):
    """Who sits in the group."""

    expert = forms.ModelChoiceField(
        Expert.objects.none(), label=_t("专家"), empty_label=_t("选择…"),
        help_text=_t("在库且在聘期内的专家。"),
        error_messages={"required": _t("选择一位专家。"), "invalid_choice": _t("从列表中选择一位专家。")},
    )  # fmt: skip
    is_chair = forms.BooleanField(label=_t("组长"), required=False)

    def __init__(self, *args: Any, sitting: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Expert.objects.filter(is_active=True).exclude(term_until__lt=clock.today())
        offered = offered.exclude(pk__in=sitting).select_related("employer").order_by("name", "pk")
        field = self.fields["expert"]
        field.queryset = offered  # type: ignore[attr-defined]
        field.label_from_instance = _named  # type: ignore[attr-defined]


def _named(expert: Expert) -> str:
    return f"{expert.name}（{expert.employer.name}）"


class QuestionForm(PlainForm):
    """What the group is asked."""

    matter = forms.ChoiceField(
        label=_t("事项"), widget=forms.RadioSelect, error_messages={"required": _t("选择咨询的事项。")}
    )
    clause = forms.ChoiceField(label=_t("条款"), required=False, help_text=_t("咨询政策条款时选择。"))
    direction = forms.ModelChoiceField(
        Direction.objects.none(), label=_t("布局方向"), required=False, empty_label=_t("选择…"),
        help_text=_t("咨询布局方向时选择。"),
    )  # fmt: skip
    case = forms.CharField(
        label=_t("案卷编号"),
        required=False,
        max_length=32,
        help_text=_t("咨询案卷时填写，例如 2026-HN-0001。"),
    )
    title = text_field(_t("问题"), 200, missing=_t("问题没有填写。"))
    text = text_field(_t("背景和要回答的内容"), 4000, rows=8, missing=_t("背景和要回答的内容没有填写。"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pack = current_pack()
        self.fields["matter"].choices = [  # type: ignore[attr-defined]
            (matter.code, words(matter.label)) for matter in advisory_rule().matters
        ]
        self.fields["clause"].choices = [  # type: ignore[attr-defined]
            ("", _("选择…")),
            *((anchor, f"{anchor} {clause.text[:_SNIPPET]}") for anchor, clause in pack.clauses.items()),
        ]
        self.fields["direction"].queryset = directions_visible_to(actor)  # type: ignore[attr-defined]

    def clean_case(self) -> Case | None:
        """Return the case of that number."""
        return case_of(self.cleaned_data["case"])


class AdviceForm(PlainForm):
    """What a member advises."""

    text = text_field(_t("咨询意见"), 4000, rows=8, missing=_t("咨询意见没有填写。"),
                      hint=_t("省科技厅回应之前可以修改；回应之后组内成员能看到。"))  # fmt: skip


class ResponseForm(PlainForm):
    """What the department says, and what was done."""

    response = text_field(_t("回应"), 4000, rows=6, missing=_t("回应没有填写。"),
                          hint=_t("写明采纳了什么、不采纳的理由；组内成员能看到。"))  # fmt: skip
    done = text_field(_t("采取的措施"), 2000, rows=4, missing=_t("采取的措施没有填写。"),
                      hint=_t("没有采取措施的，写明“不采取措施”和理由。"))  # fmt: skip
