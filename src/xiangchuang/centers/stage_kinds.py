"""What this app contributes to the kinds of stage: importing its verbs registers them with the kernel."""

from xiangchuang.centers import approve  # noqa: F401
