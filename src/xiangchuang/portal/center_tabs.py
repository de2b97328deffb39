"""The two ways to look for a center: on the map, and along the industry chains."""

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.pages.parts import Tab


def center_tabs(here: str) -> list[Tab]:
    """Return the tabs above the centers; `here` is the name of the address shown."""
    pages = [("centers", _("按市州")), ("chains", _("按产业链"))]
    return [Tab(label, reverse(f"portal:{name}"), name == here) for name, label in pages]
