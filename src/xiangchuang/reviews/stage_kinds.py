"""What this app contributes to the kinds of stage: importing its verbs registers them with the kernel."""

from xiangchuang.reviews import (  # noqa: F401
    conclude_review,
    joint_panel,
    opinions,
    panel,
    propose_panel,
    reading,
    remind_experts,
    visit,
    write_review,
)
from xiangchuang.reviews.draws import verbs  # noqa: F401
from xiangchuang.reviews.meeting import convene, minutes, questions, second_scoring, statement  # noqa: F401
from xiangchuang.reviews.on_site import note  # noqa: F401
from xiangchuang.reviews.review_batches import keep_batch  # noqa: F401
