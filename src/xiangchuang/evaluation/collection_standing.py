"""Whether a round collects, and from whom: what center, evaluator and guards ask alike."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiangchuang.evaluation.models import Round, Subject
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, NotFound
from xiangchuang.procedure.models import Case, CaseState
from xiangchuang.procedure.packs import pack_of

CLAUSE = "6.5-2"


def is_collecting(case: Case) -> bool:
    """Whether the case stands in the stage that collects."""
    return case.stage_kind == "collection" and case.state == CaseState.OPEN


def is_scored(subject: Subject, pack: Pack) -> bool:
    """Whether the center is scored at all: drawn, and without a state that stands instead of a score."""
    return subject.is_sampled and (not subject.state or pack.evaluation.state(subject.state).scored)


def scored_subjects(round_: Round, pack: Pack) -> "QuerySet[Subject]":
    """Return the centers of the round that are scored, with center and lead at hand."""
    scored = ["", *(state.code for state in pack.evaluation.states if state.scored)]
    rows = Subject.objects.filter(round=round_, is_sampled=True, state__in=scored)
    return rows.select_related("center__lead", "round__case")


def refuse_unless_collecting(subject: Subject) -> Pack:
    """Return the round's pack; raises Blocked when nothing is taken in, or nothing of this center."""
    case = Case.objects.get(pk=subject.round.case_id)
    pack = pack_of(case)
    if not is_collecting(case):
        raise Blocked(_("这轮评价现在不收集材料。"), remedy=_("材料只在收集阶段报送和修改。"), clause=CLAUSE)
    if not is_scored(subject, pack):
        raise Blocked(_("本中心在这轮评价中不评分，不用报送材料。"), clause=CLAUSE)
    return pack


def subject_of(case: Case, pk: int) -> Subject:
    """Return the center in that round; raises NotFound for one of another."""
    found = Subject.objects.filter(pk=pk, round__case=case, is_sampled=True)
    subject = found.select_related("center__lead", "round__case").first()
    if subject is None:
        raise NotFound(_("这个中心不在本轮评价中。"))
    return subject
