"""Accounts, and the dated appointments that say what an account may act as."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.roles import ADMINISTRATORS, NEVER_DELEGATED, Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock


class UserManager(BaseUserManager["User"]):
    """Makes accounts with a hashed password; there is no superuser: rights are appointments."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Return a new saved account; without a password nobody can sign in to it."""
        user = self.model(username=normalise_line(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who can sign in. What the person may do hangs on appointments, never on the account."""

    username = models.CharField(_("账号"), max_length=150, unique=True)
    full_name = models.CharField(_("姓名"), max_length=100)
    email = models.EmailField(_("电子邮箱"), blank=True)
    phone = models.CharField(_("手机"), max_length=30, blank=True)
    is_active = models.BooleanField(_("可登录"), default=True)
    opened_at = models.DateTimeField(_("开户时间"), default=clock.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("账户")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Return the person's name."""
        return self.full_name


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, on: dt.date) -> AppointmentQuerySet:
        """Return the appointments that hold on the day `on`; the last day counts.

        A delegated one holds no longer than the own appointment of whoever delegated it, and their account.
        """
        running = Q(valid_to__isnull=True) | Q(valid_to__gte=on), Q(valid_from__lte=on)
        its_own = Appointment.objects.filter(
            *running, user=OuterRef("delegated_by"), user__is_active=True, role=OuterRef("role"),
            organization=OuterRef("organization"), delegated_by__isnull=True,
        )  # fmt: skip
        return self.filter(*running, Q(delegated_by__isnull=True) | Exists(its_own))

    def overlapping(self, first: dt.date, last: dt.date | None) -> AppointmentQuerySet:
        """Return the appointments that hold on any day from `first` to `last` (None: without end)."""
        touching = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first))
        return touching if last is None else touching.filter(valid_from__lte=last)


class Appointment(models.Model):
    """One person acting as one role for one organisation, from a day, to a day (inclusive) or until ended."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.CharField(_("角色"), max_length=32, choices=Role.choices)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)
    delegated_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="delegations"
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="appointment_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="appointment_role_known"),
            # Handed on for leave: with a last day, to somebody else, and never what is bound to the person.
            models.CheckConstraint(
                condition=Q(delegated_by__isnull=True)
                | (
                    Q(valid_to__isnull=False)
                    & ~Q(role__in=sorted(NEVER_DELEGATED))
                    & ~Q(delegated_by=F("user"))
                ),
                name="appointment_delegated_for_a_time",
            ),
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=Q(valid_to__isnull=True),
                name="appointment_open_once",
            ),
            # Two of the three administrators in one account must not survive even a race of two verbs.
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role__in=sorted(ADMINISTRATORS), valid_to__isnull=True),
                name="appointment_one_administrator_role",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organization", "role"], name="appointment_of_organization")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organization_id}"
