"""A form page of the library, and the back links all of them share."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.pages.answering import answer_form

Made = Callable[..., forms.Form]


def form_page(
    request: ActorRequest,
    form_class: Made,
    act: Callable[[dict[str, Any]], str],
    *,
    heading: str,
    button: str,
    back: str,
    then: str = "",
    clause: str = "5.2-1",
    initial: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
    template: str = "library/form.html",
    **arguments: Any,
) -> HttpResponse:
    """Show the form, do its act, tell what it said; a refusal keeps all that was typed."""
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted, initial=dict(initial or {}), **arguments)
    return answer_form(
        request, form, act, template=template, then=then or back,
        context={
            "heading": heading, "button": button, "back": back, "clause": clause,
            "version": request.POST.get("version", ""), **(context or {}),
        },
    )  # fmt: skip
