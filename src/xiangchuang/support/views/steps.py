"""The page of every step on an agreement, a promise, a project or a problem, and what their pages share."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import Blocked, NotPermitted
from xiangchuang.files.models import StoredFile
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.parts import Action
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.support.draft_agreement import (
    AgreementDraft,
    add_commitment,
    amend_agreement,
    end_agreement,
    sign_for_department,
    sign_for_partner,
)
from xiangchuang.support.forms import (
    AcceptForm,
    AgreedPromiseForm,
    AgreementForm,
    AssignForm,
    DecisionForm,
    EvidenceForm,
    OptionalWordsForm,
    PlainForm,
    ProjectForm,
    ReasonForm,
    TakeOnForm,
    WordsForm,
)
from xiangchuang.support.keep_commitment import (
    confirm_kept,
    confirm_partly,
    declare_broken,
    dispute_performance,
    report_performance,
)
from xiangchuang.support.models import Commitment, Problem, ProjectProposal, SupportAgreement
from xiangchuang.support.promise import PromiseDraft, decline_asked, promise_asked
from xiangchuang.support.propose_project import (
    ProjectDraft,
    accept_project,
    amend_project,
    close_project,
    refuse_project,
    report_progress,
    return_project,
    submit_project,
)
from xiangchuang.support.queries import find_matter
from xiangchuang.support.raise_problem import (
    answer_problem,
    assign_problem,
    close_problem,
    escalate_problem,
)
from xiangchuang.support.sides import Matter
from xiangchuang.support.verbs import ACT_WORDS, CLAUSES, VERBS, Verb, acting_on, name_of, offered_verbs
from xiangchuang.support.views.finding import ENDINGS, stored

FORM: Final = "support/form.html"
_MODELS: Final[dict[str, Any]] = {
    "agreement": SupportAgreement, "commitment": Commitment, "project": ProjectProposal, "problem": Problem,
}  # fmt: skip
Do = Callable[..., object]
_STEPS: Final[Mapping[str, tuple[type[forms.Form], Do]]] = {
    "agreement_sign_for_department": (PlainForm, sign_for_department),
    "agreement_sign_for_partner": (PlainForm, sign_for_partner),
    "agreement_amend": (AgreementForm, amend_agreement),
    "agreement_add_commitment": (AgreedPromiseForm, add_commitment),
    "agreement_end": (ReasonForm, end_agreement),
    "commitment_promise": (TakeOnForm, promise_asked),
    "commitment_decline": (ReasonForm, decline_asked),
    "commitment_report": (EvidenceForm, report_performance),
    "commitment_confirm": (OptionalWordsForm, confirm_kept),
    "commitment_confirm_partly": (WordsForm, confirm_partly),
    "commitment_dispute": (ReasonForm, dispute_performance),
    "commitment_declare_broken": (ReasonForm, declare_broken),
    "project_amend": (ProjectForm, amend_project),
    "project_submit": (PlainForm, submit_project),
    "project_return": (ReasonForm, return_project),
    "project_accept": (AcceptForm, accept_project),
    "project_refuse": (DecisionForm, refuse_project),
    "project_report": (EvidenceForm, report_progress),
    "project_close": (WordsForm, close_project),
    "problem_assign": (AssignForm, assign_problem),
    "problem_answer": (EvidenceForm, answer_problem),
    "problem_escalate": (ReasonForm, escalate_problem),
    "problem_close": (WordsForm, close_problem),
}
# What the verb takes as one draft instead of field by field.
_DRAFTS: Final[dict[str, Any]] = {
    "agreement_amend": AgreementDraft, "agreement_add_commitment": PromiseDraft,
    "project_amend": ProjectDraft,
}  # fmt: skip
_FILES: Final = ("evidence", "paper")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Show the form of one step, do it once, keep what was typed when it is refused."""
    verb = next(verb for verb in VERBS if verb.ledger_verb == code)
    found: Any = find_matter(_MODELS[verb.matter], request.actor, pk)
    if acting_on(verb, request.actor, found) is None:
        raise NotPermitted(
            _("“%(verb)s”不由您这一方办理。") % {"verb": verb.label}, clause=CLAUSES[verb.matter]
        )
    if request.method != "POST" and found.state not in verb.before:
        raise Blocked(
            _("这一项现在是“%(state)s”，不能%(verb)s。")
            % {"state": found.get_state_display(), "verb": verb.label},
            remedy=_("查看最新进展后再办。"),
        )
    form_class, do = _STEPS[code]
    form = _form(form_class, request, found)

    def act(data: dict[str, Any]) -> str:
        seen = version_seen(request)
        do(actor=request.actor, seen=seen, **{verb.matter: found}, **_given(code, request.actor, data))
        return _("已办理：%(verb)s。") % {"verb": verb.label}

    back = url_of(found)
    version = version_seen(request) or found.version
    return answer_form(
        request, form, act, template=FORM, then=back,
        context={
            "heading": str(verb.label), "about": str(found), "button": verb.label, "back": back,
            "clause": CLAUSES[verb.matter], "version": version, "is_danger": verb.tone == "danger",
            "kinds": ENDINGS, "files": _FILES,
        },
    )  # fmt: skip


def _given(code: str, actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data as the verb takes it: files taken in, one draft where the verb takes a draft."""
    given = {name: stored(actor, value) if name in _FILES else value for name, value in data.items()}
    return {"draft": _DRAFTS[code](**given)} if code in _DRAFTS else given


def _form(form_class: type[forms.Form], request: ActorRequest, found: Any) -> forms.Form:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if form_class is AgreementForm:
        first = _values(found, ("title", "number", "text", "runs_until"))
        return AgreementForm(data, files, center=found.center, is_new=False, initial=first)
    if form_class is AgreedPromiseForm:
        return AgreedPromiseForm(data, sides=[found.partner_id, found.department_id])
    if form_class is ProjectForm:
        names = (
            "title",
            "need",
            "technology_type",
            "budget_fen",
            "organisation_mode",
            "partners",
            "runs_until",
        )
        return ProjectForm(data, initial=_values(found, names))
    if form_class is TakeOnForm:
        return TakeOnForm(data, initial=_values(found, ("text", "due_on")))
    return form_class(data, files)


def _values(found: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(found, name) for name in names}


def url_of(matter: Matter) -> str:
    """Return the address of a matter's own page."""
    return reverse(f"support:{name_of(matter)}", args=[matter.pk])


def actions_of(actor: Actor, matter: Matter, *, without: tuple[Verb, ...] = ()) -> list[Action]:
    """Return the buttons of a matter for this person."""
    return [
        Action(str(verb.label), reverse(f"support:{verb.ledger_verb}", args=[matter.pk]), "get", verb.tone)
        for verb in offered_verbs(actor, matter)
        if verb not in without
    ]


def history_of(matter: Matter) -> list[tuple[Any, str, StoredFile | None]]:
    """Return a matter's steps, newest first, each with its words and its evidence; one query."""
    return [
        (line, str(ACT_WORDS.get(line.verb, line.verb)), line.evidence)
        for line in matter.steps.select_related("evidence")
    ]
