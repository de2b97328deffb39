"""What in a center's registers is a sign of market production or sale: positioning.yaml (2-3)."""

from typing import Literal, Self

from pydantic import Field, model_validator

from xiangchuang.policy.duties import ScopeWords
from xiangchuang.policy.terms import Label, Model, Sourced


class PositioningSign(Sourced):
    """A field of a register that shows the sign: by one of ``values``, or by one of ``words`` in its text.

    ``words_from`` takes the words that governance.yaml already has. A word counts unless one of ``unless``
    stands right before it. ``newest_by`` names the day field by which
    only the newest row speaks (a registration that later rows replace). A sign asks for an explanation;
    it decides nothing.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=32)
    label: Label
    register_: str = Field(alias="register")
    field: str
    values: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    words_from: Literal["governance.scope_words"] | None = None
    newest_by: str | None = None

    @model_validator(mode="after")
    def _looks_for_values_or_words(self) -> Self:
        if [bool(self.values), bool(self.words), self.words_from is not None].count(True) != 1:
            raise ValueError("values、words、words_from 写一项：按选项的值认，或按文字中的词认")
        return self

    def words_in(self, text: str) -> tuple[str, ...]:
        """The words of the sign found in the text, in the order of the pack."""
        return tuple(word for word in self.words if self._says(text, word))

    def _says(self, text: str, word: str) -> bool:
        at = text.find(word)
        while at >= 0:
            if not any(text[:at].endswith(excuse) for excuse in self.unless):
                return True
            at = text.find(word, at + 1)
        return False


class PositioningRules(Model):
    """positioning.yaml; a pack without it watches nothing."""

    signs: tuple[PositioningSign, ...] = ()

    def with_words(self, scope: ScopeWords | None) -> Self:
        """The rules with the words of governance.yaml filled in; a sign that finds none there is left out."""
        signs = []
        for sign in self.signs:
            if sign.words_from is None:
                signs.append(sign)
            elif scope is not None:
                filled = {"words": scope.words, "unless": scope.unless, "words_from": None}
                signs.append(sign.model_copy(update=filled))
        return self.model_copy(update={"signs": tuple(signs)})

    def sign(self, code: str) -> PositioningSign | None:
        """The sign of that code."""
        return next((sign for sign in self.signs if sign.code == code), None)
