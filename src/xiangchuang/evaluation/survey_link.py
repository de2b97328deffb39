"""One-time links of the survey: made from the invitation and the application's key, kept nowhere."""

import hmac
from typing import Final

from django.utils.crypto import salted_hmac

from xiangchuang.evaluation.models import SurveyInvitation

SALT: Final = "xiangchuang.evaluation.survey"
_LONGEST: Final = 100


def token_of(invitation: SurveyInvitation) -> str:
    """Return the token of an invitation's link: its number and a keyed hash of number and nonce."""
    return f"{invitation.pk}-{_digest(invitation)}"


def find_invitation(token: str) -> SurveyInvitation | None:
    """Return the invitation whose link this is, answered or not; None for one that nobody has made.

    The hash is compared in constant time, also where there is no such invitation.
    """
    number, _dash, digest = token[:_LONGEST].partition("-")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) <= 9 else 0
    rows = SurveyInvitation.objects.select_related("subject__round__case", "subject__center", "organization")
    invitation = rows.filter(pk=pk).first()
    made = _digest(invitation or SurveyInvitation(pk=0, nonce=""))
    is_right = hmac.compare_digest(made.encode(), digest.encode())
    return invitation if is_right else None


def _digest(invitation: SurveyInvitation) -> str:
    return salted_hmac(SALT, f"{invitation.pk}:{invitation.nonce}", algorithm="sha256").hexdigest()
