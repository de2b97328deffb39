"""The page of one verb: shows its form, does it once, keeps what was typed when it is refused."""

from abc import abstractmethod
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from xiangchuang.accounts.actor import Actor
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.pages.typed import whole
from xiangchuang.policy.pack import Stage
from xiangchuang.procedure.errors import NotFound, NotPermitted, Refusal, Stale
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.queries import visible_to
from xiangchuang.procedure.sending import sending, sending_under_way
from xiangchuang.procedure.standing import current_participants, standing
from xiangchuang.procedure.verbs import Verb, exists_in, verbs_of


class ActForm(forms.Form):
    """Base of every verb's form."""

    use_required_attribute = False


class ActView(View):
    """GET shows the form, POST does the verb; `do()` calls the typed verb function.

    A refusal is shown on the same page above the person's own input. A page sent twice (double click,
    Back and again) finds its first sending in the ledger and answers as if it were the first; other words
    from the same version are stale.
    """

    verb: ClassVar[Verb]
    form_class: ClassVar[type[forms.Form]] = ActForm
    template_name: ClassVar[str] = "procedure/act.html"
    done_message: ClassVar[Any] = ""

    request: HttpRequest
    case: Case
    # The form on the page, for what the page adds beside it.
    shown: forms.Form

    @property
    def actor(self) -> Actor:
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        return actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the case among those the actor may see."""
        if not self.actor.is_authenticated:
            from django.contrib.auth.views import redirect_to_login

            return redirect_to_login(request.get_full_path())
        found = visible_to(self.actor).filter(number=kwargs["number"]).first()
        if found is None or not exists_in(self.verb.code, found.matter):
            raise NotFound(_("没有这个案卷，或者它不归您办理。"))
        self.case = found
        with sending(request):
            return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        if not self._sent_before():
            self._refuse_strangers(self._stage)
        form = self.form()
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            message = self.do(form, self.seen)
        except Stale as stale:
            if not self._sent_before():
                return self.refused(form, stale)
            message = ""
        except Refusal as refusal:
            return self.refused(form, refusal)
        messages.success(request, message or self.done_message or _("已办理：%s") % self.worded.label)
        return redirect(self.next_url())

    @abstractmethod
    def do(self, form: forms.Form, seen: int) -> str:
        """Do the verb with the form's data; return what to tell the person, or "" for the usual words."""

    def extra_context(self) -> dict[str, Any]:
        """Return what the verb's own template needs beside the form."""
        return {}

    def initial(self) -> dict[str, Any]:
        """Return the form's first values."""
        return {}

    def form_arguments(self) -> dict[str, Any]:
        """Return further arguments for the form's constructor."""
        return {}

    def next_url(self) -> str:
        return case_url(self.case)

    @property
    def seen(self) -> int:
        """The version of the case that the person's page showed; 0 is never a version."""
        typed = self.request.POST.get("seen", "")
        return whole(typed, 0)

    def form(self) -> forms.Form:
        data = self.request.POST if self.request.method == "POST" else None
        files = self.request.FILES if self.request.method == "POST" else None
        return self.form_class(data, files, initial=self.initial(), **self.form_arguments())

    def refused(self, form: forms.Form, refusal: Refusal) -> HttpResponse:
        """Show the refusal above the form, which still holds all that was typed."""
        return self.page(form, refusal=refusal, status=refusal.status)

    def page(self, form: forms.Form, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
        """Draw the page; nobody without standing is shown one, whatever they have sent."""
        stage, self.shown = self._stage, form
        self._refuse_strangers(stage)
        context = {
            "case": self.case,
            "verb": self.worded,
            "form": form,
            "stage": stage,
            "seen": self.seen or self.case.version,
            "refusal": refusal,
            "case_url": case_url(self.case),
        }
        return render(self.request, self.template_name, context | self.extra_context(), status=status)

    @property
    def worded(self) -> Verb:
        """The verb as the matter of the case words it."""
        verbs = verbs_of(self._stage.kind, self.case.matter)
        return next((verb for verb in verbs if verb.code == self.verb.code), self.verb)

    @property
    def _stage(self) -> Stage:
        return pack_of(self.case).procedures[self.case.kind].stage(self.case.stage_code)

    def _refuse_strangers(self, stage: Stage) -> None:
        participants = current_participants(self.case)
        if not any(standing(self.actor, self.case, role, participants) for role in self._roles(stage)):
            raise NotPermitted(
                _("“%(verb)s”不由您办理。") % {"verb": self.verb.label},
                remedy=_("案卷页的“现在”一栏写明了由谁办理。"),
                clause=stage.clause,
            )

    def _roles(self, stage: Stage) -> set[str]:
        """Return who does the verb: out of its turn that is who holds its own stage, not the present one."""
        if self.verb.role:
            return {self.verb.role, *self.verb.joined_by}
        stages = pack_of(self.case).procedures[self.case.kind].stages
        own: set[str] = {s.role for s in stages if self._belongs_to(s)}
        return {*self.verb.joined_by, *({stage.role} if self._belongs_to(stage) else own)}

    def _belongs_to(self, stage: Stage) -> bool:
        # By code: the same verb may be worded anew for another matter.
        return self.verb.code in {verb.code for verb in verbs_of(stage.kind, self.case.matter)}

    def _sent_before(self) -> bool:
        return (
            entries_of_case(self.case.number)
            .filter(actor=self.actor.ledger_name, detail__sent=sending_under_way())
            .exists()
        )


def case_url(case: Case) -> str:
    """Return the address of the case file."""
    return reverse("workbench:case", args=[case.number])
