"""What people are told of feedback: that it came, whose it is, that it is late, that it was answered."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.roles import Role
from xiangchuang.feedback.models import Feedback, FeedbackState, Level
from xiangchuang.feedback.rules import CLAUSE, MAJOR
from xiangchuang.notify import audiences
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.pages import figures

FILED, ASSIGNED, LATE, ESCALATED, ANSWERED = (
    "feedback_filed", "feedback_assigned", "feedback_late", "feedback_escalated", "feedback_answered",
)  # fmt: skip
_ROLE_OF_LEVEL: Final = {Level.DIVISION_HEAD: Role.DIVISION_HEAD, Level.LEADERSHIP: Role.LEADERSHIP}


def tell_filed(row: Feedback) -> None:
    """Tell the officers that one has come and waits to be given out."""
    _tell(FILED, row, [audiences.department(Role.OFFICER)], "filed")


def tell_assigned(row: Feedback) -> None:
    """Tell the officer whose it is now."""
    if row.owner_id is not None:
        # Who gets it back after it was elsewhere is told anew.
        _tell(ASSIGNED, row, [audiences.person(row.owner_id)], f"assigned:{row.version}")


def tell_late(row: Feedback) -> None:
    """Tell its owner, and those whom it was brought up to, that its day has passed."""
    to = [audiences.person(row.owner_id)] if row.owner_id is not None else []
    _tell(LATE, row, [*to, _overseers(row)], f"late:{row.level}")


def tell_escalated(row: Feedback) -> None:
    """Tell those whom a major matter was brought up to."""
    _tell(ESCALATED, row, [_overseers(row)], f"escalated:{row.level}", MAJOR)


def tell_answered(row: Feedback) -> None:
    """Tell its filer; who did not sign in reads it under the receipt."""
    if row.filed_by_id is not None:
        url = reverse("feedback:own", args=[row.pk])
        _tell(ANSWERED, row, [audiences.person(row.filed_by_id)], "answered", url=url)


def _overseers(row: Feedback) -> str:
    return audiences.department(_ROLE_OF_LEVEL[Level(row.level)])


def _tell(
    kind: str, row: Feedback, to: Iterable[str], occasion: str, clause: str = CLAUSE, *, url: str = ""
) -> None:
    tell(
        kind=kind, to=to, key=f"feedback:{row.pk}:{occasion}", subject=row.title,
        values={
            "feedback": row.pk, "number": row.number, "title": row.title,
            "owner": row.owner_id, "level": int(row.level),
            "due_on": row.due_on.isoformat() if row.due_on else "",
        },
        url=url or reverse("feedback:item", args=[row.pk]), clause=clause, is_sample=row.is_sample,
    )  # fmt: skip


def _until(values: Mapping[str, Value]) -> str:
    if not values["due_on"]:
        return ""
    return _("应在%(day)s前答复。") % {"day": figures.day_text(date.fromisoformat(str(values["due_on"])))}


def _say_filed(values: Mapping[str, Value]) -> Said:
    return Said(_("收到反馈，等分办：%(title)s（%(number)s）") % values, _until(values))


def _say_assigned(values: Mapping[str, Value]) -> Said:
    return Said(_("交给您办理的反馈：%(title)s（%(number)s）") % values, _until(values))


def _say_late(values: Mapping[str, Value]) -> Said:
    return Said(_("反馈逾期没有答复：%(title)s（%(number)s）") % values, _until(values))


def _say_escalated(values: Mapping[str, Value]) -> Said:
    return Said(_("提请协调的重大问题：%(title)s（%(number)s）") % values, _until(values))


def _say_answered(values: Mapping[str, Value]) -> Said:
    return Said(_("您的反馈有了答复：%(title)s（%(number)s）") % values)


def _unanswered(message: Message) -> bool:
    rows = Feedback.objects.filter(~Q(state=FeedbackState.ANSWERED), pk=message.values["feedback"])
    return rows.exists()


def _still_waits(message: Message) -> bool:
    return Feedback.objects.filter(state=FeedbackState.FILED, pk=message.values["feedback"]).exists()


def _still_yours(message: Message) -> bool:
    rows = Feedback.objects.filter(state=FeedbackState.ASSIGNED, owner=message.values["owner"])
    return rows.filter(pk=message.values["feedback"]).exists()


def _late_for_whom_it_was(message: Message) -> bool:
    """Who has handed it over meanwhile is not pressed for it any more."""
    owner = message.values["owner"]
    if owner is not None and message.audience == audiences.person(int(str(owner))):
        return _still_yours(message)
    return _unanswered(message)


KINDS: Final = (
    MessageKind(FILED, gettext_lazy("收到问题或建议"), _say_filed, _still_waits),
    MessageKind(ASSIGNED, gettext_lazy("交办的反馈"), _say_assigned, _still_yours),
    MessageKind(LATE, gettext_lazy("反馈逾期未答复"), _say_late, _late_for_whom_it_was),
    MessageKind(ESCALATED, gettext_lazy("提请协调的反馈"), _say_escalated, _unanswered),
    MessageKind(ANSWERED, gettext_lazy("反馈的答复"), _say_answered),
)
