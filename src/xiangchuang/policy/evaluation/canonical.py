"""One document, one text: the bytes of inputs and results, and the hash that names them."""

from __future__ import annotations

import hashlib
from typing import TypeVar

from pydantic import ValidationError

from xiangchuang.canonical_json import canonical_json
from xiangchuang.policy.evaluation.faults import InputsError
from xiangchuang.policy.terms import Model

M = TypeVar("M", bound=Model)


def canonical(document: Model) -> bytes:
    """UTF-8 JSON with sorted keys, no spaces and a line end; decimals are text, so no float is written."""
    values = document.model_dump(mode="json", by_alias=True)
    return f"{canonical_json(values)}\n".encode()


def sha256(document: Model | bytes) -> str:
    """Hexadecimal hash of the document's canonical bytes, or of bytes given."""
    return hashlib.sha256(document if isinstance(document, bytes) else canonical(document)).hexdigest()


def read(content: bytes, model: type[M]) -> M:
    """The document in those bytes; raises ``InputsError`` where they are not one."""
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise InputsError(f"评价数据读不懂：{where}：{first['msg']}") from error
