"""The self-check: for anybody on typed numbers, and for staff on what the register has of an organisation."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.queries import visible_to
from xiangchuang.policy.conditions import ConditionJudgement
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.check_conditions import judge_organization
from xiangchuang.proposals.condition_explained import explained_judgements, summary_of
from xiangchuang.proposals.forms.self_check import FieldForm, NumbersForm, WhoForm
from xiangchuang.proposals.permissions import may_lead
from xiangchuang.proposals.self_check import judge_typed


def _explained(judgements: tuple[ConditionJudgement, ...], pack: Pack) -> dict[str, Any]:
    conditions = explained_judgements(judgements, pack.clauses)
    return {"conditions": conditions, "summary": summary_of(conditions)}


@method_decorator(never_cache, name="dispatch")
class SelfCheck(View):
    """Two steps without an account: who, then the numbers; the answer is on the page and nowhere else."""

    def get(self, request: HttpRequest) -> HttpResponse:
        pack = current_pack()
        who = WhoForm(request.GET if "kind" in request.GET else None, pack=pack)
        numbers = None
        if who.is_valid():
            numbers = NumbersForm(pack=pack, kind=who.cleaned_data["kind"], on=clock.today())
        return self._show(pack, who, numbers)

    def post(self, request: HttpRequest) -> HttpResponse:
        pack, today = current_pack(), clock.today()
        who = WhoForm(request.POST, pack=pack)
        if not who.is_valid():
            return self._show(pack, who, None, status=422)
        kind, field = who.cleaned_data["kind"], who.cleaned_data["field"]
        numbers = NumbersForm(request.POST, pack=pack, kind=kind, on=today)
        if not numbers.is_valid():
            return self._show(pack, who, numbers, status=422)
        judged = judge_typed(pack, kind=kind, field=field, typed=numbers.cleaned_data, on=today)
        return self._show(pack, who, numbers, **_explained(judged, pack))

    def _show(
        self, pack: Pack, who: WhoForm, numbers: NumbersForm | None, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {"pack": pack, "clauses": pack.clauses, "who": who, "numbers": numbers}
        if numbers is not None:
            context["kind"] = dict(_flat(who, "kind"))[who.cleaned_data["kind"]]
            context["field"] = dict(_flat(who, "field"))[who.cleaned_data["field"]]
        context |= {"today": clock.today()} | more
        return render(self.request, "proposals/self_check.html", context, status=status)


def _flat(form: WhoForm, name: str) -> list[tuple[str, Any]]:
    """Return the choices of a field without their groups."""
    found: list[tuple[str, Any]] = []
    for value, label in form.fields[name].choices:  # type: ignore[attr-defined]
        found += label if isinstance(label, list | tuple) else [(value, label)]
    return found


@method_decorator(never_cache, name="dispatch")
class RegisterSelfCheck(View):
    """The same conditions on the register's data of an organisation whose register the person may read."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_authenticated:
            return redirect_to_login(request.get_full_path())
        pack, found = current_pack(), self._find(actor, pk)
        form = FieldForm(request.GET if "field" in request.GET else None, pack=pack)
        context: dict[str, Any] = {"pack": pack, "clauses": pack.clauses, "organization": found, "form": form}
        if form.is_valid():
            field = form.cleaned_data["field"]
            judged = judge_organization(found, field=field, subject="lead", pack=pack)
            context |= _explained(judged, pack) | {"now": clock.now()}
        return render(request, "proposals/self_check_register.html", context)

    def _find(self, actor: Actor, pk: int) -> Organization:
        found = visible_to(actor).filter(pk=pk).first()
        if found is None:
            raise NotFound(_("没有这个单位，或者它的登记不归您查看。"))
        if not may_lead(found, current_pack()):
            raise NotFound(_("这类单位不能牵头，没有要自评的条件。"), clause="3.3-1")
        return found
