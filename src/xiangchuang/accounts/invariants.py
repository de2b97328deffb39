"""What must hold of accounts at any time, whoever wrote the rows."""

from collections.abc import Iterator
from itertools import combinations, groupby

from xiangchuang.accounts.appoint import must_not_meet
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.roles import ADMINISTRATORS, Role


def administrators_stand_apart() -> Iterator[str]:
    """Yield each pair of appointments of one account, in force together, that must not meet."""
    holders = Appointment.objects.filter(role__in=ADMINISTRATORS).values("user")
    rows = Appointment.objects.filter(user__in=holders).order_by("user_id", "pk")
    for user_id, appointments in groupby(rows, key=lambda row: row.user_id):
        for one, other in combinations(list(appointments), 2):
            together = (one.valid_to is None or other.valid_from <= one.valid_to) and (
                other.valid_to is None or one.valid_from <= other.valid_to
            )
            if together and must_not_meet(Role(one.role), Role(other.role)):
                yield f"user:{user_id} holds {one.role} and {other.role}"
