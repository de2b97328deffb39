"""The records of evaluation rounds (6.5): scope, what was collected, what was scored, what was answered."""

from xiangchuang.evaluation.models.collected import (
    AbsenceInquiry,
    ExpertScore,
    Material,
    MaterialState,
    SurveyAnswer,
    SurveyInvitation,
    SurveyScore,
)
from xiangchuang.evaluation.models.replies import Correction, Reply, ReplyPoint, ReplyVerdict
from xiangchuang.evaluation.models.results import OpinionLetter, ScorePurpose, ScoreRun, SubjectScore
from xiangchuang.evaluation.models.rounds import Round, Subject, VetoFinding

__all__ = [
    "AbsenceInquiry",
    "Correction",
    "ExpertScore",
    "Material",
    "MaterialState",
    "OpinionLetter",
    "Reply",
    "ReplyPoint",
    "ReplyVerdict",
    "Round",
    "ScorePurpose",
    "ScoreRun",
    "Subject",
    "SubjectScore",
    "SurveyAnswer",
    "SurveyInvitation",
    "SurveyScore",
    "VetoFinding",
]
