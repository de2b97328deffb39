"""What this app contributes to the kinds of stage: importing its verbs registers them with the kernel."""

from xiangchuang.evaluation import (  # noqa: F401
    announce,
    answer_reply,
    begin_round,
    commission,
    hand_over,
    rule_points,
    score_round,
    set_state,
)
