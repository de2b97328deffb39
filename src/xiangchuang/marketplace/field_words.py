"""The fields of 3.2 in words, for filters, demands and matches."""

from typing import Any

from django.utils.translation import gettext as _

from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack


def field_choices() -> list[tuple[str, Any]]:
    """Return the fields grouped by orientation, after the empty choice."""
    groups: list[tuple[str, Any]] = [("", _("不分领域"))]
    for orientation in current_pack().orientations:
        groups.append((words(orientation.label), [(f.code, words(f.label)) for f in orientation.fields]))
    return groups


def field_labels() -> dict[str, str]:
    """Return code → label of every field of the policy in force."""
    return {f.code: words(f.label) for o in current_pack().orientations for f in o.fields}
