"""Which words a paper is made with today: the office's latest version, else the pack's first."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xiangchuang.accounts.refusals import Blocked
from xiangchuang.canonical_json import json_sha256
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import WordingText
from xiangchuang.procedure.packs import current_pack
from xiangchuang.wordings.models import WordingVersion

FIRST = 0
"""Number of the version that the pack ships."""


@dataclass(frozen=True)
class InForce:
    """The words and where they come from; `version` is None for the pack's own."""

    text: WordingText
    version: WordingVersion | None
    sha256: str

    @property
    def number(self) -> int:
        """Its number: 0 for the pack's own."""
        return self.version.number if self.version else FIRST


def wording_in_force(kind: str, pack: Pack) -> InForce:
    """Return the words for that kind of paper; raises Blocked where nobody has written any."""
    found = find_in_force(kind, pack)
    if found is None:
        raise Blocked(
            _("这种文书还没有措辞：政策包没有带，省厅也没有写。"),
            remedy=_("由处室负责人在“文书措辞”中发布第一版后再办理。"),
        )
    return found


def find_in_force(kind: str, pack: Pack) -> InForce | None:
    """Return the words for that kind of paper, or None.

    A case pinned to a pack that shipped no words yet is told in those of the pack in use now.
    """
    version = WordingVersion.objects.filter(pack=pack.code, kind=kind).first()
    if version is not None:
        return InForce(read_text(version.body), version, version.body_sha256)
    first = first_text(kind, pack)
    return None if first is None else InForce(first, None, json_sha256(as_stored(first)))


def first_text(kind: str, pack: Pack) -> WordingText | None:
    """Return the pack's own words, or None."""
    shipped = pack.wordings.wording(kind)
    if shipped is None and (current := current_pack()).code == pack.code:
        shipped = current.wordings.wording(kind)
    return shipped.text if shipped else None


def as_stored(text: WordingText) -> dict[str, Any]:
    """Return the words as plain values, as they are kept and hashed."""
    return text.model_dump(mode="json")


def read_text(body: dict[str, Any]) -> WordingText:
    """Return the words that `as_stored` wrote."""
    return WordingText.model_validate_json(json.dumps(body))
