"""Public pages: what was answered and published, and one's own by its receipt."""

from django.contrib import messages as flash
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.feedback.forms import ReceiptForm
from xiangchuang.feedback.models import Feedback, FeedbackKind
from xiangchuang.feedback.publish_answer import withdraw_consent
from xiangchuang.feedback.queries import by_receipt, public_feedback
from xiangchuang.feedback.rules import feedback_rule
from xiangchuang.feedback.words import clause_choices, filer_state, public_table
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import ChoiceFilter, FilterBar
from xiangchuang.pages.public import public_page

PER_PAGE = 30


@public_page
def answered_list(request: HttpRequest) -> HttpResponse:
    """List what was published, by kind, clause and words."""
    text = normalise_line(request.GET.get("q", ""))[:100]
    kinds = ChoiceFilter("kind", _("类别"), list(FeedbackKind.choices), request.GET.get("kind", ""))
    clauses = ChoiceFilter("clause", _("条款"), clause_choices(""), request.GET.get("clause", "")[:32])
    rows = public_feedback()
    if text:
        found = Q(public_title__icontains=text) | Q(public_text__icontains=text)
        rows = rows.filter(found | Q(public_answer__icontains=text) | Q(change__icontains=text))
    for choice in (kinds, clauses):
        if choice.chosen:
            rows = rows.filter(**{choice.name: choice.chosen})
    page = page_of(rows, request.GET.get("page", "1"), per_page=PER_PAGE)
    context = {
        "page": page, "table": public_table(list(page.object_list)), "rule": feedback_rule(),
        "bar": FilterBar(_("问题、答复或改动"), text, [kinds, _without_all(clauses)]),
    }  # fmt: skip
    return render(request, "feedback/home.html", context)


@public_page
def answered(request: HttpRequest, number: str) -> HttpResponse:
    """Show one that was published, in the words it was published with."""
    found = public_feedback().filter(number=number).first()
    if found is None:
        raise Http404
    return render(request, "feedback/answered.html", {"feedback": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find_receipt(request: HttpRequest) -> HttpResponse:
    """Ask for a receipt's number; a POST, so that it stays out of logs and referrers."""
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = normalise_line(form.cleaned_data["receipt"]).upper().replace(" ", "").replace("/", "")
        if by_receipt(typed) is not None:
            return redirect("feedback:receipt", receipt=typed)
        form.add_error("receipt", _("没有这个回执号：逐字核对后再查，字母不分大小写。"))
    status = 422 if form.is_bound else 200
    return render(request, "feedback/find_receipt.html", {"form": form}, status=status)


@never_cache
@require_safe
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show where it stands and the answer to whoever holds the receipt: never who filed it."""
    found = _by_receipt(receipt)
    context = {
        "feedback": found, "receipt": receipt, "rule": feedback_rule(), "state": filer_state(found),
        "is_late": found.is_overdue(clock.today()),
    }  # fmt: skip
    return render(request, "feedback/receipt.html", context)


@never_cache
@require_POST
def withdraw(request: HttpRequest, receipt: str) -> HttpResponse:
    """Whoever holds the receipt no longer agrees to its being public."""
    withdraw_consent(actor=Actor.anonymous(), feedback=_by_receipt(receipt))
    flash.success(request, _("已记下：不再公开。已经公开的，从现在起撤下。"))
    return redirect("feedback:receipt", receipt=receipt)


def _by_receipt(receipt: str) -> Feedback:
    found = by_receipt(receipt)
    if found is None:
        raise Http404
    return found


def _without_all(choice: ChoiceFilter) -> ChoiceFilter:
    """The filter bar brings its own line for all."""
    return ChoiceFilter(choice.name, choice.label, choice.choices[1:], choice.chosen)
