from xiangchuang.plan_checks.models.findings import SubmittedFindings
from xiangchuang.plan_checks.models.similarity import PlanComparison, SharedPassage, SimilarPlan

__all__ = ["PlanComparison", "SharedPassage", "SimilarPlan", "SubmittedFindings"]
