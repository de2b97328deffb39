"""Opening and closing accounts, and the three administrators a new installation starts with."""

from collections.abc import Mapping

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.roles import ADMINISTRATORS, Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import Organization


def open_account(
    *, actor: Actor, username: str, full_name: str, password: str, email: str = "", phone: str = ""
) -> User:
    """Return a new account without any role.

    Raises NotPermitted unless a system administrator acts; Invalid for an empty or taken name or a weak
    password.
    """
    acting = actor.acting_as([Role.SYSTEM_ADMIN])
    if acting is None:
        raise NotPermitted(_("账户由系统管理员开立。"), remedy=_("联系本系统的系统管理员。"))
    with transaction.atomic():
        user = _new_account(username, full_name, password, email=email, phone=normalise_line(phone))
        write_entry(
            actor,
            verb="open_account",
            acting=acting,
            subject=f"user:{user.pk}",
            detail={"username": user.username},
        )
    return user


def close_account(*, actor: Actor, user: User) -> None:
    """Let nobody sign in with the account any more; what it did stays. Raises NotPermitted, Stale."""
    acting = actor.acting_as([Role.SYSTEM_ADMIN])
    if acting is None or user == actor.user:
        raise NotPermitted(_("账户由另一名系统管理员停用。"), remedy=_("联系本系统的系统管理员。"))
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
            raise Stale(_("该账户已经停用。"), remedy=_("刷新页面查看现状。"))
        user.is_active = False
        write_entry(actor, verb="close_account", acting=acting, subject=f"user:{user.pk}")


def install_administrators(
    *, organization: Organization, accounts: Mapping[Role, tuple[str, str, str]]
) -> dict[Role, User]:
    """Open the first three administrators of an empty installation; `accounts` maps each of the three
    roles to (username, full name, password).

    Raises Invalid unless exactly the three are given, Blocked once any administrator exists.
    """
    if set(accounts) != ADMINISTRATORS:
        raise Invalid(_("首次安装须同时开立系统、安全、审计三名管理员。"), remedy=_("补齐三名管理员。"))
    opened: dict[Role, User] = {}
    with transaction.atomic():
        if Appointment.objects.filter(role__in=ADMINISTRATORS).exists():
            raise Blocked(_("本系统已有管理员。"), remedy=_("由现任安全管理员办理任职。"))
        for role, (username, full_name, password) in accounts.items():
            user = opened[role] = _new_account(username, full_name, password)
            Appointment.objects.create(
                user=user, organization=organization, role=role, valid_from=clock.today()
            )
        write_entry(
            Actor.system(),
            verb="install_administrators",
            subject=f"organization:{organization.pk}",
            detail={role.value: opened[role].pk for role in opened},
        )
    return opened


def _new_account(username: str, full_name: str, password: str, **fields: str) -> User:
    username = within(User, "username", normalise_line(username))
    full_name = within(User, "full_name", normalise_line(full_name))
    if not username or not full_name:
        raise Invalid(_("账号或姓名为空。"), remedy=_("两项都填写。"))
    if User.objects.filter(username__iexact=username).exists():
        raise Invalid(_("账号“%(name)s”已被使用。") % {"name": username}, remedy=_("换一个账号。"))
    try:
        validate_password(password, User(username=username, full_name=full_name))
    except ValidationError as error:
        raise Invalid(
            _("密码过于简单：") + "".join(error.messages), remedy=_("换一个更长的密码。")
        ) from error
    return User.objects.create_user(username, password, full_name=full_name, **fields)
