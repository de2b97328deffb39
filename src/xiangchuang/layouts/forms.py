"""Forms of the layout: what people write. The verbs judge; the forms only read."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.layouts.models import Demand, Direction, Handling, Stance
from xiangchuang.layouts.placing import OTHER, Place
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.prefectures import prefecture_choices
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words

_t = gettext_lazy
_MISSING = {"required": _t("这一项没有填写。"), "invalid_choice": _t("从列表中选择。")}
_NUMBER_SAYS = {"required": _t("填写数目。"), "invalid": _t("写成整数，例如 3。")}
_DAY_SAYS = {"required": _t("填写日期。"), "invalid": _t("日期写成 2026-11-23 的样子。")}


class PlainForm(forms.Form):
    """Base: the server checks, in its own words."""

    use_required_attribute = False


def text_field(
    label: Any, most: int, *, hint: Any = "", rows: int = 0, required: bool = True
) -> forms.CharField:
    """Return a field of one line, or of so many rows."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=most, help_text=hint, widget=widget, required=required,
        error_messages=_MISSING,
    )  # fmt: skip


def day_field(label: Any, *, hint: Any = "", required: bool = True) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, widget=widget, help_text=hint, required=required, error_messages=_DAY_SAYS
    )


def number_field(label: Any, *, hint: Any = "", most: int = 999) -> forms.IntegerField:
    """Return a field for a whole number from 1 on."""
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, help_text=hint, error_messages=_NUMBER_SAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


def choice_field(label: Any, *, required: bool = True, hint: Any = "") -> forms.ChoiceField:
    """Return a field whose choices the form sets."""
    return forms.ChoiceField(label=label, required=required, help_text=hint, error_messages=_MISSING)


class PlaceForm(PlainForm):
    """Where something stands in the layout."""

    area = choice_field(_t("重点领域"), hint=_t("按四个面向列出；列名以外的领域选“其他领域”并写明名称。"))
    other_field = text_field(_t("其他领域的名称"), 100, required=False)
    technology_type = choice_field(
        _t("技术类型"), required=False, hint=_t("拿不准的可以不选，由省科技厅归类。")
    )
    prefecture = choice_field(_t("市州"), required=False)
    industry_chain = text_field(_t("产业链"), 100, required=False, hint=_t("例如“工程机械”“先进储能材料”。"))

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pack = pack
        groups: list[Any] = [("", _("选择领域"))]
        for orientation in pack.orientations:
            named = [(f"{orientation.code}/{f.code}", words(f.label)) for f in orientation.fields]
            if orientation.open:
                named.append((f"{orientation.code}/{OTHER}", _("其他领域（写明名称）")))
            groups.append((words(orientation.label), named))
        offer(self, "area", groups)
        kinds = [(t.code, words(t.label)) for t in pack.technology_types]
        offer(self, "technology_type", [("", _("待归类")), *kinds])
        offer(self, "prefecture", [("", _("不限")), *prefecture_choices(clock.today(), province=False)])

    @property
    def place(self) -> Place:
        """Return the place as the verbs take it."""
        told = self.cleaned_data
        orientation, _slash, code = told["area"].partition("/")
        is_other = code == OTHER
        return Place(
            orientation=orientation, field="" if is_other else code,
            other_field=told["other_field"] if is_other else "", technology_type=told["technology_type"],
            prefecture=told["prefecture"], industry_chain=told["industry_chain"],
        )  # fmt: skip


