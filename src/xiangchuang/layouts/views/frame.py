"""What the pages of the layout share: tabs, the form's template, filters of an address."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_line
from xiangchuang.layouts.permissions import may_file
from xiangchuang.pages.parts import ChoiceFilter, Tab

FORM: Final = "layouts/form.html"
LONGEST_SEARCH: Final = 100
PAGES: Final = (
    ("board", gettext_lazy("布局图")),
    ("versions", gettext_lazy("总体布局")),
    ("directions", gettext_lazy("方向")),
    ("demands", gettext_lazy("技术需求")),
)


def frame_of(actor: Actor, here: str) -> dict[str, Any]:
    """Return the tabs; `here` is the one the page belongs to."""
    shown = [
        (name, label)
        for name, label in PAGES
        if name != "demands" or actor.is_department_staff or may_file(actor)
    ]
    return {"tabs": [Tab(str(label), reverse(f"layouts:{name}"), name == here) for name, label in shown]}


def chosen(name: str, label: str, choices: Sequence[tuple[str, Any]], asked: str) -> ChoiceFilter:
    """Return a filter with what was asked, when it is one of its choices."""
    known = {
        code
        for first, second in choices
        for code, _l in (second if isinstance(second, list) else [(first, second)])
    }
    return ChoiceFilter(name, label, choices, asked if asked in known else "")


def searched(text: str) -> str:
    """Return what is searched for."""
    return normalise_line(text)[:LONGEST_SEARCH]


def source_words() -> str:
    """Return where the numbers of an exported table come from."""
    return _("总体布局、中心档案和案卷")
