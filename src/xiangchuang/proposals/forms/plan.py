"""The plan's forms: the file, and the targets by year with their units."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_text
from xiangchuang.procedure.act_view import ActForm
from xiangchuang.proposals.forms.fields import Line, Text
from xiangchuang.proposals.forms.rows import EveryField, Rows
from xiangchuang.proposals.plan import TargetDraft

TARGET_ROWS = 12
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"\d{4}(,\d{4}){0,9}")


class UploadForm(ActForm):
    """One Word file."""

    plan = forms.FileField(
        label=gettext_lazy("建设方案"),
        help_text=gettext_lazy("按提纲编写的 Word 文件；标题编号用什么写法都可以。"),
        error_messages={
            "required": gettext_lazy("还没有选择文件：选择建设方案的 .docx 文件。"),
            "empty": gettext_lazy("文件是空的：核对后重新选择。"),
        },
    )


def read_number(text: str) -> Decimal:
    """Return the number typed, with thousands separators and full-width digits read; ValueError if none."""
    plain = normalise_text(text).replace(",", "").replace("，", "").replace(" ", "")
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not value.is_finite():
        raise ValueError(text)
    return value


class TargetRow(forms.Form):
    """A target: name, unit, and a value for each year of the table."""

    use_required_attribute = False
    name = Line(label=gettext_lazy("指标"), max_length=100, required=False)
    unit = Line(label=gettext_lazy("单位"), max_length=20, required=False)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        for year in years:
            self.fields[f"y{year}"] = Line(label=str(year), required=False, max_length=30)

    @property
    def year_fields(self) -> list[forms.BoundField]:
        """Return the fields of the years, in order."""
        return [self[f"y{year}"] for year in self.years]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.values: dict[int, Decimal] = {}
        for year in self.years:
            typed = data.get(f"y{year}", "")
            if not typed:
                continue
            try:
                self.values[year] = read_number(typed)
            except ValueError:
                self.add_error(
                    f"y{year}", _("“%(typed)s”不是数：只填数字，单位写在单位栏。") % {"typed": typed}
                )
        if not data.get("name") and (self.values or data.get("unit")):
            self.add_error("name", _("写明指标名称；不要这一行就全部清空。"))
        if data.get("name") and not data.get("unit"):
            self.add_error("unit", _("写明单位，例如“件”“万元”“%”。"))
        if data.get("name") and not self.values and not self.errors:
            self.add_error(f"y{self.years[0]}", _("至少填写一年的数值。"))
        return data

    @property
    def draft(self) -> TargetDraft | None:
        """Return the target of a row that is not empty."""
        data = self.cleaned_data
        return TargetDraft(data["name"], data["unit"], self.values) if data.get("name") else None


class TargetsForm(ActForm):
    """The table of targets; `years` are its columns. A paste from a spreadsheet fills it anew."""

    years = forms.RegexField(_YEARS, widget=forms.HiddenInput, error_messages={"invalid": ""})
    pasted = Text(
        label=gettext_lazy("从电子表格粘贴"),
        required=False,
        rows=3,
        help_text=gettext_lazy(
            "可选。复制“指标、单位、各年数值”几列，连同年份的表头一起粘贴，再点“读入表格”。"
        ),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        default_years: Sequence[int],
        rows: Sequence[dict[str, str]],
        initial: Any = None,
    ) -> None:
        super().__init__(data, files, initial={"years": ",".join(map(str, default_years))})
        self.columns = _columns(data, default_years)
        if data is not None and data.get("read_pasted"):
            self._take_pasted(str(data.get("pasted", "")))
            return
        self._rows(data, rows)

    def _rows(self, data: Any, rows: Sequence[dict[str, str]]) -> None:
        spare: list[dict[str, str]] = [{} for _row in range(max(2, TARGET_ROWS - len(rows)))]
        self.targets = _TargetRows(
            data, prefix="targets", initial=[*rows, *spare], form_kwargs={"years": self.columns}
        )

    def _take_pasted(self, text: str) -> None:
        """Read the paste into rows; a first line with years names the columns."""
        cells = [line.split("\t") for line in normalise_text(text).split("\n") if line.strip()]
        head = [int(found[0]) for cell in (cells[0][2:] if cells else []) if (found := _YEAR.findall(cell))]
        if head:
            self.columns, cells = head[:10], cells[1:]
        self.initial["years"] = ",".join(map(str, self.columns))
        rows = []
        for line in cells:
            row = {"name": line[0].strip(), "unit": line[1].strip() if len(line) > 1 else ""}
            row |= {f"y{y}": v.strip() for y, v in zip(self.columns, line[2:], strict=False)}
            rows.append(row)
        self._rows(None, rows)
        self.is_bound = False

    def is_valid(self) -> bool:
        whole = super().is_valid()
        return self.is_bound and whole & self.targets.is_valid()

    @property
    def drafts(self) -> list[TargetDraft]:
        """Return the targets of all rows that are not empty."""
        return [draft for row in self.targets.forms if (draft := row.draft)]

    @property
    def summary(self) -> EveryField:
        """Return the page's fields, rows included, for the summary of errors."""
        return EveryField(self, *self.targets.forms)


def _columns(data: Any, default: Sequence[int]) -> list[int]:
    typed = str(data.get("years", "")) if data is not None else ""
    return [int(year) for year in typed.split(",")] if _YEARS.fullmatch(typed) else list(default)


_TargetRows = formset_factory(TargetRow, formset=Rows, extra=0, max_num=100, validate_max=True)
