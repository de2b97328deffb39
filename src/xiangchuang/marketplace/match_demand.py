"""Which offerings answer a problem described in words, and which words they share with it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from django.db.models import Max

from xiangchuang.centers.models import Center
from xiangchuang.marketplace.models import Demand, Offering, OfferingTerm, Term
from xiangchuang.marketplace.search_words import held_phrases, search_words, shared_phrases

# So many rows of the index are read for one demand, rarest words first: the answer's time does not grow
# with the directory.
READ_AT_MOST = 8_000
WEIGHED_AT_MOST = 400
# Many demands are compared at once: their words together must fit one question to the database.
COMPARED_AT_MOST = 150
LOOKED_AT = 60
# An offering of a center of the demand's field counts as if a quarter more words were shared.
SAME_FIELD = 1.25


@dataclass(frozen=True)
class Match:
    """An offering that fits, the words it shares with the demand, and whether the field is the same."""

    offering: Offering
    score: float
    shared: tuple[str, ...]
    same_field: bool


@dataclass(frozen=True)
class CenterMatch:
    """A center with what it has that fits, best first."""

    center: Center
    matches: tuple[Match, ...]

    @property
    def score(self) -> float:
        """Return the sum of its three best: breadth counts, a long catalogue alone does not."""
        return sum(match.score for match in self.matches[:3])


def match_text(text: str, *, field: str = "", most: int = 20) -> list[Match]:
    """Return the open offerings that share the telling words of the text, best first, in four queries.

    A word weighs log(N / offerings it stands in): the rarer, the more it tells. A word that stands in every
    offering weighs next to nothing.
    """
    telling = _telling(search_words(text)[:WEIGHED_AT_MOST])
    scores: Counter[int] = Counter()
    by_id = {pk: weight for pk, _word, weight in telling}
    rows = OfferingTerm.objects.filter(term__in=list(by_id)).values_list("term_id", "offering_id")
    for term_id, offering_id in rows:
        scores[offering_id] += by_id[term_id]  # type: ignore[assignment]
    offerings = _offerings([pk for pk, _score in scores.most_common(LOOKED_AT)])
    ranked = sorted(offerings, key=lambda o: (-_with_field(scores[o.pk], o, field), o.pk))[:most]
    words = {word for _pk, word, _weight in telling}
    return [
        Match(
            offering,
            _with_field(scores[offering.pk], offering, field),
            tuple(shared_phrases(text, offering.search_text, words)),
            _same_field(offering, field),
        )
        for offering in ranked
    ]


def _offerings(ids: Sequence[int]) -> list[Offering]:
    return list(Offering.objects.standing().select_related("center").filter(pk__in=ids))


def _same_field(offering: Offering, field: str) -> bool:
    return bool(field) and offering.center.field == field


def _with_field(score: float, offering: Offering, field: str) -> float:
    return score * SAME_FIELD if _same_field(offering, field) else score


def _telling(words: Sequence[str]) -> list[tuple[int, str, float]]:
    """Return id, text and weight of the rarest words, as many as READ_AT_MOST rows of the index allow."""
    total = _directory_size()
    known = Term.objects.filter(text__in=words, offerings__gt=0).order_by("offerings", "pk")
    found: list[tuple[int, str, float]] = []
    read = 0
    for pk, text, offerings in known.values_list("pk", "text", "offerings"):
        read += offerings
        if found and read > READ_AT_MOST:
            break
        # +1: in a directory of a handful every word would weigh nothing.
        found.append((pk, text, log((total + 1) / offerings)))
    return found


def _directory_size() -> int:
    """Return the highest number given: entries are never deleted, and a count would read all of them."""
    return Offering.objects.aggregate(highest=Max("pk"))["highest"] or 0


@dataclass(frozen=True)
class FittingDemand:
    """A demand that a center's directory comes near, and the phrases both hold."""

    demand: Demand
    score: float
    shared: tuple[str, ...]
    same_field: bool


def fitting_demands(center: Center, demands: Sequence[Demand], *, most: int = 10) -> list[FittingDemand]:
    """Return those of the demands that the center's open offerings come near, best first, in two queries."""
    texts = {demand.pk: f"{demand.title}\n{demand.text}" for demand in demands}
    words = {pk: search_words(text)[:COMPARED_AT_MOST] for pk, text in texts.items()}
    held = OfferingTerm.objects.filter(
        offering__center=center, term__text__in={word for own in words.values() for word in own}
    )
    total = _directory_size()
    weights = {
        text: log((total + 1) / offerings)
        for text, offerings in held.values_list("term__text", "term__offerings").distinct()
    }
    found = [_fitting(demand, texts[demand.pk], words[demand.pk], weights, center) for demand in demands]
    found.sort(key=lambda fit: (-fit.score, -fit.demand.pk))
    return [fit for fit in found if fit.shared][:most]


def _fitting(
    demand: Demand, text: str, words: Sequence[str], weights: Mapping[str, float], center: Center
) -> FittingDemand:
    score = sum(weights.get(word, 0.0) for word in words)
    same = bool(demand.field) and demand.field == center.field
    shared = tuple(held_phrases(text, weights.keys()))
    return FittingDemand(demand, score * SAME_FIELD if same else score, shared, same)


def by_center(matches: Iterable[Match]) -> list[CenterMatch]:
    """Return the centers of the matches, the best first."""
    grouped: dict[Center, list[Match]] = defaultdict(list)
    for match in matches:
        grouped[match.offering.center].append(match)
    centers = [CenterMatch(center, tuple(own)) for center, own in grouped.items()]
    return sorted(centers, key=lambda found: (-found.score, found.center.pk))
