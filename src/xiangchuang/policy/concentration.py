"""3.3-4 to 3.3-6 as choices by how concentrated an industry is and how mature its market."""

from typing import Literal, Self

from pydantic import Field, model_validator

from xiangchuang.policy.terms import FormationModeCode, Label, Model, Sourced

Measure = Literal["cr4", "cr8", "hhi"]
Level = Literal["high", "low"]


class ConcentrationThreshold(Sourced):
    """From which value a measure says high: CR4 and CR8 in basis points, HHI from 0 to 10000."""

    measure: Measure
    label: Label
    high_from: int = Field(ge=0, le=10_000)


class ModeChoice(Sourced):
    """When a formation mode is advised: by concentration, or where a person finds the market not mature."""

    code: FormationModeCode
    label: Label
    concentration: Level | None = None
    market_not_mature: bool = False

    @model_validator(mode="after")
    def _has_one_reason(self) -> Self:
        if (self.concentration is None) == (not self.market_not_mature):
            raise ValueError("组建模式要写 concentration 或 market_not_mature: true，只写一项")
        return self


class ConcentrationRule(Model):
    """concentration.yaml; a pack without it advises no mode by concentration."""

    thresholds: tuple[ConcentrationThreshold, ...] = ()
    modes: tuple[ModeChoice, ...] = ()
