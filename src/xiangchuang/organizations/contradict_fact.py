"""What was found on the spot against a figure of the register (5.2-1): the figure is looked at anew."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.organizations.fact_values import FactValue
from xiangchuang.organizations.models import FactContradiction, FactRecord


def contradict_fact(
    *, actor: Actor, fact: FactRecord, found: FactValue, source: str, case_number: str, remark: str
) -> FactContradiction:
    """Record that `found` is not what the register says, and take the fact's confirmation back.

    Nothing is corrected here: the organisation corrects its figure with evidence, or those who confirm
    confirm it again, seeing what was found. Whoever calls has asked whether the actor may say so.
    Raises Invalid without a remark, for another kind of value, or for the figure the register has.
    """
    said = normalise_text(remark)
    if not said:
        raise Invalid(_("写明现场核对的情况：看了什么凭证，差在哪里。"))
    if found.kind is not fact.value.kind or found.amount == fact.value.amount:
        raise Invalid(_("核对数值与登记数值相同，或者不是同一种数。"))
    assert actor.user is not None
    with transaction.atomic():
        contradiction, made = FactContradiction.objects.get_or_create(
            fact=fact,
            source=within(FactContradiction, "source", normalise_line(source)),
            defaults={
                "found_amount": int(found.amount),
                "case_number": case_number,
                "remark": said,
                "recorded_by": actor.user,
            },
        )
        if made:
            FactRecord.objects.filter(pk=fact.pk).update(confirmed_by=None, confirmed_at=None)
            write_entry(
                actor, verb="contradict_fact", subject=f"fact:{fact.pk}", case_number=case_number,
                clause="5.2-1", detail={"registered": int(fact.value.amount), "found": int(found.amount)},
            )  # fmt: skip
    return contradiction
