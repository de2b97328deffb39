"""From the figures of an industry to the direction they speak of (3.3-4, 3.3-5, 3.3-6)."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.layouts.choose_mode import AdviceDraft, ReadingDraft, record_advice
from xiangchuang.layouts.models import Direction
from xiangchuang.policy.scan import Advice, Concentration, ConcentrationUnknownError, advise, concentration
from xiangchuang.policy.scan.kept import KeptRelease
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.packs import pack_of_version
from xiangchuang.scans.models import Scan
from xiangchuang.scans.permissions import scanning_office


def advise_direction(
    *,
    actor: Actor,
    scan: Scan,
    release: KeptRelease,
    direction: Direction,
    industry: str,
    year: int,
    field: str = "",
) -> AdviceDraft:
    """Write the scan's advice on the industry to the direction, with the figures it rests on.

    The newest judgement of market and technology written at the scan counts (3.3-6). Raises NotPermitted,
    NotFound, Blocked where the table gives the industry no income in the year.
    """
    scanning_office(actor)
    pack = pack_of_version(scan.policy_version_id)
    try:
        found = concentration(release, industry, year, field=field)
    except ConcentrationUnknownError as error:
        raise Blocked(str(error), remedy=_("换一个行业或年度。"), clause="3.3-4") from error
    judgement = scan.judgements.filter(industry=industry, year=year, field=field).first()
    advice = advise(found, pack, market_not_mature=judgement.market_not_mature if judgement else None)
    draft = _draft(scan, found, advice, field)
    record_advice(actor=actor, direction=direction, advice=draft)
    return draft


def _draft(scan: Scan, found: Concentration, advice: Advice, field: str) -> AdviceDraft:
    asked = {"industry": found.industry, "year": str(found.year), "field": field}
    return AdviceDraft(
        industry=found.industry, year=found.year, source=scan.table.source,
        data_as_of=scan.table.data_as_of.isoformat(), enterprises=found.enterprises,
        readings=[
            ReadingDraft(
                r.threshold.measure, r.value, r.threshold.high_from, r.level, r.threshold.origin or ""
            )
            for r in advice.readings
        ],
        mode=advice.choice.code if advice.choice else "",
        clause=advice.choice.clause if advice.choice else "3.3-4",
        url=f"{reverse('scans:concentration', args=[scan.pk])}?{urlencode(asked)}",
    )  # fmt: skip
