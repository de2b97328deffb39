"""The form of one table: rows of cells, a paste or a workbook that fills them, and how both are taken."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.pages.typed import whole
from xiangchuang.plan_parts.cell_words import fen_words, is_money, typed_words
from xiangchuang.plan_parts.columns import Cell, Line, TableColumn
from xiangchuang.plan_parts.models import LINE
from xiangchuang.plan_parts.tables import PartTable
from xiangchuang.plan_parts.typed_cells import code_typed, fen_typed, value_typed
from xiangchuang.policy.plan_parts import PartRule
from xiangchuang.procedure.act_view import ActForm
from xiangchuang.proposals.forms.fields import Line as LineField
from xiangchuang.proposals.forms.fields import Text
from xiangchuang.proposals.forms.rows import EveryField, Rows

PREFIX: Final = "rows"
SPARE_ROWS: Final = 3
_UPPERMOST: Final = 1000
Typed = Mapping[str, str]


class RowForm(forms.Form):
    """One row; nothing in it is asked for while the plan is a draft, and what is there must be right."""

    use_required_attribute = False

    def __init__(self, *args: Any, rule: PartRule, columns: Sequence[TableColumn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule, self.columns = rule, columns
        self.line: dict[str, Cell] = {}
        for column in columns:
            self.fields[column.name] = _field(column, str(self.data.get(self.add_prefix(column.name), "")))

    @property
    def cells(self) -> list[tuple[TableColumn, forms.BoundField]]:
        """Return the fields of the row with their columns."""
        return [(column, self[column.name]) for column in self.columns]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = next((column for column in self.columns if column.name == "kind"), None)
        self.line = {"kind": code_typed(kind, str(data.get("kind", "")))} if kind else {}
        for column in self.columns:
            money = is_money(self.rule, column, self.line)
            try:
                value = value_typed(column, str(data.get(column.name) or ""), money=money)
            except ValidationError as error:
                self.add_error(column.name, error)
            else:
                self.line[column.name] = value
        return data

    @property
    def is_filled(self) -> bool:
        """Whether anything was put into the row."""
        return any(value is not None and value != "" for value in self.line.values()) or bool(self.errors)


def _field(column: TableColumn, typed: str) -> forms.Field:
    if column.kind == "flag":
        return _choice(column, {"yes": _("是"), "no": _("否")}, "—", typed)
    if column.choices:
        return _choice(column, column.choices, _("选择"), typed)
    if column.kind == "text":
        return Text(label=column.heading, required=False, rows=2)
    field = LineField(label=column.heading, required=False)
    if column.is_number:
        field.widget.attrs["inputmode"] = "decimal"
    if column.kind == "day":
        field.widget.attrs["placeholder"] = "2027-01-01"
    return field


def _choice(column: TableColumn, choices: Mapping[str, str], none: str, typed: str) -> forms.Field:
    # What is no choice stays in the list as it was typed, and is refused in words by the cell's reader.
    strange = {typed: typed} if typed and typed not in choices else {}
    offered = [("", none), *choices.items(), *strange.items()]
    return forms.CharField(label=column.heading, required=False, widget=forms.Select(choices=offered))


class PartForm(ActForm):
    """The table with what stands beside it: its version, the total it states, a paste, a workbook."""

    stated = LineField(label=gettext_lazy("投资估算总额（万元）"), required=False, max_length=LINE)
    pasted = Text(
        label=gettext_lazy("从电子表格粘贴"),
        required=False,
        rows=3,
        help_text=gettext_lazy(
            "复制几列，最好连同表头一起粘贴，再点“读入粘贴的内容”；没有表头时按本表的列序。"
        ),
    )
    sheet = forms.FileField(
        label=gettext_lazy("Excel 文件"),
        required=False,
        help_text=gettext_lazy("用本页导出的表或模板填写；.xlsx 或 .csv。读入后先核对，再保存。"),
    )
    how = forms.ChoiceField(
        label=gettext_lazy("读入的行"),
        required=False,
        choices=[
            ("replace", gettext_lazy("代替表中全部行")),
            ("append", gettext_lazy("加在表中各行之后")),
        ],
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        table: PartTable,
        lines: Sequence[Line],
        most: int,
        initial: Any = None,
    ) -> None:
        self.table, self.most = table, most
        first = {"stated": fen_words(table.stated_fen)}
        super().__init__(data, files, initial=first)
        if not table.rule.states_total:
            del self.fields["stated"]
        self.faults: dict[int, list[tuple[str, str]]] = {}
        typed = [
            {column.name: typed_words(table.rule, column, line) for column in table.columns} for line in lines
        ]
        # What comes back is judged whole: a row like the one kept must not pass for one left untouched.
        self._draw(data, initial=() if self.is_bound else [*typed, *self._spare(len(typed))])

    def take(self, rows: Sequence[Typed], faults: Mapping[int, list[tuple[str, str]]] | None = None) -> None:
        """Fill the table with rows read elsewhere, each cell judged as if it had been typed; save nothing."""
        first = self._typed_rows() if self.data.get("how") == "append" else []
        self.faults = {len(first) + row: found for row, found in (faults or {}).items()}
        self.fill([*first, *rows])

    def fill(self, rows: Sequence[Typed]) -> None:
        """Draw these rows, with spare ones behind them, as if typed."""
        spare = self._spare(len(rows))
        chosen = [column for column in self.table.columns if column.choices or column.kind == "flag"]
        data = {f"{PREFIX}-TOTAL_FORMS": str(len(rows) + len(spare)), f"{PREFIX}-INITIAL_FORMS": "0"}
        for place, row in enumerate([*rows, *spare]):
            known = {column.name: code_typed(column, row.get(column.name, "")) for column in chosen}
            data |= {f"{PREFIX}-{place}-{name}": text for name, text in {**row, **known}.items()}
        self._draw(data)
        self.rows.is_valid()
        for place, found in self.faults.items():
            for column, text in found:
                self.rows.forms[place].add_error(column or None, text)

    def add_rows(self) -> None:
        """Draw what was typed with further empty rows behind it."""
        self.fill(self._typed_rows())

    def is_valid(self) -> bool:
        whole_form = super().is_valid()
        return whole_form & self.rows.is_valid()

    def clean_stated(self) -> int | None:
        """Return the stated total in fen."""
        typed = self.cleaned_data["stated"]
        return fen_typed(typed) if typed else None

    @property
    def lines(self) -> list[Line]:
        """Return the lines of all rows that are not empty."""
        return [row.line for row in self.rows.forms if row.is_filled]

    @property
    def stated_fen(self) -> int | None:
        """Return the stated total in fen, None where the table states none."""
        value: int | None = self.cleaned_data.get("stated")
        return value

    @property
    def version(self) -> int:
        """The version of the table that the page showed."""
        return whole(str(self.data.get("version", "")), -1) if self.is_bound else self.table.version

    @property
    def summary(self) -> EveryField:
        """Return the page's fields, rows included, for the summary of errors."""
        return EveryField(self, *self.rows.forms)

    def _typed_rows(self) -> list[Typed]:
        names = [column.name for column in self.table.columns]
        count = min(whole(str(self.data.get(f"{PREFIX}-TOTAL_FORMS", "")), 0), _UPPERMOST)
        rows = [
            {name: str(self.data.get(f"{PREFIX}-{place}-{name}", "")) for name in names}
            for place in range(count)
        ]
        return [row for row in rows if any(text.strip() for text in row.values())]

    def _spare(self, there: int) -> list[Typed]:
        return [{} for _row in range(max(1, min(SPARE_ROWS, self.most - there)))]

    def _draw(self, data: Any, initial: Sequence[Typed] = ()) -> None:
        row_set = formset_factory(
            RowForm, formset=Rows, extra=0, max_num=self.most, validate_max=True, absolute_max=_UPPERMOST
        )
        kwargs = {"rule": self.table.rule, "columns": self.table.columns}
        self.rows = row_set(data, prefix=PREFIX, initial=list(initial), form_kwargs=kwargs)
