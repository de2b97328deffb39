"""What the pages of the library keep beside the experts: the standing advisory group."""

from xiangchuang.library.models.advisory import (
    Advice,
    AdvisoryGroup,
    AdvisoryMember,
    AdvisoryQuestion,
    QuestionState,
)

__all__ = ["Advice", "AdvisoryGroup", "AdvisoryMember", "AdvisoryQuestion", "QuestionState"]
