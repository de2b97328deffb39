"""What anyone may find of the layout: its published versions, their directions (5.1-2)."""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xiangchuang.layouts.models import Direction, LayoutVersion
from xiangchuang.layouts.placing import field_words
from xiangchuang.layouts.publish_layout import number_of
from xiangchuang.layouts.queries import public_directions, public_versions
from xiangchuang.procedure.packs import current_pack
from xiangchuang.search.sources import Draft, Source, contribute_source


def contribute() -> None:
    """Let them be found; called when the app is ready."""
    contribute_source(Source("layout", _("总体布局"), _layouts))
    contribute_source(Source("direction", _("布局方向"), _directions))


def _layouts(keys: Collection[str] | None) -> Iterator[Draft]:
    rows = public_versions() if keys is None else public_versions().filter(pk__in=keys)
    for row in rows.order_by("pk"):
        yield Draft(
            str(row.pk), row.title, f"{number_of(row)}\n{row.about}", public_url(row), row.published_at,
            is_sample=row.is_sample,
        )  # fmt: skip


def _directions(keys: Collection[str] | None) -> Iterator[Draft]:
    pack = current_pack()
    rows = public_directions() if keys is None else public_directions().filter(pk__in=keys)
    for row in rows.order_by("pk"):
        said = [row.number, field_words(row, pack), row.industry_chain, row.need, row.terms]
        yield Draft(
            str(row.pk), row.title, "\n".join(filter(None, said)), direction_url(row), None,
            row.prefecture, row.is_sample,
        )  # fmt: skip


def public_url(layout: LayoutVersion) -> str:
    """Return the address under which the public reads a version."""
    return reverse("portal:layout-edition", args=[layout.edition])


def direction_url(direction: Direction) -> str:
    """Return the address under which the public reads a direction."""
    return reverse("portal:direction", args=[direction.number])
