"""An opinion with its answer and the passage before and after: what who settles it has to compare (5.2-1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString

from xiangchuang.documents.masking import Mask
from xiangchuang.documents.plan import Block, place_of
from xiangchuang.documents.plan.difference import words_changed
from xiangchuang.documents.plan.difference_html import pieces_to_html
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import PlanRevision, Proposal
from xiangchuang.proposals.queries import submitted_revision
from xiangchuang.reviews.models import Opinion, OpinionAnswer
from xiangchuang.reviews.opinion_lines import OpinionLine, lines_of
from xiangchuang.reviews.opinion_notes import blocks_by_section, changed_passage

Blocks = Mapping[str, Sequence[Block]]


@dataclass(frozen=True)
class AnsweredOpinion:
    """`before` and `after` are the passage in two revisions, "" where it is a section or stands no longer.

    `marked` is `after` with what was changed; `changed_title` is the section the answer names.
    """

    line: OpinionLine
    answer: OpinionAnswer | None
    changed_title: str
    old_number: int
    new_number: int
    before: str
    after: str
    marked: SafeString

    @property
    def is_same(self) -> bool:
        """Whether the passage reads as it did."""
        return bool(self.before) and self.before == self.after

    @property
    def section(self) -> str:
        """The section to look at in the comparison of the two revisions."""
        return (self.answer.section if self.answer else "") or self.line.opinion.section


def answered_opinions(
    opinions: Iterable[Opinion], case: Case, pack: Pack, *, names: bool = False, mask: Mask | None = None
) -> list[AnsweredOpinion]:
    """Return each opinion beside the newest submitted plan; `names` and `mask` as `lines_of` takes them.

    `opinions` come with review and revision at hand. Queries grow with revisions, not with opinions.
    """
    rows = list(opinions)
    proposal = Proposal.objects.filter(case=case).first()
    new = submitted_revision(proposal) if proposal is not None and rows else None
    if new is None:
        return []
    given: dict[int, OpinionAnswer] = {
        answer.opinion_id: answer
        for answer in OpinionAnswer.objects.filter(opinion__in=rows).order_by("answered_at", "pk")
    }
    read = cache(blocks_by_section)
    # What is quoted is looked for as it was written; a mask comes last.
    passages = {o.pk: _passages(o, given.get(o.pk), read(o.review.revision), read(new)) for o in rows}
    titles = {section.code: words(section.title) for section in pack.outline.sections}
    return [
        _answered(line, given.get(line.opinion.pk), passages[line.opinion.pk], titles, new, mask)
        for line in lines_of(rows, pack, names=names, mask=mask)
    ]


def _answered(
    line: OpinionLine, answer: OpinionAnswer | None, passages: tuple[str, str], titles: Mapping[str, str],
    new: PlanRevision, mask: Mask | None,
) -> AnsweredOpinion:  # fmt: skip
    before, after = (mask.text(text) if mask else text for text in passages)
    # Every piece is escaped where it is written as HTML.
    marked = SafeString(pieces_to_html(words_changed(before, after)) if after else "")
    return AnsweredOpinion(
        line=line, answer=answer, changed_title=titles.get(answer.section, "") if answer else "",
        old_number=line.opinion.review.revision.number, new_number=new.number, before=before, after=after,
        marked=marked,
    )  # fmt: skip


def _passages(opinion: Opinion, answer: OpinionAnswer | None, old: Blocks, new: Blocks) -> tuple[str, str]:
    """Return the passage then and now: what was quoted, or else what the answer says was changed."""
    before = _text(old, opinion.section, place_of(old.get(opinion.section, ()), opinion.quote).block)
    changed = changed_passage(answer, new)
    if answer is not None and changed.block:
        after = _text(new, answer.section, changed.block)
        return before or _text(old, answer.section, place_of(old.get(answer.section, ()), after).block), after
    if not before:
        return "", ""
    return before, _text(new, opinion.section, place_of(new.get(opinion.section, ()), before).block)


def _text(blocks: Blocks, section: str, block_id: str) -> str:
    own = (block.text for block in blocks.get(section, ()) if block_id and block.id == block_id)
    return next(own, "").strip()
