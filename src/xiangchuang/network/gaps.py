"""Where platforms and centers miss each other: fields without a center, centers without a laboratory near."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from xiangchuang.centers.models import Center
from xiangchuang.platforms.models import Platform


@dataclass(frozen=True)
class FieldGap:
    """A field where laboratories work and no center stands."""

    field: str
    laboratories: int
    platforms: int


@dataclass(frozen=True)
class CenterGap:
    """A center without a laboratory of its field in its prefecture; `elsewhere` counts those further off."""

    center: Center
    elsewhere: int


def fields_without_center(
    centers: Sequence[Center], platforms: Sequence[Platform], laboratories: Sequence[str]
) -> list[FieldGap]:
    """Return such fields, those with the most laboratories first."""
    served = {center.field for center in centers}
    labs = Counter(p.field for p in platforms if p.kind in laboratories and p.field)
    every = Counter(p.field for p in platforms if p.field)
    found = [FieldGap(field, count, every[field]) for field, count in labs.items() if field not in served]
    return sorted(found, key=lambda gap: (-gap.laboratories, gap.field))


def centers_without_laboratory(
    centers: Sequence[Center], platforms: Sequence[Platform], laboratories: Sequence[str]
) -> list[CenterGap]:
    """Return such centers, those with no laboratory anywhere first. Near is the same prefecture."""
    places = Counter((p.field, p.prefecture) for p in platforms if p.kind in laboratories)
    anywhere = Counter(p.field for p in platforms if p.kind in laboratories)
    found = [
        CenterGap(center, anywhere[center.field])
        for center in centers
        if not places[center.field, center.prefecture]
    ]
    return sorted(found, key=lambda gap: (gap.elsewhere, gap.center.name, gap.center.pk))
