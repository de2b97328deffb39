"""The content of an official document as JSON and back: what is stored, hashed and set as PDF and Word."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeAlias

from xiangchuang.documents.official import Block, OfficialDocument, Verification, as_blocks

Stored: TypeAlias = dict[str, Any]
_BLOCK_PARTS = ("kind", "text", "level", "rows", "items", "sha256")


def as_stored(content: OfficialDocument) -> Stored:
    """Return the content as plain values: days as ISO 8601, tuples as lists."""
    return {field.name: _plain(getattr(content, field.name)) for field in fields(content)}


def from_stored(stored: Stored) -> OfficialDocument:
    """Return the content that `as_stored` wrote."""
    values = dict(stored)
    values["issued_on"] = date.fromisoformat(values["issued_on"])
    values["printed_on"] = date.fromisoformat(values["printed_on"]) if values["printed_on"] else None
    values["verification"] = Verification(**values["verification"]) if values["verification"] else None
    values["blocks"] = as_blocks(values["blocks"])
    for name in ("attachments", "copies_to"):
        values[name] = tuple(values[name])
    return OfficialDocument(**values)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Verification):
        return {"code": value.code, "url": value.url}
    if isinstance(value, Block):
        return {name: _plain(getattr(value, name)) for name in _BLOCK_PARTS}
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value
