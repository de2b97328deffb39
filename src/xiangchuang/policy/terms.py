"""The closed vocabulary of a policy pack and the bases of every rule in it.

The kinds of stage, the phases, the roles and the outcomes are fixed in code (law 1 of the architecture):
a pack orders, repeats, omits, names and times stages, and cannot invent a kind of its own.
"""

from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

StageKind = Literal[
    "intake",
    "recommendation",
    "conditions",
    "formal_check",
    "plan",
    "review",
    "visit",
    "integrity",
    "meeting",
    "publicity",
    "decision",
    "collection",
    "scoring",
    "reply",
]
Matter = Literal["approval", "evaluation", "adjustment"]
"""What a procedure decides: a new center, how centers have done, what becomes of one."""
Phase = Literal["intake", "check", "plan", "review", "decision"]
Role = Literal[
    "lead",
    "member",
    "city_bureau",
    "officer",
    "division_head",
    "leadership",
    "department",
    "supervising_department",
    "expert",
    "center_staff",
    "served_firm",
    "evaluator",
    "system_admin",
    "security_admin",
    "audit_admin",
]
End = Literal["end:granted", "end:refused", "end:not_recommended", "end:completed"]
OrganizationKind = Literal["enterprise", "university", "institute", "new_rd_institution"]
PanelKindCode = Literal["technical", "management", "policy", "legal", "finance"]
FormationModeCode = Literal["lead_enterprise", "consortium", "university_led"]

STAGE_KINDS: Final[tuple[StageKind, ...]] = get_args(StageKind)
PHASES: Final[tuple[Phase, ...]] = get_args(Phase)
ROLES: Final[tuple[Role, ...]] = get_args(Role)
ENDS: Final[tuple[End, ...]] = get_args(End)
MATTERS: Final[tuple[Matter, ...]] = get_args(Matter)

OUTCOMES: Final[dict[StageKind, tuple[str, ...]]] = {
    "intake": ("passed",),
    "recommendation": ("passed", "returned", "declined"),
    "conditions": ("passed", "returned", "failed"),
    "formal_check": ("passed", "returned", "failed"),
    "plan": ("passed",),
    "review": ("passed", "revise", "failed"),
    "visit": ("passed", "revise", "failed"),
    "integrity": ("passed", "failed"),
    "meeting": ("passed", "deferred", "failed"),
    "publicity": ("passed", "failed"),
    "decision": ("passed", "failed"),
    "collection": ("passed",),
    "scoring": ("passed", "returned"),
    "reply": ("passed",),
}

MATTERS_OF: Final[dict[StageKind, frozenset[Matter]]] = {
    "recommendation": frozenset({"approval"}),
    "conditions": frozenset({"approval"}),
    "formal_check": frozenset({"approval"}),
    "plan": frozenset({"approval"}),
    "review": frozenset({"approval"}),
    "visit": frozenset({"approval"}),
    "collection": frozenset({"evaluation"}),
    "scoring": frozenset({"evaluation"}),
    "reply": frozenset({"evaluation", "adjustment"}),
}
"""Kinds of stage that make sense for some matters only; the others serve all."""

DEFAULT: Final = "default"
"""Value of ``clause`` where the notice is silent: the rule then names the practice it comes from."""


class Model(BaseModel):
    """Base of everything read from a pack: immutable, no unknown key, no silent conversion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Label(Model):
    """Words shown to people, in the two languages of the product."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Sourced(Model):
    """A rule and what it rests on: an anchor of the notice, or ``default`` with the practice it comes from.

    ``interprets`` names the clause that a default reads more closely than its words do; such a rule is shown
    to people as our interpretation, never as the notice's own text.
    """

    clause: str = Field(min_length=1)
    origin: str | None = Field(default=None, min_length=1)
    interprets: str | None = None

    @model_validator(mode="after")
    def _has_a_source(self) -> Self:
        if self.clause == DEFAULT and not self.origin:
            raise ValueError("clause 为 default 的规则要写 origin，说明取自何种惯例")
        if self.clause != DEFAULT and self.origin:
            raise ValueError("origin 只用于 clause: default 的规则；条款已有依据的，删去 origin")
        if self.clause != DEFAULT and self.interprets:
            raise ValueError("interprets 只用于 clause: default 的规则；对条文的解读要以 default 标明")
        return self

    @property
    def is_default(self) -> bool:
        """Whether the rule is ours, not the notice's."""
        return self.clause == DEFAULT

    @property
    def anchors(self) -> tuple[str, ...]:
        """Anchors of the notice that this rule names, its own or the one it interprets."""
        return tuple(a for a in (self.clause, self.interprets) if a and a != DEFAULT)
