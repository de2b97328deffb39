"""Which offerings answer a problem described in words, and which words they share with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xiangchuang.centers.models import Center
from xiangchuang.marketplace.models import Demand, Offering
from xiangchuang.marketplace.search_index import OFFERING
from xiangchuang.search.rarity import nearest, weights_within
from xiangchuang.search.words import held_phrases, search_words, shared_phrases

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
    """Return the open offerings that share the telling words of the text, best first, in five queries."""
    near = nearest(text, OFFERING, most=LOOKED_AT)
    scores = {int(key): score for key, score in near.scores.items()}
    ranked = sorted(_offerings(list(scores)), key=lambda o: (-_with_field(scores[o.pk], o, field), o.pk))
    return [
        Match(
            offering,
            _with_field(scores[offering.pk], offering, field),
            tuple(shared_phrases(text, offering.search_text, near.telling)),
            _same_field(offering, field),
        )
        for offering in ranked[:most]
    ]


def _offerings(ids: Sequence[int]) -> list[Offering]:
    return list(Offering.objects.standing().select_related("center").filter(pk__in=ids))


def _same_field(offering: Offering, field: str) -> bool:
    return bool(field) and offering.center.field == field


def _with_field(score: float, offering: Offering, field: str) -> float:
    return score * SAME_FIELD if _same_field(offering, field) else score


@dataclass(frozen=True)
class FittingDemand:
    """A demand that a center's directory comes near, and the phrases both hold."""

    demand: Demand
    score: float
    shared: tuple[str, ...]
    same_field: bool


def fitting_demands(center: Center, demands: Sequence[Demand], *, most: int = 10) -> list[FittingDemand]:
    """Return those of the demands that the center's open offerings come near, best first, in four queries."""
    texts = {demand.pk: f"{demand.title}\n{demand.text}" for demand in demands}
    words = {pk: search_words(text)[:COMPARED_AT_MOST] for pk, text in texts.items()}
    keys = Offering.objects.standing().filter(center=center).values_list("pk", flat=True)
    asked = {word for own in words.values() for word in own}
    weights = weights_within([str(key) for key in keys], OFFERING, asked)
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
