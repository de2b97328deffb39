"""Lists narrowed by words through the index of public texts."""

from typing import TypeVar

from django.db.models import BigIntegerField, CharField, Model, QuerySet
from django.db.models.functions import Cast

from xiangchuang.search.find import question_of
from xiangchuang.search.holding import answering
from xiangchuang.search.models import PublicText

Row = TypeVar("Row", bound=Model)


def narrowed_by_words(rows: "QuerySet[Row]", text: str, *, kind: str, by: str, named: str) -> "QuerySet[Row]":
    """Return the rows whose public text holds every word; `by` is the field that is the text's key.

    A text without any word is looked for in the field `named`.
    """
    if not text:
        return rows
    question = question_of(text, kind=kind)
    if question is None:
        return rows.filter(**{f"{named}__icontains": text})
    found = PublicText.objects.filter(pk__in=answering(question)).order_by()
    number = Cast("key", BigIntegerField()) if by == "pk" else Cast("key", CharField())
    return rows.filter(**{f"{by}__in": found.values(own=number)})
