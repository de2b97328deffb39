"""What this app contributes to the kinds of stage: importing its verbs registers them with the kernel."""

from xiangchuang.decisions import (  # noqa: F401
    check_integrity,
    draft_approval,
    object_to_notice,
    publish_notice,
    record_meeting,
)
