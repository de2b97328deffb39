"""How reminders of deadlines are said, and whether each is still worth sending when a channel would."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.models import Message, Pace
from xiangchuang.pages import figures
from xiangchuang.workbench.due_matters import DueMatter, still_due

NEAR, LATE, OVERSEEN = "deadline_near", "deadline_late", "deadline_overseen"


def values_of(matter: DueMatter) -> dict[str, Value]:
    """Return what the words are filled with; what is to be done in each language of the pages."""
    what = {_key(language): words for language, words in matter.what.items()}
    return {
        **what, "name": matter.name, "subject": matter.subject, "due_on": matter.due_on.isoformat(),
        "item": matter.item, "holder": matter.holder,
    }  # fmt: skip


def _key(language: str) -> str:
    return f"what:{language}"


def _about(values: Mapping[str, Value]) -> str:
    language = translation.get_language() or settings.LANGUAGE_CODE
    what = str(values.get(_key(language)) or values[_key(settings.LANGUAGE_CODE)])
    if not values["subject"]:
        return what
    return _("%(what)s（%(subject)s）") % {"what": what, "subject": values["subject"]}


def _day(values: Mapping[str, Value]) -> str:
    return figures.day_text(_due(values))


def _due(values: Mapping[str, Value]) -> date:
    return date.fromisoformat(str(values["due_on"]))


def _say_near(values: Mapping[str, Value]) -> Said:
    title = _("临近截止：%(about)s") % {"about": _about(values)}
    return Said(title, _("%(day)s 24:00 截止。") % {"day": _day(values)})


def _say_late(values: Mapping[str, Value]) -> Said:
    title = _("已经逾期：%(about)s") % {"about": _about(values)}
    return Said(title, _("%(day)s已截止，尽快办理。") % {"day": _day(values)})


def _say_overseen(values: Mapping[str, Value]) -> Said:
    title = _("逾期未办：%(about)s") % {"about": _about(values)}
    return Said(title, _("%(day)s已截止，已提醒办理的人。") % {"day": _day(values)})


def _still_waits(message: Message) -> bool:
    values = message.values
    return still_due(str(values["name"]), item=values["item"], holder=values["holder"], due_on=_due(values))


def _still_near(message: Message) -> bool:
    """What was to be said before the day is not said after it: by then it is late, and that is told."""
    return _due(message.values) >= clock.today() and _still_waits(message)


KINDS: Final = (
    MessageKind(NEAR, gettext_lazy("截止日提醒"), _say_near, _still_near),
    MessageKind(LATE, gettext_lazy("逾期提醒"), _say_late, _still_waits),
    # One for each matter of the whole division: gathered, so that a head has one letter a day.
    MessageKind(OVERSEEN, gettext_lazy("逾期事项督办"), _say_overseen, _still_waits, Pace.DAILY),
)
