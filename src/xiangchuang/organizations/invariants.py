"""What must hold of the register at any time."""

from collections.abc import Iterator

from django.db.models import F

from xiangchuang.accounts.refusals import Invalid
from xiangchuang.organizations.models import CapabilityRecord, FactRecord, Organization
from xiangchuang.organizations.uscc import normalise_uscc


def every_uscc_is_valid() -> Iterator[str]:
    """Yield each organisation whose code would be refused today."""
    for pk, code in Organization.objects.filter(uscc__isnull=False).values_list("pk", "uscc"):
        try:
            sound = code is not None and normalise_uscc(code) == code
        except Invalid:
            sound = False
        if not sound:
            yield f"organization:{pk} has USCC {code}"


def superseded_statements_are_not_current() -> Iterator[str]:
    """Yield each statement that counts although a later one replaced it."""
    for name, model in (("fact", FactRecord), ("capability", CapabilityRecord)):
        for pk in model._default_manager.filter(superseded_by__isnull=False, is_current=True).values_list(
            "pk", flat=True
        ):
            yield f"{name}:{pk} is superseded and current"


def nobody_confirmed_his_own_statement() -> Iterator[str]:
    """Yield each statement confirmed by the one who recorded it."""
    for name, model in (("fact", FactRecord), ("capability", CapabilityRecord)):
        for pk in model._default_manager.filter(confirmed_by=F("recorded_by")).values_list("pk", flat=True):
            yield f"{name}:{pk} is confirmed by its recorder"


def absorbed_organizations_hold_no_register() -> Iterator[str]:
    """Yield each absorbed organisation that statements still hang on, or that others were absorbed into."""
    for name, model in (("facts", FactRecord), ("capabilities", CapabilityRecord)):
        left = model._default_manager.filter(organization__merged_into__isnull=False)
        for pk in left.values_list("organization_id", flat=True).distinct():
            yield f"organization:{pk} is absorbed and has {name}"
    for pk in Organization.objects.filter(merged_into__merged_into__isnull=False).values_list(
        "pk", flat=True
    ):
        yield f"organization:{pk} is absorbed into one that is absorbed itself"


def withdrawn_statements_are_not_current() -> Iterator[str]:
    """Yield each statement that counts although it was withdrawn."""
    for name, model in (("fact", FactRecord), ("capability", CapabilityRecord)):
        wrong = model._default_manager.filter(withdrawn_at__isnull=False, is_current=True)
        for pk in wrong.values_list("pk", flat=True):
            yield f"{name}:{pk} is withdrawn and current"
