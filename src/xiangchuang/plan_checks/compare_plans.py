"""Each submitted plan against every earlier one of another case: who shares which passages."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from xiangchuang.calendars import clock
from xiangchuang.documents.similarity import (
    SCHEME,
    Alike,
    Passage,
    SectionText,
    Signed,
    alike,
    common_passages,
    covered,
    runs_of,
    section_text,
    sign,
    without,
)
from xiangchuang.plan_checks.models import PlanComparison, SharedPassage, SimilarPlan
from xiangchuang.plan_checks.plan_read import section_blocks
from xiangchuang.plan_checks.quoted_text import quoted_runs
from xiangchuang.policy.plan_checks import SimilarityRule
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision


@dataclass(frozen=True)
class _Shared:
    """What a plan shares with one revision of another case."""

    other: PlanRevision
    passages: list[Passage]
    shares: list[dict[str, int | str]]

    @property
    def signs(self) -> int:
        return sum(int(share["signs"]) for share in self.shares)

    @property
    def share_bp(self) -> int:
        return max((int(share["share_bp"]) for share in self.shares), default=0)


def compare_plan(revision: PlanRevision) -> int:
    """Compare a submitted plan with the earlier ones and keep what is found; return how many are alike.

    Of each other case the revision that shares most is kept. Doing it again finds the same, and leaves what
    somebody has marked as seen. The pack of the case may leave comparing out.
    """
    rule = pack_of(revision.proposal.case).plan_checks.similarity
    if rule is None or revision.frozen_at is None:
        return 0
    texts = plan_texts(revision)
    others = earlier_plans(revision)
    pairs = alike(signed(revision, texts), _signatures(others))
    own = _OwnTexts(revision, texts, rule.quoted)
    best: dict[int, _Shared] = {}
    by_other: dict[int, list[Alike]] = {}
    for pair in pairs:
        by_other.setdefault(pair.key, []).append(pair)
    for other in others.filter(pk__in=by_other).select_related("proposal__case"):
        shared = _shared(own, other, by_other[other.pk], rule)
        known = best.get(other.proposal_id)
        if shared.share_bp >= rule.shown_from_bp and (known is None or shared.signs > known.signs):
            best[other.proposal_id] = shared
    _keep(revision, list(best.values()), len({*others.values_list("proposal_id", flat=True)}))
    return len(best)


def earlier_plans(revision: PlanRevision) -> QuerySet[PlanRevision]:
    """Return the plans of other cases that were submitted before this one."""
    before = Q(frozen_at__lt=revision.frozen_at) | Q(frozen_at=revision.frozen_at, pk__lt=revision.pk)
    return PlanRevision.objects.filter(before).exclude(proposal=revision.proposal_id).order_by("pk")


def plan_texts(revision: PlanRevision, codes: Collection[str] | None = None) -> list[SectionText]:
    """Return the sections as they are compared, without what is quoted from the notice and the outline.

    `codes` names the only ones that are read, None all.
    """
    rule = pack_of(revision.proposal.case).plan_checks.similarity
    length, quoted = (rule.quoted, quoted_runs(revision.proposal.case)) if rule else (0, frozenset[str]())
    texts = (section_text(code, blocks) for code, blocks in section_blocks(revision, codes))
    return [without(text, quoted, length=length) for text in texts]


def signed(revision: PlanRevision, texts: list[SectionText] | None = None) -> Signed:
    """Return the signatures of a submitted plan, made once and kept."""
    kept = PlanComparison.objects.filter(revision=revision, scheme=SCHEME).first()
    if kept is None:
        made = sign(plan_texts(revision) if texts is None else texts)
        kept, _created = PlanComparison.objects.update_or_create(
            revision=revision,
            defaults={"scheme": SCHEME, "sections": list(made.sections), "digests": made.digests},
        )
    return _signed(kept.sections, kept.digests)


def _signatures(others: QuerySet[PlanRevision]) -> Iterator[tuple[int, Signed]]:
    """Yield the signatures of the other plans; those that have none of today's scheme get them now."""
    unsigned = others.exclude(comparison__scheme=SCHEME).select_related("proposal__case")
    for revision in unsigned.iterator(chunk_size=50):
        signed(revision)
    rows = PlanComparison.objects.filter(revision__in=others, scheme=SCHEME).order_by("revision_id")
    for pk, sections, digests in rows.values_list("revision_id", "sections", "digests").iterator(
        chunk_size=200
    ):
        yield pk, _signed(sections, digests)


