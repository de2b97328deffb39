"""The list of a register: what is shown, narrowed, sorted and summed, as its address says."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db import models
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.text import normalise_line
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.cells import cell_text, column_of, label_of
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.register import Register
from xiangchuang.centers.registers.related import organization_paths, related_paths
from xiangchuang.pages import figures
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import ChoiceFilter, Column, FilterBar, ListTable, Row
from xiangchuang.pages.typed import whole

LONGEST_SEARCH = 100


class Listing:
    """One reading of a register for one center by the parameters of an address."""

    def __init__(self, register: Register, center: Center, asked: Mapping[str, str]) -> None:
        self.register, self.center, self.asked = register, center, asked
        self.text = normalise_line(asked.get("q", ""))[:LONGEST_SEARCH]
        choices = [_choice(register.model, name, asked.get(name, "")) for name in register.filters]
        self.bar = FilterBar(_("查找"), self.text, choices)
        self.sort = _known_sort(register, asked.get("sort", ""))

    @cached_property
    def rows(self) -> "QuerySet[Any]":
        """The rows shown, in order; withdrawn ones are left out."""
        rows = rows_of(self.register, self.center)
        for choice in self.bar.choices:
            if choice.chosen:
                rows = rows.filter(**{choice.name: choice.chosen})
        parent = whole(self.asked.get(self.register.parent, "") if self.register.parent else "", None)
        if parent is not None:
            rows = rows.filter(**{self.register.parent: parent})
        if self.text:
            rows = rows.filter(_mentions(self.register, self.text))
        return rows.order_by(self.sort, "-pk")

    @property
    def query(self) -> str:
        """The address's parameters without the page, for the export of what is shown."""
        return urlencode({name: value for name, value in self.asked.items() if name != "page" and value})

    def page(self) -> Page[Any]:
        """Return the page asked for."""
        return page_of(self.rows, self.asked.get("page", "1"))

    def table(self, entries: Sequence[Entry], *, without: str = "") -> ListTable:
        """Return the rows of a page as the list's table; each row leads to its own page.

        `without` leaves out the column of the row above, on whose own page the table stands unsorted.
        """
        names = [name for name in self.register.columns if name != without]
        columns = [self._head(name, is_lead=n == 0, sorts=not without) for n, name in enumerate(names)]
        rows = [Row([cell_text(e, name) for name in names], entry_url(self.register, e)) for e in entries]
        return ListTable(columns, rows, caption=str(self.register.label), dense=len(columns) > 6)

    def totals(self) -> list[tuple[str, str]]:
        """Return the sums of the register's money fields over all that is shown, in one query."""
        if not self.register.totals:
            return []
        sums = self.rows.order_by().aggregate(**{f"sum_{n}": Sum(n) for n in self.register.totals})
        return [
            (label_of(self.register.model, n), figures.money_text(sums[f"sum_{n}"] or 0))
            for n in self.register.totals
        ]

    def _head(self, name: str, *, is_lead: bool, sorts: bool = True) -> Column:
        if not sorts:
            return column_of(self.register.model, name, is_lead=is_lead)
        ascending = self.sort == name
        again = {**self.asked, "sort": f"-{name}" if ascending else name}
        again.pop("page", None)
        sorted_as = "ascending" if ascending else "descending" if self.sort == f"-{name}" else ""
        return column_of(
            self.register.model, name, is_lead=is_lead, sort_url=f"?{urlencode(again)}", sorted_as=sorted_as
        )


def rows_of(register: Register, center: Center) -> "QuerySet[Any]":
    """Return the center's standing rows with their related rows at hand, in one query."""
    related = related_paths(register.model, register.fields)
    rows = register.model.objects.standing().filter(center=center)
    return rows.select_related(*related) if related else rows


def entry_url(register: Register, entry: Entry) -> str:
    """Return the address of a row's own page."""
    return reverse("centers:entry", args=[entry.center_id, register.code, entry.pk])


def _choice(model: type[models.Model], name: str, chosen: str) -> ChoiceFilter:
    field: Any = model._meta.get_field(name)
    choices = [(str(code), str(label)) for code, label in field.choices or ()]
    known = chosen if chosen in {code for code, _label in choices} else ""
    return ChoiceFilter(name, str(field.verbose_name), choices, known)


def _known_sort(register: Register, asked: str) -> str:
    return asked if asked.removeprefix("-") in register.columns else register.sort


def _mentions(register: Register, text: str) -> Q:
    found = Q(pk__in=())
    for name in register.fields:
        field = register.model._meta.get_field(name)
        if isinstance(field, models.CharField | models.TextField) and not field.choices:
            found |= Q(**{f"{name}__icontains": text})
    for path in organization_paths(register.model, register.fields):
        found |= Q(**{f"{path}__name__icontains": text})
    return found