def offer(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Set the choices of a field."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def place_values(row: Demand | Direction) -> dict[str, Any]:
    """Return what a place form shows of a row."""
    area = f"{row.orientation}/{row.field or OTHER}" if row.orientation else ""
    return {
        "area": area, "other_field": row.other_field, "technology_type": row.technology_type,
        "prefecture": row.prefecture, "industry_chain": row.industry_chain,
    }  # fmt: skip


class LayoutForm(PlainForm):
    """A version's words, period and cap."""

    title = text_field(_t("名称"), 200, hint=_t("例如“湖南省技术创新中心总体布局（2026—2028年）”。"))
    about = text_field(
        _t("总体考虑"), 8000, rows=8, hint=_t("面向哪些重大战略和产业，现有布局的空白和重复，本版怎样安排。")
    )
    period_from = day_field(_t("布局期自"))
    period_to = day_field(_t("布局期至"))
    cap = number_field(_t("新建上限（个）"), hint=_t("布局期内批准新建的中心数，坚持“少而精”。"))
    cap_reason = text_field(_t("上限高于通常数目的理由"), 1000, rows=2, required=False)


class DirectionForm(PlaceForm):
    """A direction."""

    title = text_field(_t("方向名称"), 200, hint=_t("例如“超大直径盾构关键部件”。"))
    category = choice_field(_t("类别"))
    need = text_field(_t("要解决的问题"), 4000, rows=5, hint=_t("关键技术瓶颈、现状差距、希望达到的指标。"))
    cap = number_field(_t("名额"), hint=_t("通常一个方向只建一个中心；多于一个的在专门要求中写明理由。"))
    opens_on = day_field(_t("开放日"), required=False, hint=_t("不填则发布当日起开放。"))
    closes_on = day_field(_t("截止日"), required=False, hint=_t("不填则常年受理，成熟一个、启动一个。"))
    terms = text_field(
        _t("专门要求"), 4000, rows=3, required=False, hint=_t("只对这个方向的要求（一事一议）。")
    )
    reason = text_field(_t("调整的理由"), 1000, rows=2, hint=_t("公开。"))
    field_order = ("title", "category", "area", "other_field", "technology_type", "need", "prefecture",
                   "industry_chain", "cap", "opens_on", "closes_on", "terms", "reason")  # fmt: skip

    def __init__(self, *args: Any, pack: Pack, is_published: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, pack=pack, **kwargs)
        offer(self, "category", [(c.code, words(c.label)) for c in pack.categories])
        self.fields["prefecture"].label = _("意向市州")
        self.fields["technology_type"].required = True
        self.fields["technology_type"].help_text = ""
        if not is_published:
            del self.fields["reason"]


class SortForm(PlaceForm):
    """Where a demand belongs, as the department sees it."""

    text = text_field(_t("处理说明"), 2000, rows=2, required=False, hint=_t("提出单位会看到。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["technology_type"].required = True
        self.fields["technology_type"].help_text = ""


class PickForm(PlainForm):
    """Another row, chosen from a list, with words that the filer will read."""

    chosen = choice_field("")
    text = text_field(_t("处理说明"), 2000, rows=2, required=False, hint=_t("提出单位会看到。"))

    def __init__(self, *args: Any, label: str, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].label = label
        offer(self, "chosen", [("", _("选择…")), *choices])


class ReasonForm(PlainForm):
    """Why."""

    reason = text_field(_t("理由"), 1000, rows=3, hint=_t("对方会看到，也会留痕。"))


class ReopenForm(ReasonForm):
    """Why a direction opens again, and until when."""

    closes_on = day_field(_t("截止日"), required=False, hint=_t("不填则常年受理。"))


class ConfirmForm(PlainForm):
    """On whose decision a version is confirmed."""

    text = text_field(_t("审定意见"), 2000, rows=3, hint=_t("例如“2026年第12次厅党组会议审议通过”。"))


class CirculateForm(PlainForm):
    """Whom a draft is sent to: all of them unless someone is left out."""

    units = forms.ModelMultipleChoiceField(
        Organization.objects.none(), label=_t("征求意见的单位"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _t("至少选择一个单位。"), "invalid_choice": _t("从列表中选择。")},
    )  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = units
        self.initial.setdefault("units", [unit.pk for unit in units])


class ReplyForm(PlainForm):
    """What a unit says to the draft."""

    stance = forms.ChoiceField(
        label=_t("意见"), choices=Stance.choices, widget=forms.RadioSelect, error_messages=_MISSING
    )
    text = text_field(
        _t("具体意见"), 8000, rows=8, required=False, hint=_t("有修改意见或不同意的，写明改哪里、为什么。")
    )


class AnswerForm(PlainForm):
    """What becomes of an opinion."""

    handling = forms.ChoiceField(
        label=_t("处理"), choices=Handling.choices, widget=forms.RadioSelect, error_messages=_MISSING
    )
    text = text_field(_t("处理说明"), 4000, rows=4, hint=_t("怎样修改，或不采纳的理由；对方会看到。"))


class ModeForm(PlainForm):
    """The formation mode of a direction."""

    mode = forms.ChoiceField(label=_t("组建模式"), widget=forms.RadioSelect, error_messages=_MISSING)
    reason = text_field(
        _t("与建议不同的理由"), 1000, rows=3, required=False, hint=_t("与测算建议一致的不填。")
    )

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "mode", [(m.code, f"{words(m.label)} · {words(m.when)}") for m in pack.formation_modes])
