"""The doors of a case that stay shut to an expert who reads under a mask: all but those of the own task."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.queries import visible_to
from xiangchuang.proposals.reading_mask import mask_for
from xiangchuang.workbench.middleware import refusal_page

_OWN_APP: Final = "reviews"
_OWN_PAGES: Final = frozenset({"workbench:case"})


class BlindReaderMiddleware:
    """Answers 404 to a masked reader for every page of the case that was not made for such a reader.

    A page that is added later is shut until somebody has looked at what it names.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.namespace == _OWN_APP or match.view_name in _OWN_PAGES:
            return None
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if "expert" not in actor.roles or not match.route.startswith("cases/<str:number>/"):
            return None
        case = visible_to(actor).filter(number=kwargs["number"]).first()
        if case is None or mask_for(actor, case) is None:
            return None
        return refusal_page(request, NotFound(_("专家组会议前，这一页不向审阅方案的专家提供。")))
