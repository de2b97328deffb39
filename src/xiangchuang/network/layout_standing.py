"""Platforms that stand beside the centers in the layout (1.2-4)."""

from collections.abc import Iterator

from django.urls import reverse

from xiangchuang.accounts.actor import Actor
from xiangchuang.layouts.later_stages import Occupant
from xiangchuang.layouts.placing import orientation_of_field
from xiangchuang.platforms.models import PlatformState
from xiangchuang.platforms.queries import public
from xiangchuang.procedure.packs import current_pack


def platforms_laid_out(_actor: Actor) -> Iterator[Occupant]:
    """Yield the confirmed platforms at work that name a field; they fill no place of a center; one query."""
    pack = current_pack()
    for row in public().filter(state=PlatformState.OPERATING).exclude(field="").order_by("name", "pk"):
        yield Occupant(
            "platform", row.name, reverse("network:public-platform", args=[row.pk]), "",
            orientation_of_field(pack, row.field), row.field, "", row.prefecture,
            str(row.get_state_display()), is_sample=row.is_sample,
        )  # fmt: skip
