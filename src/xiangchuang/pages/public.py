"""Marks a page that says the same to everybody, so that it may be kept for a short time."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]
_MARK = "says_the_same_to_everybody"


def public_page(view: View) -> View:
    """Let the view's answers be kept for readers who are not signed in; it is only read, never posted to.

    The view must draw nothing from who asks: no token, no name, no errand.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        setattr(response, _MARK, True)
        return response

    return require_safe(marked)


def is_public_page(response: HttpResponse) -> bool:
    """Return whether the answer comes from a view so marked."""
    return getattr(response, _MARK, False)
