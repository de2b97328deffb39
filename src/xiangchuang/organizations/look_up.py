"""Looking an organisation up by its code: found, absorbed by another, mistyped, or not registered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.queries import visible_to
from xiangchuang.organizations.uscc import NearCode, bare_code, near_codes, normalise_uscc

_NEARLY_A_CODE = re.compile(r"[0-9A-Z]{15,20}")
_DIGITS_AT_LEAST = 8
_GUESSES_AT_MOST = 3


@dataclass(frozen=True)
class Lookup:
    """What a code leads to, as far as the person who asks may know.

    code: as it was read. fault: what is wrong with it, "" when its check digit is right. found: the
    organisation of the code. near: registered organisations whose code differs in one place, with that place.
    guesses: places that look miscopied, in words.
    """

    code: str
    fault: str = ""
    found: Organization | None = None
    near: tuple[tuple[Organization, NearCode], ...] = ()
    guesses: tuple[str, ...] = ()

    @property
    def merged_into(self) -> Organization | None:
        """The organisation that absorbed the one found."""
        return self.found.merged_into if self.found is not None else None


def looks_like_a_code(text: str) -> bool:
    """Return whether someone who typed `text` meant a code, right or wrong, and not a name."""
    code = bare_code(text)
    return bool(_NEARLY_A_CODE.fullmatch(code)) and sum(map(str.isdigit, code)) >= _DIGITS_AT_LEAST


def look_up(actor: Actor, text: str) -> Lookup:
    """Return what the code leads to among the organisations the actor may see; one query.

    An organisation of another area looks like one that is not registered.
    """
    shown = visible_to(actor).select_related("merged_into")
    try:
        code = normalise_uscc(text)
    except Invalid as wrong:
        near = {candidate.code: candidate for candidate in near_codes(text)}
        known = [(row, near[row.uscc or ""]) for row in shown.filter(uscc__in=near).order_by("name")]
        return Lookup(
            bare_code(text), str(wrong), near=tuple(known), guesses=() if known else _guesses(near.values())
        )
    return Lookup(code, found=shown.filter(uscc=code).first())


def _guesses(near: Iterable[NearCode]) -> tuple[str, ...]:
    alike = [candidate for candidate in near if candidate.looks_alike]
    return tuple(
        _("第 %(place)d 位“%(found)s”可能是“%(instead)s”")
        % {"place": c.place, "found": c.found, "instead": c.instead}
        for c in alike[:_GUESSES_AT_MOST]
    )
