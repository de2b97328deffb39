"""What every page of the overview shows above its content."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.overview.scope import scope_label
from xiangchuang.pages import figures
from xiangchuang.pages.parts import Tab

PAGES: Final = (
    ("home", gettext_lazy("概况")),
    ("trends", gettext_lazy("趋势")),
    ("promises", gettext_lazy("承诺与成效")),
    ("goals", gettext_lazy("目标")),
    ("candidates", gettext_lazy("国家级推荐")),
    ("achievements", gettext_lazy("成效登记")),
)


def frame_of(actor: Actor, here: str) -> dict[str, Any]:
    """Return the tabs of the overview and whose centers it is about."""
    tabs = [Tab(str(label), reverse(f"overview:{name}"), name == here) for name, label in PAGES]
    return {"tabs": tabs, "scope": scope_label(actor), "day": clock.today()}


def source_of(register: str) -> str:
    """Return where numbers come from and the day they were read."""
    told = {"register": register, "day": figures.iso_day(clock.today())}
    return _("%(register)s，截至 %(day)s") % told
