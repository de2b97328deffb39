"""What every page of the dashboard shows above its content."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.overview.scope import scope_label
from xiangchuang.pages.parts import Linked, Tab

PAGES: Final = (
    ("home", gettext_lazy("进度")),
    ("deadlines", gettext_lazy("期限")),
    ("cities", gettext_lazy("市州对比")),
)


def frame_of(actor: Actor, here: str) -> dict[str, Any]:
    """Return the tabs of the dashboard and whose cases it is about."""
    tabs = [Tab(str(label), reverse(f"dashboards:{name}"), name == here) for name, label in PAGES]
    return {"tabs": tabs, "scope": scope_label(actor), "day": clock.today()}


def opens(number: int, url: str) -> object:
    """Return the number as a way to what it counts; a nought leads nowhere."""
    return Linked(number, url) if number else 0
