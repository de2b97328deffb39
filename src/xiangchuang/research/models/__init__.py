"""A center's research: tasks and projects, results, contracts, targets reached, and the cycle."""

from xiangchuang.research.models.chains import ChainPlace
from xiangchuang.research.models.contracts import ContractReceipt, TechnologyContract, Transfer
from xiangchuang.research.models.cycle import CycleExtension, CycleStep, ExtensionState, StepState
from xiangchuang.research.models.results import DuplicateDismissal, Result, StageMove
from xiangchuang.research.models.targets import TargetActual
from xiangchuang.research.models.tasks import Milestone, PilotRun, PlanTask, Project, TaskSpending, TeamSeat

__all__ = [
    "ChainPlace",
    "ContractReceipt",
    "CycleExtension",
    "CycleStep",
    "DuplicateDismissal",
    "ExtensionState",
    "Milestone",
    "PilotRun",
    "PlanTask",
    "Project",
    "Result",
    "StageMove",
    "StepState",
    "TargetActual",
    "TaskSpending",
    "TeamSeat",
    "TechnologyContract",
    "Transfer",
]
