"""Pages of the workbench are for people who have signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from xiangchuang.accounts.actor import ActorRequest

Page = Callable[..., HttpResponseBase]


def signed_in(page: Page) -> Page:
    """Let only signed-in people see the page; anyone else signs in first and comes back."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not cast(ActorRequest, request).actor.is_authenticated:
            return cast(HttpResponse, redirect_to_login(request.get_full_path()))
        return page(request, *args, **kwargs)

    return guarded
