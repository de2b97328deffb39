"""What happened to a version, a direction or a demand, as the ledger keeps it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from xiangchuang.ledger.act_words import act_words
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.pages.parts import Entry

_MOST = 60


def history_of(ledger_key: str) -> list[Entry]:
    """Return the acts under that key, newest first; whoever calls has found the row by visible_to."""
    rows = entries_of_case(ledger_key).order_by("-id")[:_MOST]
    return [
        Entry(
            row.at,
            _who(row.actor_name, row.on_behalf_name),
            act_words(row.verb),
            row.clause,
            _said(row.detail),
        )
        for row in rows
    ]


def _who(person: str, house: str) -> str:
    return _("%(house)s %(person)s") % {"house": house, "person": person} if house else person


def _said(detail: Mapping[str, object]) -> str:
    return str(detail.get("reason") or detail.get("text") or "")
