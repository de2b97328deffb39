"""The page 请假委托: what one handed on and received, a new one, the end of one before its day."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.appoint import end_appointment
from xiangchuang.accounts.delegate import colleagues, delegable, delegate, delegations_of
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import Organization
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.settings_tabs import settings_tabs
from xiangchuang.pages.signed_in import signed_in

HOME = "accounts:delegations"
_DAY_SAYS = {"required": gettext_lazy("填写日期。"), "invalid": gettext_lazy("日期写成 2026-11-23 的样子。")}
_CHOOSE = {"required": gettext_lazy("从列表中选择。"), "invalid_choice": gettext_lazy("从列表中选择。")}


def _day(label: Any, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, help_text=hint, error_messages=_DAY_SAYS)


class DelegationForm(forms.Form):
    """Which of one's appointments, to which colleague, from when to when."""

    use_required_attribute = False

    appointment = forms.ChoiceField(label=gettext_lazy("委托哪项任职"), error_messages=_CHOOSE)
    colleague = forms.ChoiceField(
        label=gettext_lazy("委托给"), error_messages=_CHOOSE, help_text=gettext_lazy("在同一单位任职的同事。")
    )
    valid_from = _day(gettext_lazy("自"))
    valid_to = _day(gettext_lazy("至"), gettext_lazy("当日 24:00 自动结束，不必再操作。"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = clock.today()
        own = {(held.role, held.organization_name): held for held in reversed(delegable(actor))}
        self._appointments = {f"{held.role}:{held.organization_id}": held for held in own.values()}
        people = {
            str(user.pk): user
            for organization in {held.organization_id for held in own.values()}
            for user in colleagues(actor, organization)
        }
        self._people = people
        _offer(
            self.fields["appointment"],
            [
                (code, f"{held.role.label} · {held.organization_name}")
                for code, held in self._appointments.items()
            ],
        )
        _offer(self.fields["colleague"], [(pk, user.full_name) for pk, user in people.items()])

    @property
    def has_colleagues(self) -> bool:
        """Whether there is anybody to hand anything to."""
        return bool(self._appointments and self._people)

    def given(self) -> dict[str, Any]:
        """Return what the verb takes."""
        data = self.cleaned_data
        held = self._appointments[data["appointment"]]
        return {
            "user": self._people[data["colleague"]], "role": Role(held.role),
            "organization": Organization.objects.get(pk=held.organization_id),
            "valid_from": data["valid_from"], "valid_to": data["valid_to"],
        }  # fmt: skip


def _offer(field: Any, choices: list[tuple[str, str]]) -> None:
    field.choices = [("", _("选择…")), *choices] if len(choices) != 1 else choices


@signed_in
@require_safe
def delegations(request: ActorRequest) -> HttpResponse:
    """List what the person handed on and received."""
    today, user = clock.today(), request.actor.user
    rows = list(delegations_of(request.actor))
    context = {
        "tabs": settings_tabs(HOME), "may_delegate": bool(delegable(request.actor)),
        "given": [(row, _state(row)) for row in rows if row.delegated_by == user],
        "received": [(row, _state(row)) for row in rows if row.user == user],
        "today": today,
    }  # fmt: skip
    return render(request, "accounts/delegations.html", context)


def _state(row: Appointment) -> str:
    today = clock.today()
    if row.valid_to is not None and row.valid_to < today:
        return "done"
    return "current" if row.valid_from <= today else "waiting"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_delegation(request: ActorRequest) -> HttpResponse:
    """Hand one's own appointment on for dated days."""
    form = DelegationForm(request.POST if request.method == "POST" else None, actor=request.actor)

    def act(data: dict[str, Any]) -> str:
        made = delegate(actor=request.actor, **form.given())
        return _("已委托给%(name)s，对方会收到消息。") % {"name": made.user}

    back = reverse(HOME)
    return answer_form(
        request, form, act, template="accounts/delegation.html", context={"back": back}, then=back
    )


@signed_in
@require_POST
def end_delegation(request: ActorRequest, pk: int) -> HttpResponse:
    """End what one handed on before its day."""
    user = request.actor.user
    found = delegations_of(request.actor).filter(pk=pk, delegated_by=user).first()
    if found is None:
        raise NotFound(_("没有这项委托，或者它不是您给出的。"))
    end_appointment(actor=request.actor, appointment=found, on=max(clock.today(), found.valid_from))
    messages.success(request, _("委托到今天为止，明天起对方不再代您办理。"))
    return redirect(HOME)
