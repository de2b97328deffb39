"""What every page with a form of its own does: check, do, tell; or refuse and keep what was typed."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xiangchuang.accounts.refusals import Refusal

Act = Callable[[dict[str, Any]], str]


def answer_form(
    request: HttpRequest,
    form: forms.Form,
    act: Act,
    *,
    template: str,
    context: Mapping[str, Any],
    then: str,
) -> HttpResponse:
    """Show the form; on POST do `act` with its data, say what it returned, and go to `then`.

    A fault in the form or a refusal shows the same page with status 422 (or the refusal's own) and keeps
    all that was typed.
    """
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                messages.success(request, act(form.cleaned_data))
                return redirect(then)
            except Refusal as refused:
                refusal, status = refused, refused.status
    return render(request, template, {**context, "form": form, "refusal": refusal}, status=status)
