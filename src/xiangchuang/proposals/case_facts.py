"""What a case itself states to its conditions: by whom the applicant is recommended (5.1-3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.files.models import StoredFile
from xiangchuang.policy.pack import CaseFact, Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import Recommendation

ACTING = "city_bureau"


@dataclass(frozen=True)
class CaseFactReading:
    """A fact of the case as it stood: `value` "" and no evidence while nothing was recorded."""

    definition: CaseFact
    value: str = ""
    source: str = ""
    at: dt.datetime | None = None
    evidence: StoredFile | None = None


def case_facts_at(case: Case, pack: Pack, moment: dt.datetime) -> list[CaseFactReading]:
    """Return the facts that the pack has a case state, as they stood at `moment`; one query."""
    if not pack.case_facts:
        return []
    given = (
        Recommendation.objects.filter(proposal__case=case, recommended_at__lte=moment)
        .select_related("bureau", "letter")
        .order_by("-recommended_at", "-pk")
        .first()
    )
    return [_reading(definition, given, pack) for definition in pack.case_facts]


def _reading(definition: CaseFact, given: Recommendation | None, pack: Pack) -> CaseFactReading:
    if given is None:
        return CaseFactReading(definition)
    acts_for = next((r for r in pack.recommendation.recommenders if r.acted_for_by == ACTING), None)
    value = given.bureau.name
    if acts_for is not None:
        value = _("%(bureau)s（代%(body)s）") % {"bureau": value, "body": words(acts_for.label)}
    source = _("%(year)d 年推荐，当年第 %(rank)d 位") % {"year": given.year, "rank": given.rank}
    return CaseFactReading(definition, value, source, given.recommended_at, given.letter)
