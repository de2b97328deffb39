"""Recommendation by the city government, its bureau acting (5.1-3): with letter, rank and quota."""

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.comments import comment, open_comments
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.proposals.models import Proposal, Recommendation
from xiangchuang.proposals.queries import cuts_in, recommendations_in


def quota_left(bureau_id: int, year: int, per_year: int, case: Case | None = None) -> int:
    """Return how many recommendations the city may still give in the year; `case`'s own is not counted."""
    given = recommendations_in(bureau_id, year).exclude(proposal__case=case).count()
    return quota_of(bureau_id, year, per_year) - given


def quota_of(bureau_id: int, year: int, per_year: int) -> int:
    """Return the city's quota of the year: the pack's, less what decisions in force have cut (6.5-3)."""
    cut: int | None = cuts_in(bureau_id, year).aggregate(cut=Sum("cut"))["cut"]
    return max(per_year - (cut or 0), 0)


def next_rank(bureau_id: int, year: int, case: Case | None = None) -> int:
    """Return the first rank of the city's list for the year that is still free.

    A `case` recommended anew, after a return, finds its own earlier rank free.
    """
    given = recommendations_in(bureau_id, year)
    taken = set(given.exclude(proposal__case=case).values_list("rank", flat=True))
    return next(rank for rank in range(1, len(taken) + 2) if rank not in taken)


@guard("letter_attached")
def letter_attached(at: Standpoint) -> list[Blocker]:
    """5.1-3: the recommendation is the city government's, by letter."""
    if Recommendation.objects.filter(run=at.run).exists():
        return []
    return [Blocker(_("还没有附市州政府推荐函"), "", "recommend")]


@guard("recommendation_quota_left")
def recommendation_quota_left(at: Standpoint) -> list[Blocker]:
    """The year's quota of the city, as the pack sets it; the recommendation under way counts."""
    quota = at.pack.recommendation.quota
    if at.case.holder_organization_id is None or quota is None:
        return []
    year = clock.today().year
    per_year = quota_of(at.case.holder_organization_id, year, quota.per_year)
    others = recommendations_in(at.case.holder_organization_id, year).exclude(proposal__case=at.case)
    if others.count() < per_year:
        return []
    message = _("%(year)s 年推荐名额 %(quota)s 个已用完") % {"year": year, "quota": per_year}
    if per_year < quota.per_year:
        message = _("%(year)s 年推荐名额 %(full)s 个，核减后 %(quota)s 个，已用完") % {
            "year": year, "full": quota.per_year, "quota": per_year,
        }  # fmt: skip
    return [Blocker(message, "", "decline_recommendation")]


@guard("city_has_jurisdiction")
def city_has_jurisdiction(at: Standpoint) -> list[Blocker]:
    """A city recommends organisations of its own prefecture."""
    lead = Proposal.objects.select_related("lead").get(case=at.case).lead
    bureau = at.case.holder_organization
    if bureau is not None and bureau.prefecture == lead.prefecture:
        return []
    return [Blocker(_("牵头单位不在本市州，不能由本市州推荐"), "5.1-3", "return_intention")]


RECOMMEND = Verb(
    "recommend", gettext_lazy("推荐"), outcomes=("passed",), tone="primary", page="proposals:recommend"
)
RETURN = Verb(
    "return_intention", gettext_lazy("退回修改"), outcomes=("returned",), page="proposals:return-intention"
)
DECLINE = Verb(
    "decline_recommendation", gettext_lazy("不予推荐"), outcomes=("declined",), tone="danger",
    page="proposals:decline-recommendation",
)  # fmt: skip
contribute("recommendation", RECOMMEND, RETURN, DECLINE)


def recommend(
    *, actor: Actor, case: Case, seen: int, letter: StoredFile, rank: int, opinion: str
) -> Recommendation:
    """Recommend the proposal at `rank` of the city's list for this year.

    Raises Invalid for a rank already given, Blocked when the quota is used up.
    """
    with perform(RECOMMEND, actor=actor, case=case, seen=seen) as step:
        bureau_id = step.standing.organization_id
        assert bureau_id is not None
        year = clock.today().year
        _refuse_taken_rank(step, recommendations_in(bureau_id, year), rank, opinion)
        proposal = Proposal.objects.get(case=step.case)
        proposal.recommendations.filter(is_current=True).update(is_current=False)
        recommendation = Recommendation.objects.create(
            proposal=proposal, run=step.run, bureau_id=bureau_id, letter=letter, year=year, rank=rank,
            opinion=opinion.strip(), recommended_at=clock.now(),
        )  # fmt: skip
        step.note(rank=rank, letter=letter.sha256)
        step.finish("passed")
    return recommendation


def _refuse_taken_rank(step: Step, given: QuerySet[Recommendation], rank: int, opinion: str) -> None:
    kept = {"rank": str(rank), "opinion": opinion}
    if rank < 1 or not opinion.strip():
        raise Invalid(_("写明推荐意见；推荐排序从 1 开始。"), kept=kept)
    other = given.filter(rank=rank).exclude(proposal__case=step.case).select_related("proposal__case").first()
    if other is not None:
        raise Invalid(
            _("本年度第 %(rank)s 位已推荐“%(title)s”。") % {"rank": rank, "title": other.proposal.case.title},
            remedy=_("换一个排序。"),
            kept=kept,
        )


def return_intention(*, actor: Actor, case: Case, seen: int, reason: str) -> Case:
    """Send the intention back to the lead, saying what to change; comments at fields go with it."""
    with perform(RETURN, actor=actor, case=case, seen=seen) as step:
        if not reason.strip() and not open_comments(step.case):
            raise Invalid(_("写明要修改什么，或在具体栏目上写意见。"), kept={"reason": reason})
        if reason.strip() and actor.user is not None:
            comment(step, anchor="intention", label=_("整体意见"), text=reason)
        step.finish("returned", reason.strip())
    return case


def decline_recommendation(*, actor: Actor, case: Case, seen: int, reason: str) -> Case:
    """The city does not recommend; the case ends here and says why."""
    with perform(DECLINE, actor=actor, case=case, seen=seen) as step:
        if not reason.strip():
            raise Blocked(_("不予推荐要写明理由，申报单位能看到。"), kept={"reason": reason}, clause="5.1-3")
        step.finish("declined", reason.strip())
    return case
