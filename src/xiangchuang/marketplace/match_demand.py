"""Which offerings answer a problem described in words, and which words they share with it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from xiangchuang.centers.models import Center
from xiangchuang.marketplace.models import Demand, Offering, OfferingTerm, Term
from xiangchuang.marketplace.search_words import held_phrases, search_words, shared_phrases

# So many rows of the index are read for one demand, rarest words first: the answer's time does not grow
# with the directory.
READ_AT_MOST = 12_000
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
    offering weighs nothing.
    """
    telling = _telling(search_words(text)[:WEIGHED_AT_MOST])
    scores: Counter[int] = Counter()
    by_id = {pk: weight for pk, _word, weight in telling}
    rows = OfferingTerm.objects.filter(term__in=list(by_id)).values_list("term_id", "offering_id")
    for term_id, offering_id in rows:
        scores[offering_id] += by_id[term_id]  # type: ignore[assignment]
    best = [pk for pk, _score in scores.most_common(LOOKED_AT)]
    offerings = Offering.objects.select_related("center__lead").in_bulk(best)
    words = {word for _pk, word, _weight in telling}
    matches = [_match(offerings[pk], scores[pk], text, words, field) for pk in best if pk in offerings]
    matches.sort(key=lambda match: (-match.score, match.offering.pk))
    return [match for match in matches if match.shared][:most]


def _match(offering: Offering, score: float, text: str, words: set[str], field: str) -> Match:
    same = bool(field) and offering.center.field == field
    shared = tuple(shared_phrases(text, offering.search_text, words))
    return Match(offering, score * SAME_FIELD if same else score, shared, same)


def _telling(words: Sequence[str]) -> list[tuple[int, str, float]]:
    """Return id, text and weight of the rarest words, as many as READ_AT_MOST rows of the index allow."""
    total = Offering.objects.standing().count()
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
    total = Offering.objects.standing().count()
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
