"""What must hold of the writing of plans at any time."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, Subquery

from xiangchuang.drafting.models import (
    AccessRequest,
    Comment,
    SectionAssignment,
    SectionMark,
    SectionSave,
)
from xiangchuang.drafting.models.access import AccessState
from xiangchuang.drafting.together.authors import AUTHOR_PARTS
from xiangchuang.procedure.models import Participant
from xiangchuang.proposals.models import PlanSection


def no_state_is_ahead_of_its_section() -> Iterator[str]:
    """Yield each kept state of a version that its section has not come to."""
    rows = SectionSave.objects.filter(version__gt=F("section__version"))
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"section_save:{pk} is of a version its section has not come to"


def no_mark_is_ahead_of_its_section() -> Iterator[str]:
    """Yield each mark on a version that its section has not come to."""
    rows = SectionMark.objects.filter(version__gt=F("section__version"))
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"section_mark:{pk} is on a version its section has not come to"


def what_a_section_says_is_its_last_state() -> Iterator[str]:
    """Yield each section whose words differ from the state kept of the same version."""
    kept = SectionSave.objects.filter(section=OuterRef("pk"), version=OuterRef("version"))
    rows = PlanSection.objects.annotate(kept_words=Subquery(kept.values("words")[:1]))
    differing = rows.filter(kept_words__isnull=False).exclude(words=F("kept_words"))
    for pk in differing.order_by("pk").values_list("pk", flat=True):
        yield f"plan_section:{pk} says something else than its last state"


def only_the_consortium_speaks_of_a_plan() -> Iterator[str]:
    """Yield each comment written for an organisation that never had a part in writing the plan."""
    parts = Participant.objects.filter(
        case=OuterRef("thread__case"), organization=OuterRef("organization"), part__in=AUTHOR_PARTS
    )
    for pk in Comment.objects.filter(~Exists(parts)).order_by("pk").values_list("pk", flat=True):
        yield f"comment:{pk} speaks for an organisation outside the consortium"


def a_section_is_given_within_the_consortium() -> Iterator[str]:
    """Yield each assignment to an organisation that never had a part in writing the plan."""
    parts = Participant.objects.filter(
        case=OuterRef("run__case"), organization=OuterRef("organization"), part__in=AUTHOR_PARTS
    )
    for pk in SectionAssignment.objects.filter(~Exists(parts)).order_by("pk").values_list("pk", flat=True):
        yield f"assignment:{pk} is to an organisation outside the consortium"


def a_granted_request_made_the_appointment_it_names() -> Iterator[str]:
    """Yield each granted request whose appointment is another person's, another house's or without an end."""
    rows = AccessRequest.objects.filter(state=AccessState.GRANTED).exclude(
        Q(appointment__user=F("user")),
        Q(appointment__organization=F("organization")),
        Q(appointment__valid_to__isnull=False),
        Q(appointment__delegated_by=F("decided_by")),
    )
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"access_request:{pk} does not match its appointment"
