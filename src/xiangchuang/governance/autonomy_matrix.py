"""The matters of 4.1-4 against the charter: article, decider, the gap, and what the department has of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.governance.center_record import CenterRecord
from xiangchuang.governance.models import AutonomyArticle, Charter, Decider
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words


@dataclass(frozen=True)
class AutonomyLine:
    """One matter."""

    code: str
    label: str
    clause: str
    article: AutonomyArticle | None
    filed: tuple[str, ...]

    @property
    def gap(self) -> str:
        """What keeps the matter from being the center's own; "" when it is."""
        if self.article is None:
            return _("章程没有写明由谁决定")
        return _("由中心以外决定") if self.article.decider == Decider.OUTSIDE else ""


def autonomy_matrix(record: CenterRecord, pack: Pack, charter: Charter | None) -> list[AutonomyLine]:
    """Return the pack's matters in order. `filed`: kinds of change of the matter, which are only ever filed.

    The department has no verb on them (6.2-1): the pack is refused when it puts one up for approval.
    """
    articles = record.articles_of(charter) if charter else {}
    return [
        AutonomyLine(
            matter.code, words(matter.label), matter.clause, articles.get(matter.code),
            tuple(words(kind.label) for kind in pack.changes.kinds if kind.matter == matter.code),
        )
        for matter in pack.governance.matters
    ]  # fmt: skip
