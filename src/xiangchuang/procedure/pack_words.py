"""Words of the policy pack in the language of the page."""

from collections.abc import Mapping

from django.utils.translation import get_language

from xiangchuang.policy.pack import Label


def words(label: Label | Mapping[str, str]) -> str:
    """Return a label in the language of the page; one kept in a record is a mapping of languages."""
    known = label if isinstance(label, Mapping) else label.model_dump()
    return str(known["en"] if (get_language() or "").startswith("en") else known["zh"])
