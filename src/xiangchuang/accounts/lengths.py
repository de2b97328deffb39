"""Text that is longer than its column is refused in words, before the database refuses it in its own."""

from django.db import models
from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Invalid


def within(model: type[models.Model], name: str, text: str) -> str:
    """Return `text`, or raise Invalid when the column `name` of `model` does not hold it."""
    column = model._meta.get_field(name)
    if isinstance(column, models.Field) and column.max_length is not None and len(text) > column.max_length:
        raise Invalid(
            _("“%(label)s”超过 %(most)d 个字。") % {"label": column.verbose_name, "most": column.max_length},
            remedy=_("缩短后重新提交。"),
        )
    return text
