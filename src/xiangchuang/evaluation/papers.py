"""The papers of a round whose words the office edits: the opinion letter and the notice of results."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import DEPARTMENT_STAFF
from xiangchuang.decisions.models import DocumentKind
from xiangchuang.decisions.paper_kinds import NEWEST, contribute_notice
from xiangchuang.evaluation.kept_documents import read_document
from xiangchuang.evaluation.models import SubjectScore
from xiangchuang.evaluation.opinion_letter import opinion_values
from xiangchuang.pages.typed import whole
from xiangchuang.policy.evaluation import Inputs, Results
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import Values
from xiangchuang.procedure.packs import pack_of
from xiangchuang.wordings.kinds import Example, PaperKind, Place, contribute_paper

_PLACES: Final = (
    Place("中心名称", _("被评价的中心"), must=True),
    Place("评价年度", _("例如：2026")),
    Place("评价机构", _("受托的第三方评估机构")),
    Place("评价起始日", _("评价期的第一天")),
    Place("评价截止日", _("评价期的最后一天")),
    Place("评价结论", _("等次，以及总分和名次"), must=True),
    Place("评价理由", _("等次的理由，例如否决项；没有时为空"), "lines", must=True),
    Place("得分表", _("各项评价内容的满分和得分"), "table"),
    Place("失分指标", _("失分最多的几项指标及算法"), "items"),
    Place("等次稳定性", _("权重变动时等次不变的比例；没有测算时为空")),
    Place("意见答复", _("对中心意见的逐条答复；没有意见时为空"), "items"),
)


def contribute() -> None:
    """Add them; called once from the app's `ready()`."""
    contribute_paper(
        PaperKind(DocumentKind.EVALUATION_OPINION, _("绩效评价意见书"), _PLACES, _examples, _values)
    )
    contribute_notice("evaluation", _("评价结果公示"), (Place("评价年度", _("例如：2026")),))


def _examples(actor: Actor) -> list[Example]:
    if not actor.roles & DEPARTMENT_STAFF:
        return []
    scores = SubjectScore.objects.select_related("subject__center", "run__round").order_by("-run", "pk")
    return [
        Example(str(score.pk), f"{score.run.round.year} {score.subject.center.name}")
        for score in scores[:NEWEST]
    ]


def _values(actor: Actor, key: str, pack: Pack) -> Values | None:
    if not actor.roles & DEPARTMENT_STAFF:
        return None
    score = (
        SubjectScore.objects.filter(pk=whole(key, 0))
        .select_related(
            "subject__center__lead", "subject__center__organization", "run__round__case",
            "run__round__evaluator", "run__inputs", "run__results",
        )
        .first()
    )  # fmt: skip
    if score is None:
        return None
    round_ = score.run.round
    results = read_document(score.run.results, Results)
    return opinion_values(
        pack_of(round_.case), round_=round_, score=score, result=results.subject(score.subject.code),
        inputs=read_document(score.run.inputs, Inputs),
    )  # fmt: skip
