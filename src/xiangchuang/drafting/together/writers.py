"""The list of who may write a plan: by which house, since when, until when, given by whom."""

from dataclasses import dataclass
from datetime import date

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.drafting.together.authors import consortium, must_be_author
from xiangchuang.procedure.models import Case


@dataclass(frozen=True)
class WriterLine:
    """One right to write, as its organisation gave it; the actor may end what they gave themselves."""

    appointment: Appointment
    organization: str
    is_lead: bool
    may_end: bool

    @property
    def until(self) -> date | None:
        return self.appointment.valid_to


def writers_of(actor: Actor, case: Case) -> list[WriterLine]:
    """Return everybody who may write the plan today, the lead's people first; raises NotFound."""
    must_be_author(actor, case)
    houses = consortium(case)
    order = {organization.pk: place for place, organization in enumerate(houses)}
    rows = (
        Appointment.objects.in_force(clock.today())
        .filter(role=Role.LEAD, organization__in=houses, user__is_active=True)
        .select_related("user", "organization", "delegated_by")
    )
    lines = [
        WriterLine(
            row, row.organization.name, order[row.organization_id] == 0,
            actor.user is not None and row.delegated_by_id == actor.user.pk,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (order[line.appointment.organization_id], line.appointment.pk))
