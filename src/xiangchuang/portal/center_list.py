"""The list of centers as the public narrows it; all of its state is in the address."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.text import normalise_line
from xiangchuang.centers.models import Center, CenterState
from xiangchuang.centers.queries import public_centers
from xiangchuang.organizations.prefectures import PREFECTURES
from xiangchuang.pages.parts import ChoiceFilter, FilterBar
from xiangchuang.policy.pack import Pack
from xiangchuang.portal.found_numbers import narrowed_by_words
from xiangchuang.procedure.pack_words import words

LONGEST_SEARCH = 100


@dataclass(frozen=True)
class CenterFilter:
    """What the address asks for; anything unknown in it is as if it were not there."""

    text: str = ""
    prefecture: str = ""
    category: str = ""
    field: str = ""
    state: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], pack: Pack) -> "CenterFilter":
        """Read the filter from the address."""

        def known(name: str, codes: set[str]) -> str:
            return query.get(name, "") if query.get(name, "") in codes else ""

        return cls(
            text=normalise_line(query.get("q", ""))[:LONGEST_SEARCH],
            prefecture=known("prefecture", {area.code for area in PREFECTURES}),
            category=known("category", {category.code for category in pack.categories}),
            field=known("field", {field.code for o in pack.orientations for field in o.fields}),
            state=known("state", set(CenterState.values)),
        )

    def rows(self) -> QuerySet[Center]:
        """Return the centers that fit, newest first."""
        rows = public_centers(prefecture=self.prefecture, category=self.category)
        if self.field:
            rows = rows.filter(field=self.field)
        if self.state:
            rows = rows.filter(state=self.state)
        return narrowed_by_words(rows, self.text, kind="center", by="pk", named="name")

    def bar(self, pack: Pack) -> FilterBar:
        """Return the filter as it stands above the list."""
        fields = [(words(o.label), [(f.code, words(f.label)) for f in o.fields]) for o in pack.orientations]
        categories = [(category.code, words(category.label)) for category in pack.categories]
        states = [(state.value, str(state.label)) for state in CenterState]
        return FilterBar(
            _("名称、领域或单位"), self.text,
            [
                ChoiceFilter("category", _("类别"), categories, self.category),
                ChoiceFilter("field", _("领域"), fields, self.field),
                ChoiceFilter("state", _("状态"), states, self.state),
            ],
            {"prefecture": self.prefecture} if self.prefecture else {},
        )  # fmt: skip


def centers_by_prefecture() -> Counter[str]:
    """Return how many centers stand in each prefecture, counted by the database."""
    rows = public_centers().order_by().values_list("prefecture")
    return Counter(dict(rows.annotate(Count("pk"))))
