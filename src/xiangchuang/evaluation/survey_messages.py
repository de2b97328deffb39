"""What served organisations with accounts are told: that they are asked, about whom, until when."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.roles import Role
from xiangchuang.evaluation.models import Round, SurveyInvitation
from xiangchuang.notify import audiences
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.pages import figures

ASKED: Final = "evaluation_asked"
ASKED_ROLES: Final = (Role.SERVED_FIRM, Role.LEAD, Role.MEMBER)
"""Under which appointments an organisation's staff answer for it: those under which they order."""


def tell_asked(invitations: Iterable[SurveyInvitation], round_: Round) -> None:
    """Tell the staff of each organisation that it is asked; one without accounts gets the link only."""
    assert round_.survey_closes_on is not None
    for invitation in invitations:
        center = invitation.subject.center
        tell(
            kind=ASKED,
            to=[audiences.house(role, invitation.organization_id) for role in ASKED_ROLES],
            key=f"{ASKED}:{invitation.pk}",
            subject=center.name,
            values={
                "center": center.name, "invitation": invitation.pk,
                "closes_on": round_.survey_closes_on.isoformat(),
            },
            url=reverse("evaluation:answer-survey", args=[invitation.pk]), clause="6.5-2",
            is_sample=round_.case.is_sample,
        )  # fmt: skip


def _say_asked(values: Mapping[str, Value]) -> Said:
    day = figures.day_text(date.fromisoformat(str(values["closes_on"])))
    return Said(
        _("%(center)s服务评价问卷") % values,
        _("%(day)s 24:00 前回答。中心看不到是谁回答的，也看不到单份答卷。") % {"day": day},
    )


def _still_asked(message: Message) -> bool:
    return SurveyInvitation.objects.filter(pk=message.values["invitation"], is_answered=False).exists()


KINDS: Final = (MessageKind(ASKED, gettext_lazy("服务评价问卷"), _say_asked, _still_asked),)
