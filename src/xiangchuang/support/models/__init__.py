"""Support for centers: agreements, commitments, projects, problems; what is granted; talent."""

from xiangchuang.support.models.agreements import AgreementState, Side, SupportAgreement
from xiangchuang.support.models.commitments import Commitment, CommitmentState
from xiangchuang.support.models.granted import GrantedKind, GrantedSupport
from xiangchuang.support.models.problems import Level, Problem, ProblemState
from xiangchuang.support.models.projects import ProjectProposal, ProjectState
from xiangchuang.support.models.steps import SupportStep
from xiangchuang.support.models.talent import (
    LeadingTalent,
    OverseasInstitution,
    Post,
    PostKind,
    Recruitment,
    RecruitmentWay,
    StrategicPartnership,
    TalentPlanSupport,
)

__all__ = [
    "AgreementState", "Commitment", "CommitmentState", "GrantedKind", "GrantedSupport", "LeadingTalent",
    "Level", "OverseasInstitution", "Post", "PostKind",
    "Problem", "ProblemState", "ProjectProposal", "ProjectState",
    "Recruitment", "RecruitmentWay", "Side", "StrategicPartnership", "SupportAgreement", "SupportStep",
    "TalentPlanSupport",
]  # fmt: skip
