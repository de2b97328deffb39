"""What waits for a person, as the daily digest says it: the work list and the errands."""

from collections.abc import Iterator
from typing import Final

from django.urls import reverse

from xiangchuang.accounts.actor import Actor
from xiangchuang.notify.waiting import Waiting
from xiangchuang.procedure.errands import errands_of
from xiangchuang.procedure.work_list import work_list
from xiangchuang.proposals.reading_mask import shown_title
from xiangchuang.workbench.due_days import DueDays
from xiangchuang.workbench.wording import work_words

# A mail of more lines is not read; the page has them all.
_LONGEST: Final = 50


def waiting_lines(actor: Actor) -> Iterator[Waiting]:
    """Yield the items of cases and the errands, each with the working days left."""
    due = DueDays()
    for item in work_list(actor, limit=_LONGEST).items:
        left = due.left(item.due_on) if item.due_on else None
        url = reverse("workbench:case", args=[item.case.number])
        yield Waiting(work_words(item), shown_title(actor, item.case), url, item.due_on, left)
    for errand in errands_of(actor)[:_LONGEST]:
        left = due.left(errand.due_on) if errand.due_on else None
        yield Waiting(errand.what, errand.subject, errand.url, errand.due_on, left)
