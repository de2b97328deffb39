"""What this app contributes to the kinds of stage: importing its verbs registers them with the kernel."""

from xiangchuang.reviews import (  # noqa: F401
    conclude_review,
    joint_panel,
    opinions,
    panel,
    reading,
    visit,
    write_review,
)
