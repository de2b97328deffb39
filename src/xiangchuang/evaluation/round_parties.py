"""Who a round is about, for the stages that every matter shares: the integrity check, the notice."""

from django.db.models import Q

from xiangchuang.accounts.actor import Actor
from xiangchuang.decisions.matters import NoticeContent
from xiangchuang.evaluation.grade_words import outcome_label
from xiangchuang.evaluation.models import OpinionLetter, Round
from xiangchuang.evaluation.queries import latest_run, subjects_visible_to
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.parties import Parties


def parties_of_round(case: Case) -> Parties:
    """Return the bodies behind the centers drawn: the center's own legal person, and its lead until then."""
    subjects = (
        Round.objects.get(case=case)
        .subjects.filter(is_sampled=True)
        .select_related("center__lead", "center__organization")
    )
    found: dict[int, Organization] = {}
    for subject in subjects:
        body = subject.center.organization or subject.center.lead
        found.setdefault(body.pk, body)
    return Parties(leads=tuple(found.values()))


def evaluation_notice(case: Case, pack: Pack) -> NoticeContent:
    """Return what is published of a round: each center's name and grade, in the order of names; no points."""
    round_ = Round.objects.get(case=case)
    run = latest_run(round_)
    scores = run.scores.select_related("subject__center") if run else ()
    pairs = sorted((score.subject.center.name, outcome_label(score, pack).zh) for score in scores)
    return NoticeContent(tuple(pairs), {"评价年度": str(round_.year)})


def letters_reaching(actor: Actor) -> Q:
    """Match the opinion letters of the centers that the actor may read in their rounds."""
    mine = OpinionLetter.objects.filter(subject__in=subjects_visible_to(actor).order_by().values("pk"))
    return Q(pk__in=mine.values("document"))
