"""Numbers and titles as they are compared: what two rows mean by the same number or the same title."""

import re
import unicodedata
from typing import Any

from django.db import models

_PREFIX = re.compile(r"^(?:ZL|专利号|申请号|登记号|CN(?=\d))")


def number_key(number: str) -> str:
    """Return a number as it is compared: "ZL 2024 1 0123456.7" and "202410123456.7" are one patent."""
    text = re.sub(r"[^0-9A-Z一-鿿]", "", unicodedata.normalize("NFKC", number).upper())
    return _PREFIX.sub("", text)


def title_key(title: str) -> str:
    """Return a title as it is compared: letters, digits and characters only, whatever the width or case."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", title).casefold())


class KeyField(models.CharField[Any, Any]):
    """Keeps another column as it is compared; written whenever the row is."""

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        kwargs.setdefault("max_length", 400)
        super().__init__(*args, **{**kwargs, "blank": True, "editable": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def key_of(self, row: models.Model) -> str:
        """Return the key of a row's column."""
        text = str(getattr(row, self.of))
        return number_key(text) if self.of == "number" else title_key(text)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = self.key_of(model_instance)
        setattr(model_instance, self.attname, key)
        return key
