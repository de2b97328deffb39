"""Published answers among the public texts: found by the search, and read along as a feed."""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy

from xiangchuang.feedback.publish_answer import KIND
from xiangchuang.feedback.queries import public_feedback
from xiangchuang.search.sources import Draft, Source, contribute_source


def contribute_texts() -> None:
    """Let them be found among everything public."""
    contribute_source(Source(KIND, gettext_lazy("问题和建议的答复"), _texts))


def _texts(keys: Collection[str] | None) -> Iterator[Draft]:
    rows = public_feedback() if keys is None else public_feedback().filter(number__in=keys)
    for row in rows.iterator(chunk_size=500):
        body = "\n".join(filter(None, [row.number, row.public_text, row.public_answer, row.change]))
        url = reverse("feedback:answered", args=[row.number])
        yield Draft(row.number, row.public_title, body, url, row.published_at, is_sample=row.is_sample)
