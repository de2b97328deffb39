"""The rules that hold of signed statements find what somebody changed behind the product's back."""

from tests.reviews.meeting.steps import Meeting
from xiangchuang.reviews import invariants
from xiangchuang.reviews.meeting.models import PanelMeeting, SecondScoring, Statement, StatementSignature


def test_an_honest_meeting_keeps_every_rule_and_each_tampering_breaks_one(talking: Meeting) -> None:
    talking.keep().lay()
    talking.sign_all()
    rules = (
        invariants.a_statement_is_the_text_that_was_hashed,
        invariants.a_signature_is_under_the_text_that_stands,
        invariants.a_signed_statement_has_all_signatures,
        invariants.a_second_scoring_follows_a_first_one_in_a_meeting,
        invariants.a_meeting_begins_when_all_have_been_heard,
    )
    assert [list(rule()) for rule in rules] == [[]] * 5

    Statement.objects.update(text="另一份意见。")
    StatementSignature.objects.filter(seat=talking.seats[0]).update(text_sha256="0" * 64)
    StatementSignature.objects.filter(seat=talking.seats[1]).delete()
    PanelMeeting.objects.update(began_at=None)
    assert [len(list(rule())) for rule in rules] == [1, 1, 1, SecondScoring.objects.count(), 0]
