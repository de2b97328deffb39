"""Forms of the scan: a table brought, its columns explained, what is shown of the result, a judgement."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, get_args

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.organizations.models import OrganizationKind
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.scan import Column, MoneyUnit, TableError, TableMapping, figures, suggest_mapping
from xiangchuang.policy.scan.mapping import ATTRIBUTES, check_mapping
from xiangchuang.policy.scan.release import KINDS
from xiangchuang.procedure.act_view import ActForm
from xiangchuang.proposals.forms.fields import Line, Text
from xiangchuang.scans.column_words import ATTRIBUTE_WORDS, figure_words

_FIRST_YEAR: Final = 1949
_DAY_ERRORS: Final = {
    "required": gettext_lazy("填写日期。"),
    "invalid": gettext_lazy("日期写成 2026-11-23 的样子。"),
}


def _day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class BringTableForm(ActForm):
    """The file, and what it does not say of itself."""

    file = forms.FileField(
        label=gettext_lazy("数据表文件"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("选择数据表文件。")},
    )
    title = Line(
        label=gettext_lazy("数据表名称"),
        max_length=200,
        help_text=gettext_lazy("例如“2025 年全国规上企业研发统计”。"),
        error_messages={"required": gettext_lazy("填写数据表的名称。")},
    )
    source = Line(
        label=gettext_lazy("来源"),
        max_length=300,
        help_text=gettext_lazy("由谁提供、依据什么取得；结果页和导出的文件都会写明。"),
        error_messages={"required": gettext_lazy("写明数据表由谁提供。")},
    )
    data_as_of = forms.DateField(
        label=gettext_lazy("数据截至"),
        widget=_day_input(),
        help_text=gettext_lazy("表中数据统计到哪一天，例如 2025-12-31。"),
        error_messages=_DAY_ERRORS,
    )


class MappingForm(ActForm):
    """One row of choices for each column of the file, as suggested; money has its unit."""

    as_of = forms.DateField(
        label=gettext_lazy("认定日"),
        widget=_day_input(),
        help_text=gettext_lazy("按这一天的条文、参数和年度窗口判断，“近三年”是它之前的三个完整年度。"),
        error_messages=_DAY_ERRORS,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("全表单位性质"),
        required=False,
        help_text=gettext_lazy("表中没有单位性质一列、全表又都是一种单位时才选。"),
    )
    year = forms.IntegerField(
        label=gettext_lazy("全表年度"),
        required=False,
        min_value=_FIRST_YEAR,
        max_value=9999,
        help_text=gettext_lazy("表中没有年度一列、各列表头也没有年份时才填，例如 2025。"),
        error_messages={"invalid": gettext_lazy("年度写四位数字。")},
    )

    def __init__(self, *args: Any, headers: Sequence[str], pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers, self.units = list(headers), figures(pack)
        self.words = figure_words(pack)
        self.fields["kind"].choices = [("", _("各行自己写明")), *_kind_choices()]  # type: ignore[attr-defined]
        suggested = {column.header: column for column in suggest_mapping(headers, self.units).columns}
        meanings = self._meanings()
        for number, header in enumerate(self.headers):
            column = suggested.get(header)
            self._add(number, column, meanings)

    def _meanings(self) -> list[tuple[str, Any]]:
        named = [
            (word.code, str(word.label) + _("（%(unit)s）") % {"unit": word.unit_words})
            for word in self.words.values()
        ]
        attributes = [(name, ATTRIBUTE_WORDS[name]) for name in ATTRIBUTES]
        return [("", _("不读")), (_("单位情况"), attributes), (_("数据项"), named)]

    def _add(self, number: int, column: Column | None, meanings: list[tuple[str, Any]]) -> None:
        units = [("", "—"), *((unit, unit) for unit in get_args(MoneyUnit))]
        self.fields[f"name-{number}"] = forms.ChoiceField(
            choices=meanings, required=False, initial=column.name if column else "", label=_("对应")
        )
        self.fields[f"unit-{number}"] = forms.ChoiceField(
            choices=units, required=False, initial=(column.unit or "") if column else "", label=_("金额单位")
        )
        self.fields[f"year-{number}"] = forms.IntegerField(
            required=False, min_value=_FIRST_YEAR, max_value=9999, label=_("年份"),
            initial=column.year if column else None,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "maxlength": 4}),
        )  # fmt: skip

    def rows(self) -> Iterator[tuple[str, BoundField, BoundField, BoundField]]:
        """Each header with its three fields."""
        for number, header in enumerate(self.headers):
            yield header, self[f"name-{number}"], self[f"unit-{number}"], self[f"year-{number}"]

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if day > clock.today():
            raise forms.ValidationError(_("认定日晚于今天，改为今天或更早的一天。"))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        mapping = TableMapping(
            tuple(self._columns(data)), kind=data.get("kind") or None, year=data.get("year") or None
        )
        try:
            check_mapping(mapping, self.headers, self.units)
        except TableError as error:
            self.add_error(None, str(error))
        data["mapping"] = mapping
        return data

    def _columns(self, data: dict[str, Any]) -> Iterator[Column]:
        for number, header in enumerate(self.headers):
            if name := data.get(f"name-{number}"):
                unit = data.get(f"unit-{number}") or None if self.units.get(name) == "fen" else None
                year = None if name in ATTRIBUTES else data.get(f"year-{number}")
                yield Column(header, name, unit, year)


def _kind_choices() -> list[tuple[str, Any]]:
    return [(kind, OrganizationKind(kind).label) for kind in KINDS]


class JudgementForm(ActForm):
    """What a person finds of market and technology (3.3-6); each question answered, with the reason."""

    _YES_NO: Final = (("yes", gettext_lazy("是")), ("no", gettext_lazy("否")))
    _UNANSWERED: Final = {"required": gettext_lazy("选“是”或“否”。")}

    market_is_mature = forms.ChoiceField(
        label=gettext_lazy("市场是否已经培育成熟"), choices=_YES_NO, widget=forms.RadioSelect,
        error_messages=_UNANSWERED,
    )  # fmt: skip
    technology_push = forms.ChoiceField(
        label=gettext_lazy("是否主要由技术研发牵引推动"), choices=_YES_NO, widget=forms.RadioSelect,
        error_messages=_UNANSWERED,
    )  # fmt: skip
    enterprises_important = forms.ChoiceField(
        label=gettext_lazy("有关企业能否作为重要的主体参与"), choices=_YES_NO, widget=forms.RadioSelect,
        error_messages=_UNANSWERED,
    )  # fmt: skip
    reason = Text(
        label=gettext_lazy("理由"),
        max_length=2000,
        help_text=gettext_lazy("依据哪些材料，例如产业报告、调研记录；为何这样认定。"),
        error_messages={"required": gettext_lazy("写明判断的理由。")},
    )

    def says(self, question: str) -> bool:
        """Whether the valid form answers yes."""
        return bool(self.cleaned_data[question] == "yes")
