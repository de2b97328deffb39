"""What must hold at any time of meetings, second scorings and signed statements."""

from collections.abc import Iterator

from django.db.models import F, Q

from xiangchuang.canonical_json import text_sha256
from xiangchuang.reviews.meeting.models import PanelMeeting, SecondScoring, Statement, StatementSignature
from xiangchuang.reviews.meeting.statement import missing_signatures
from xiangchuang.reviews.models import Review, SeatState


def a_statement_is_the_text_that_was_hashed() -> Iterator[str]:
    """Yield each statement whose text is no longer the one its hash names."""
    for statement in Statement.objects.order_by("pk").iterator():
        if text_sha256(statement.text) != statement.text_sha256:
            yield f"statement {statement.pk}: other text"


def a_signature_is_under_the_text_that_stands() -> Iterator[str]:
    """Yield each signature under another text, and those of people who are not on the panel."""
    astray = StatementSignature.objects.exclude(text_sha256=F("statement__text_sha256"))
    yield from (f"signature {pk}: under another text" for pk in astray.values_list("pk", flat=True))
    strangers = StatementSignature.objects.exclude(seat__panel=F("statement__meeting__panel")) | (
        StatementSignature.objects.filter(seat__state__in=(SeatState.RECUSED, SeatState.REMOVED))
    )
    yield from (f"signature {pk}: not of the panel" for pk in strangers.values_list("pk", flat=True))


def a_signed_statement_has_all_signatures() -> Iterator[str]:
    """Yield each statement that counts as signed while somebody who was there has not signed."""
    for statement in Statement.objects.filter(signed_at__isnull=False).order_by("pk"):
        if missing_signatures(statement):
            yield f"statement {statement.pk}: signed by some only"


def a_second_scoring_follows_a_first_one_in_a_meeting() -> Iterator[str]:
    """Yield each second scoring without a submitted review, or before its panel has met."""
    astray = SecondScoring.objects.filter(
        Q(review__submitted_at__isnull=True)
        | Q(meeting__began_at__isnull=True)
        | Q(decided_at__lt=F("meeting__began_at"))
    )
    yield from (f"second scoring {pk}: out of its turn" for pk in astray.values_list("pk", flat=True))


def a_meeting_begins_when_all_have_been_heard() -> Iterator[str]:
    """Yield each meeting that began before a review it rests on was submitted."""
    late = Review.objects.filter(second__isnull=False, submitted_at__gt=F("second__meeting__began_at"))
    met = PanelMeeting.objects.filter(second_scorings__review__in=late).distinct().order_by("pk")
    yield from (f"meeting {pk}: began before a review" for pk in met.values_list("pk", flat=True))
