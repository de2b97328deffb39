"""What every plan may quote: the notice's clauses and the outline with its guidance."""

from functools import lru_cache

from xiangchuang.documents.similarity import runs_of
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of


def quoted_runs(case: Case) -> frozenset[str]:
    """Return the runs that count as quoted from the policy the case is pinned to."""
    pack = pack_of(case)
    rule = pack.plan_checks.similarity
    return _runs(_Keyed(pack), rule.quoted) if rule else frozenset()


class _Keyed:
    """A pack that is the same as another of the same content."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return hash(self.pack.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other.pack.sha256 == self.pack.sha256


@lru_cache(maxsize=8)
def _runs(keyed: _Keyed, length: int) -> frozenset[str]:
    pack = keyed.pack
    titles = [s.title.zh + (s.guidance or "") for s in pack.outline.sections]
    return runs_of([*(clause.text for clause in pack.clauses.values()), *titles], length=length)
