"""Who acts: an account together with the appointments that hold today. Every verb takes one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from xiangchuang.accounts.held_rows import held_rows
from xiangchuang.accounts.models import User
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role


@dataclass(frozen=True)
class HeldAppointment:
    """An appointment in force, as a value: no query hangs on it."""

    role: Role
    organization_id: int
    organization_name: str
    prefecture: str
    delegated_by_id: int | None = None
    delegated_by_name: str = ""

    @property
    def ledger_detail(self) -> dict[str, str]:
        """Return what the ledger adds when the appointment is acted under for somebody on leave."""
        if self.delegated_by_id is None:
            return {}
        return {"delegated_by": f"user:{self.delegated_by_id}", "delegated_by_name": self.delegated_by_name}

    @property
    def organization(self) -> str:
        """Return the organisation's name, as pages print it."""
        return self.organization_name

    @property
    def ledger_name(self) -> str:
        """Return the organisation as the ledger names it."""
        return f"organization:{self.organization_id}"


@dataclass(frozen=True)
class Actor:
    """A person acting, the public (anonymous) or the system itself (system)."""

    user: User | None
    appointments: tuple[HeldAppointment, ...] = ()
    kind: str = field(default="public")

    @classmethod
    def anonymous(cls) -> Actor:
        """Return someone who has not signed in."""
        return cls(user=None)

    @classmethod
    def system(cls) -> Actor:
        """Return the system itself, for what happens by the clock; it holds no role."""
        return cls(user=None, kind="system")

    @classmethod
    def of(cls, user: User | AnonymousUser, on: dt.date) -> Actor:
        """Return `user` with the appointments in force on the day `on`, in one query.

        An appointment holds for the organisations its own has absorbed too: their cases go on naming them.
        An account that may not sign in, and the anonymous user, act as the public.
        """
        if not isinstance(user, User) or not user.is_active:
            return cls.anonymous()
        held: dict[HeldAppointment, None] = {}
        for role, pk, name, area, absorbed, by, by_name in held_rows(user.pk, on):
            for place in (pk, absorbed):
                if place is not None:
                    held[HeldAppointment(Role(role), place, name, area, by, by_name or "")] = None
        # What is one's own comes first: the ledger names a delegation only where it was needed.
        own_first = sorted(held, key=lambda appointment: appointment.delegated_by_id is not None)
        return cls(user=user, appointments=tuple(own_first), kind="user")

    @property
    def is_authenticated(self) -> bool:
        """Return whether a person has signed in."""
        return self.user is not None

    @property
    def name(self) -> str:
        """Return the name the ledger and the pages print."""
        if self.user is not None:
            return str(self.user)
        return _("系统") if self.kind == "system" else _("公众")

    @property
    def ledger_name(self) -> str:
        """Return "user:12", "public" or "system"."""
        return f"user:{self.user.pk}" if self.user is not None else self.kind

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles held, for whatever organisation."""
        return frozenset(held.role for held in self.appointments)

    @property
    def is_department_staff(self) -> bool:
        """Return whether the person serves the science and technology department."""
        return not self.roles.isdisjoint(DEPARTMENT_STAFF)

    @property
    def prefectures(self) -> frozenset[str]:
        """Return the areas the person acts for as city bureau; nobody else acts for an area."""
        return frozenset(held.prefecture for held in self.appointments if held.role is Role.CITY_BUREAU)

    def holds(self, role: Role | str, organization_id: int | None = None) -> bool:
        """Return whether the role is held: for that organisation, or for any when none is named."""
        return self.acting_as([role], organization_id=organization_id) is not None

    def organizations_as(self, role: Role | str) -> frozenset[int]:
        """Return the ids of the organisations the person holds `role` for."""
        return frozenset(held.organization_id for held in self.appointments if held.role == role)

    def acting_as(
        self,
        roles: Iterable[Role | str],
        *,
        organization_id: int | None = None,
        prefecture: str | None = None,
    ) -> HeldAppointment | None:
        """Return the appointment to act under: the first that fits, in the order of `roles`; or None."""
        for role in roles:
            for held in self.appointments:
                if (
                    held.role == role
                    and organization_id in (None, held.organization_id)
                    and prefecture in (None, held.prefecture)
                ):
                    return held
        return None


class ActorRequest(HttpRequest):
    """A request as views see it behind ActorMiddleware (for typing only)."""

    actor: Actor
