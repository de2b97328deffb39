"""Opinions beside the passages they touch, and the answers given with a revision, without anybody's name."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Prefetch, Q

from xiangchuang.accounts.actor import Actor
from xiangchuang.documents.plan import Block, Place, place_of
from xiangchuang.documents.plan.blocks import block_from_json
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan_beside import Note
from xiangchuang.reviews.answers import run_of
from xiangchuang.reviews.models import Opinion, OpinionAnswer, OpinionState
from xiangchuang.reviews.opinion_lines import lines_of
from xiangchuang.reviews.queries import opinions_visible_to

TEMPLATE = "reviews/parts/note.html"


def opinions_on(actor: Actor, revision: PlanRevision) -> list[Opinion]:
    """Return what was said of this revision and what it answers, each with `answers` given with it.

    The manuscript has what is still to be answered beside it: released opinions that nobody has closed.
    """
    run = run_of(revision)
    given = Prefetch("answers", OpinionAnswer.objects.filter(run=run), to_attr="given")
    wanted = Q(review__revision=revision) | Q(answers__run=run)
    if revision.frozen_at is None:
        wanted |= Q(released_at__isnull=False) & ~Q(state=OpinionState.CLOSED)
    opinions = opinions_visible_to(actor, revision.proposal.case).filter(wanted).distinct()
    return list(opinions.prefetch_related(given))


def opinion_notes(actor: Actor, revision: PlanRevision) -> Iterator[Note]:
    """Yield each opinion at the passage it touches; at the section when the passage is gone."""
    opinions = opinions_on(actor, revision)
    blocks = blocks_by_section(revision) if opinions else {}
    for line in lines_of(opinions, pack_of(revision.proposal.case)):
        answer: OpinionAnswer | None = next(iter(line.opinion.given), None)  # type: ignore[attr-defined]
        place = passage_of(line.opinion, answer, blocks)
        context = {
            "line": line, "answer": answer, "place": place, "changed": changed_passage(answer, blocks),
            "revision": revision.number,
        }  # fmt: skip
        yield Note(line.opinion.section, place.block, TEMPLATE, context)


def passage_of(
    opinion: Opinion, answer: OpinionAnswer | None, blocks: Mapping[str, Sequence[Block]]
) -> Place:
    """Return where an opinion stands in its section: at the passage changed for it, else at its quotation.

    What was changed in another section is a link away: who reads the section finds what was said of it.
    """
    changed = changed_passage(answer, blocks)
    if answer is not None and answer.section == opinion.section and changed.block:
        return Place(changed.block, "here")
    return place_of(blocks.get(opinion.section, ()), opinion.quote)


def changed_passage(answer: OpinionAnswer | None, blocks: Mapping[str, Sequence[Block]]) -> Place:
    """Return where the passage that an answer names stands today; no block where the section is meant."""
    if answer is None or not answer.block:
        return Place("", "here")
    return place_of(blocks.get(answer.section, ()), answer.begins, answer.block)


def blocks_by_section(revision: PlanRevision) -> dict[str, Sequence[Block]]:
    """Return the blocks of a revision by the code of their section."""
    return {s.code: [block_from_json(block) for block in s.blocks] for s in revision.sections.all()}
