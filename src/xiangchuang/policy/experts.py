"""The expert library and the standing advisory group: terms, notices, who reads what, how work is weighed."""

from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from xiangchuang.policy.layout import Code
from xiangchuang.policy.terms import Label, Model, Role, Sourced

ConsentCode = Literal["register", "fees"]
MeasureCode = Literal["punctuality", "completeness", "consensus", "appeals", "rating"]


class LibraryTerm(Sourced):
    """How many years an expert stays without renewal, and how many days before the end is reminded of it."""

    years: PositiveInt
    remind_days: PositiveInt


class LoadRule(Sourced):
    """Open seats an expert takes at once, where nothing else was agreed with the expert."""

    seats: PositiveInt


class PersonalDataNotice(Sourced):
    """What a person is told before personal data are taken; a changed text is another ``version``."""

    code: ConsentCode
    version: str = Field(min_length=1)
    label: Label
    text: Label


class LobbyingRule(Sourced):
    """Who of the department reads reports of lobbying; whoever filed one reads that one."""

    read_by: tuple[Role, ...] = Field(min_length=1)


class QualityMeasure(Sourced):
    """One measure of an expert's work, from 0 to 100, and its weight; the weights add up to 100."""

    code: MeasureCode
    label: Label
    weight: PositiveInt


class QualityRule(Sourced):
    """How the work of an expert is weighed for rotation.

    window_years: how far back reviews count. fewest_reviews: below it nothing is concluded.
    justification_chars: reasons of that many characters an item count as complete. far_points: as far from
    the panel's median (of 100) as leaves nothing of consensus. rest_below: of 100, a rest is advised.
    rest_after_seats: so many seats within a year, a rest is advised. top_rating: the officers' best mark.
    """

    window_years: PositiveInt
    fewest_reviews: PositiveInt
    justification_chars: PositiveInt
    far_points: PositiveInt
    rest_below: int = Field(ge=0, le=100)
    rest_after_seats: PositiveInt
    top_rating: int = Field(ge=2)
    measures: tuple[QualityMeasure, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _weights_add_up(self) -> Self:
        if (total := sum(measure.weight for measure in self.measures)) != 100:
            raise ValueError(f"专家工作质量各项权重合计 {total}，应为 100")
        return self


class AdvisoryMatter(Sourced):
    """A matter the advisory group may be asked on."""

    code: str = Field(pattern=Code)
    label: Label


class AdvisoryRule(Sourced):
    """The standing advisory group (6.1-2): years of a term, days for advice and for the response to it."""

    term_years: PositiveInt
    advice_days: PositiveInt
    response_days: PositiveInt
    matters: tuple[AdvisoryMatter, ...] = Field(min_length=1)

    def matter(self, code: str) -> AdvisoryMatter | None:
        """The matter of that code, or None where this pack knows none."""
        return next((matter for matter in self.matters if matter.code == code), None)


class ExpertRules(Model):
    """experts.yaml; a pack without it lets experts stay without term, and has no advisory group."""

    term: LibraryTerm | None = None
    load: LoadRule | None = None
    notices: tuple[PersonalDataNotice, ...] = ()
    lobbying: LobbyingRule | None = None
    quality: QualityRule | None = None
    advisory: AdvisoryRule | None = None

    def notice(self, code: ConsentCode) -> PersonalDataNotice | None:
        """The notice of that code, or None where this pack gives none."""
        return next((notice for notice in self.notices if notice.code == code), None)
