"""Experts, their ties, how they stand to the library, and what waits for an officer."""

from xiangchuang.experts.models.people import Expert, ExpertField, ExpertKind, PanelKind
from xiangchuang.experts.models.requests import (
    Correction,
    ExpertApplication,
    LobbyingReport,
    LobbyingState,
    RequestState,
)
from xiangchuang.experts.models.standing import (
    Absence,
    Consent,
    ConsentKind,
    Entry,
    ExpertStep,
    FeeOccasion,
    FeeRecord,
    IntegrityKind,
    IntegrityRecord,
)
from xiangchuang.experts.models.ties import (
    ConflictDeclaration,
    Employment,
    ExpertTie,
    ExpertWork,
    TieKind,
    WorkKind,
)

__all__ = [
    "Absence",
    "ConflictDeclaration",
    "Consent",
    "ConsentKind",
    "Correction",
    "Employment",
    "Entry",
    "Expert",
    "ExpertApplication",
    "ExpertField",
    "ExpertKind",
    "ExpertStep",
    "ExpertTie",
    "ExpertWork",
    "FeeOccasion",
    "FeeRecord",
    "IntegrityKind",
    "IntegrityRecord",
    "LobbyingReport",
    "LobbyingState",
    "PanelKind",
    "RequestState",
    "TieKind",
    "WorkKind",
]
