"""Whole numbers that come in an address or a hidden field: a page's, a row's, the version a person saw."""

from typing import TypeVar

from django.http import HttpRequest

_T = TypeVar("_T")
MOST_DIGITS = 9
"""Any number of so many digits fits the keys and versions of both databases."""


def whole(text: str, otherwise: _T) -> int | _T:
    """Return the number `text` writes in ASCII digits, or `otherwise` for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else otherwise


def version_seen(request: HttpRequest) -> int:
    """Return the version of the row that the person's page showed; 0 is never a version."""
    return whole(request.POST.get("version", ""), 0)
