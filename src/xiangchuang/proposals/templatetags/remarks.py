"""Remarks drawn at their field, fields drawn in a row of a table, and the words of a kept condition."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.forms import BoundField

from xiangchuang.procedure.models import FieldComment
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.condition_words import distance_words, figure_words, lack_words
from xiangchuang.proposals.models import PlanTarget

register = template.Library()
register.filter("words", words)
register.filter("distance", distance_words)
register.filter("figure", figure_words)
register.filter("lack", lack_words)


@register.inclusion_tag("proposals/_remarks.html")
def remarks_at(remarks: Mapping[str, Sequence[FieldComment]], anchor: str) -> dict[str, Any]:
    """Draw the remarks at one field, each with its box for the reply."""
    return {"remarks": remarks.get(anchor, ()), "replies": True}


@register.inclusion_tag("proposals/_row_field.html")
def row_field(field: BoundField, row: int) -> dict[str, Any]:
    """Draw a field in a table row: its label is read aloud with the row's number, its errors are seen."""
    described = {"aria-describedby": f"{field.auto_id}_error", "aria-invalid": "true"} if field.errors else {}
    drawn = field.as_widget(attrs={"aria-label": f"{field.label} {row}", **described})
    return {"field": field, "drawn": drawn}


@register.inclusion_tag("proposals/_comment_box.html")
def comment_box(anchor: str, label: str, typed: Mapping[str, str]) -> dict[str, str]:
    """Draw the box for a new remark at a field, open when something was typed into it."""
    return {"anchor": anchor, "label": label, "typed": typed.get(anchor, "")}


@register.simple_tag
def target_value(target: PlanTarget) -> str:
    """Write a target's value with thousands separators and without trailing zeros."""
    text = f"{target.value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
