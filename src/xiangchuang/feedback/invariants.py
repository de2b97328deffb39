"""What must hold of feedback at any time."""

from collections.abc import Iterator

from xiangchuang.documents.personal import find_personal_data
from xiangchuang.feedback.models import Feedback
from xiangchuang.feedback.queries import public_feedback


def nothing_published_holds_personal_data() -> Iterator[str]:
    """Yield each published feedback whose texts name somebody's number, address or account."""
    for row in public_feedback():
        words = "\n".join([row.public_title, row.public_text, row.public_answer, row.change])
        if find_personal_data(words):
            yield f"{row.number}: personal data in what is public"


def every_answer_stands_in_the_history() -> Iterator[str]:
    """Yield each answered feedback whose history does not say who answered."""
    answered = Feedback.objects.filter(answered_at__isnull=False)
    for number in answered.exclude(steps__verb="answer_feedback").values_list("number", flat=True):
        yield f"{number}: answered, and nobody has answered it"