def _signed(sections: list[list[object]], digests: object) -> Signed:
    return Signed(
        tuple((str(code), int(str(count))) for code, count in sections),
        bytes(memoryview(digests)),  # type: ignore[arg-type]
    )


class _OwnTexts:
    """A plan's sections as they are compared with another plan.

    What an own revision said before the other plan did is not theirs and is left out. There are few own
    revisions and many other plans, so that what is left is made once for each number of revisions before.
    """

    def __init__(self, revision: PlanRevision, texts: list[SectionText], length: int) -> None:
        self._length = length
        self._earlier = list(
            PlanRevision.objects.filter(proposal=revision.proposal_id, frozen_at__lt=revision.frozen_at)
            .exclude(pk=revision.pk)
            .order_by("frozen_at")
        )
        self._by_earlier = {0: {text.code: text for text in texts}}

    def beside(self, other: PlanRevision) -> dict[str, SectionText]:
        """Return the sections by their code."""
        assert other.frozen_at is not None
        count = sum(r.frozen_at is not None and r.frozen_at < other.frozen_at for r in self._earlier)
        if count not in self._by_earlier:
            said = [section_text(c, b).written for r in self._earlier[:count] for c, b in section_blocks(r)]
            runs = runs_of(said, length=self._length)
            self._by_earlier[count] = {
                code: without(text, runs, length=self._length) for code, text in self._by_earlier[0].items()
            }
        return self._by_earlier[count]


def _shared(own_texts: _OwnTexts, other: PlanRevision, pairs: list[Alike], rule: SimilarityRule) -> _Shared:
    own = own_texts.beside(other)
    theirs = {text.code: text for text in plan_texts(other, {pair.other_section for pair in pairs})}
    passages: dict[str, list[Passage]] = {}
    for pair in pairs:
        one, two = own[pair.section], theirs[pair.other_section]
        found = common_passages(one, two, shortest=rule.shortest, gap=rule.gap)
        passages.setdefault(pair.section, []).extend(found)
    shares: list[dict[str, int | str]] = []
    kept: list[Passage] = []
    for code, found in sorted(passages.items()):
        apart = _apart(found)
        signs = covered(apart)
        if signs:
            kept += apart
            shares.append(
                {"section": code, "signs": signs, "share_bp": signs * 10_000 // max(1, own[code].length)}
            )
    return _Shared(other, kept, shares)


def _apart(found: list[Passage]) -> list[Passage]:
    """Return passages that do not overlap, the longest of those that do, in the order of the text."""
    kept: list[Passage] = []
    for passage in sorted(found, key=lambda p: -p.signs):
        if all(passage.end <= other.start or passage.start >= other.end for other in kept):
            kept.append(passage)
    return sorted(kept, key=lambda p: p.start)


@transaction.atomic
def _keep(revision: PlanRevision, found: list[_Shared], compared_with: int) -> None:
    kept = SimilarPlan.objects.filter(revision=revision)
    kept.filter(seen_at=None).delete()
    seen = set(kept.values_list("other__proposal_id", flat=True))
    for shared in found:
        if shared.other.proposal_id in seen:
            continue
        pair = SimilarPlan.objects.create(
            revision=revision, other=shared.other, signs=shared.signs, share_bp=shared.share_bp,
            same_lead=shared.other.proposal.lead_id == revision.proposal.lead_id, shares=shared.shares,
            found_at=clock.now(),
        )  # fmt: skip
        SharedPassage.objects.bulk_create(
            SharedPassage(
                pair=pair, position=position, section=p.section, block=p.block, text=p.text,
                other_section=p.other_section, other_block=p.other_block, other_text=p.other_text,
                signs=p.signs,
            )
            for position, p in enumerate(shared.passages, 1)
        )  # fmt: skip
    PlanComparison.objects.filter(revision=revision).update(
        compared_at=clock.now(), compared_with=compared_with
    )
