"""What this app contributes to the kinds of stage: importing its verbs registers them with the kernel."""

from xiangchuang.proposals import (  # noqa: F401
    check_conditions,
    condition_replay,
    formal_check,
    intention,
    place_left,
    plan,
    recommend,
)
