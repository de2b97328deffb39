"""Where something stands in the layout: what is allowed, and in which words it is said."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.layouts.models.place import PlacedInLayout
from xiangchuang.organizations.prefectures import is_prefecture, prefecture_label
from xiangchuang.policy.pack import Orientation, Pack
from xiangchuang.procedure.pack_words import words

OTHER = "other"
"""What a form says for a field that the notice does not name (等)."""


@dataclass(frozen=True)
class Place:
    """Codes of the pack; `other_field` names a field under 等; `prefecture` is a GB/T 2260 code or ""."""

    orientation: str = ""
    field: str = ""
    other_field: str = ""
    technology_type: str = ""
    prefecture: str = ""
    industry_chain: str = ""


def put(row: PlacedInLayout, place: Place, pack: Pack) -> None:
    """Write the place into the row. Raises Invalid for what the pack or the map does not know (3.2)."""
    orientation = orientation_of(pack, place.orientation)
    if orientation is None:
        raise Invalid(_("没有选择重点领域。"), remedy=_("从四个面向的领域中选择。"), clause="3.2-1")
    named = normalise_line(place.other_field)
    if place.field and place.field not in {field.code for field in orientation.fields}:
        raise Invalid(_("所选领域不在这一面向中。"), remedy=_("重新选择领域。"), clause=orientation.clause)
    if not place.field and not (orientation.open and named):
        raise Invalid(
            _("选择了其他领域，没有写名称。"), remedy=_("写明领域名称。"), clause=orientation.fields_clause
        )
    if place.technology_type and place.technology_type not in {t.code for t in pack.technology_types}:
        raise Invalid(_("没有这种技术类型。"), remedy=_("从列表中选择。"), clause="1.1-1")
    if place.prefecture and not is_prefecture(place.prefecture, clock.today()):
        raise Invalid(_("没有这个市州。"), remedy=_("从列表中选择。"))
    row.orientation, row.field, row.technology_type = place.orientation, place.field, place.technology_type
    row.other_field = "" if place.field else within(type(row), "other_field", named)
    row.prefecture = place.prefecture
    row.industry_chain = within(type(row), "industry_chain", normalise_line(place.industry_chain))


def place_of(row: PlacedInLayout) -> Place:
    """Return where the row stands."""
    return Place(
        row.orientation, row.field, row.other_field, row.technology_type, row.prefecture, row.industry_chain
    )


def orientation_of(pack: Pack, code: str) -> Orientation | None:
    """Return the orientation of that code, or None."""
    return next((o for o in pack.orientations if o.code == code), None)


def orientation_of_field(pack: Pack, code: str) -> str:
    """Return the code of the orientation that names the field; "" where none does."""
    return next((o.code for o in pack.orientations if code in {f.code for f in o.fields}), "")


def orientation_words(pack: Pack, code: str) -> str:
    """Return what the pack calls an orientation; the code where it knows none."""
    found = orientation_of(pack, code)
    return words(found.label) if found else code


def field_words(row: PlacedInLayout, pack: Pack) -> str:
    """Return the field in the pack's words, or its own name under 等."""
    return named_field(pack, row.field) or row.other_field


def named_field(pack: Pack, code: str) -> str:
    """Return what the pack calls a field; the code where it knows none."""
    if not code:
        return ""
    try:
        return words(pack.field(code)[1].label)
    except KeyError:
        return code


def category_words(pack: Pack, code: str) -> str:
    """Return 综合类 or 领域类 in the pack's words."""
    return next((words(c.label) for c in pack.categories if c.code == code), code)


def technology_words(pack: Pack, code: str) -> str:
    """Return the type of technology in the pack's words."""
    return next((words(t.label) for t in pack.technology_types if t.code == code), code)


def mode_words(pack: Pack, code: str) -> str:
    """Return the formation mode in the pack's words."""
    return next((words(m.label) for m in pack.formation_modes if m.code == code), code)


def prefecture_words(code: str) -> str:
    """Return the area's name, or that any will do."""
    return prefecture_label(code) if code else _("不限")
