"""A person's judgement of market and technology, which no figure stands for (3.3-6)."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.accounts.text import normalise_text
from xiangchuang.scans.models import ModeJudgement, Scan
from xiangchuang.scans.permissions import scanning_office


def judge_mode(
    *,
    actor: Actor,
    scan: Scan,
    industry: str,
    year: int,
    market_is_mature: bool,
    technology_push: bool,
    enterprises_important: bool,
    reason: str,
    field: str = "",
) -> ModeJudgement:
    """Write down what the person found of the industry, with the reason; an earlier judgement stays.

    Raises NotPermitted, Blocked before the scan is done, Invalid without a reason.
    """
    office, user = scanning_office(actor)
    if not scan.is_done:
        raise Blocked(_("扫描还没有完成，没有可以依据的数据。"), remedy=_("等扫描完成后再写判断。"))
    if not (words := normalise_text(reason)):
        raise Invalid(_("写明判断的理由：依据哪些材料，为何这样认定。"), clause="3.3-6")
    with transaction.atomic():
        judgement = ModeJudgement.objects.create(
            scan=scan, industry=industry, field=field, year=year, market_is_mature=market_is_mature,
            technology_push=technology_push, enterprises_important=enterprises_important,
            reason=within(ModeJudgement, "reason", words), by=user,
        )  # fmt: skip
        write_entry(
            actor, verb="judge_mode", acting=office, subject=f"scan:{scan.pk}", clause="3.3-6",
            detail={
                "industry": industry, "year": year, "market_is_mature": market_is_mature,
                "technology_push": technology_push, "enterprises_important": enterprises_important,
            },
        )  # fmt: skip
    return judgement
