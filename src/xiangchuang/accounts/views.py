"""Sign-in, sign-out and password, each with its ledger entry. Lock-out is axes' work."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.forms import PasswordForm, SignInForm
from xiangchuang.calendars import clock
from xiangchuang.pages.settings_tabs import settings_tabs


def _enter(request: HttpRequest, verb: str) -> None:
    actor = Actor.of(request.user, clock.today())
    write_entry(actor, verb=verb, subject=actor.ledger_name)


class SignIn(views.LoginView):
    """Sign in and go to the work list, or on to the page asked for."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Open the session and write the sign-in, both or neither."""
        with transaction.atomic():
            response = super().form_valid(form)
            _enter(self.request, "sign_in")
        return response


class SignOut(views.LogoutView):
    """Sign out, by POST only: a link of another page must not do it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Write the sign-out while it is known who leaves, then end the session."""
        with transaction.atomic():
            if request.user.is_authenticated:
                _enter(request, "sign_out")
            return super().post(request, *args, **kwargs)


class ChangePassword(views.PasswordChangeView):
    """Change one's own password; this session stays, other sessions of the account end."""

    template_name = "accounts/password.html"
    form_class = PasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Put the page among those of 设置."""
        return super().get_context_data(tabs=settings_tabs("accounts:password"), **kwargs)

    def get_success_url(self) -> str:
        """Return the first page after sign-in."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def form_valid(self, form: Any) -> HttpResponse:
        """Change the password and write that it was changed, never the password."""
        with transaction.atomic():
            response = super().form_valid(form)
            _enter(self.request, "change_password")
        messages.success(self.request, _("密码已更改，其他地方的登录已退出。"))
        return response
