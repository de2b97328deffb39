"""What the library's pages add: the ledger's words, the imports, and what the advisory group waits for."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.batches.kinds import register_batch_kind
from xiangchuang.calendars import clock
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.library import expert_batch
from xiangchuang.library.advise import CLAUSE
from xiangchuang.library.advisory_queries import sitting_on
from xiangchuang.library.models import AdvisoryQuestion, QuestionState
from xiangchuang.procedure.errands import Errand, Matter, contribute_errands

ACTS = {
    "rate_expert": gettext_lazy("评价专家履职"),
    "form_advisory_group": gettext_lazy("组建专家咨询组"),
    "add_advisory_member": gettext_lazy("聘任咨询组成员"),
    "end_advisory_membership": gettext_lazy("咨询组成员离任"),
    "ask_advisory_group": gettext_lazy("提出专家咨询"),
    "give_advice": gettext_lazy("提出咨询意见"),
    "respond_to_advice": gettext_lazy("回应咨询意见"),
}
LISTED = 20
QUESTIONS = Matter(lambda: AdvisoryQuestion.objects.filter(state=QuestionState.ASKED))


def contribute() -> None:
    """Add them; called once from the app's `ready()`."""
    name_acts(ACTS)
    register_batch_kind(expert_batch.KIND)
    # Experts of other groups must not learn, by what their pages ask the database, that a question was put.
    contribute_errands([Role.EXPERT], _to_advise)
    contribute_errands([Role.OFFICER], _to_respond, [QUESTIONS])


def _to_advise(actor: Actor) -> Iterator[Errand]:
    """Questions of one's groups on which one has not advised yet."""
    terms = sitting_on(clock.today()).filter(expert__user=actor.user)
    waiting = AdvisoryQuestion.objects.filter(state=QuestionState.ASKED, group__in=terms.values("group"))
    for row in waiting.exclude(advice__member__expert__user=actor.user)[:LISTED]:
        url = reverse("library:advise", args=[row.pk])
        yield Errand(_("提出咨询意见"), row.title, url, row.advice_due_on, CLAUSE, row.is_sample)


def _to_respond(actor: Actor) -> Iterator[Errand]:
    """Questions with advice that the department has not responded to, and whose day for advice has passed."""
    waiting = AdvisoryQuestion.objects.filter(
        state=QuestionState.ASKED, advice_due_on__lt=clock.today(), advice__isnull=False
    ).distinct()
    for row in waiting[:LISTED]:
        url = reverse("library:question", args=[row.pk])
        yield Errand(_("回应咨询意见"), row.title, url, row.response_due_on, CLAUSE, row.is_sample)
