"""Gives each request its actor; the appointments are read when a view first asks."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.calendars import clock


class ActorMiddleware:
    """Sets `request.actor`. A role revoked in mid-session is gone with the next request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = SimpleLazyObject(lambda: Actor.of(request.user, clock.today()))
        cast(ActorRequest, request).actor = cast(Actor, actor)
        return self.get_response(request)
