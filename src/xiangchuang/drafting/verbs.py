"""The verb of writing: for the lead, joined by the members of the consortium."""

from typing import Final

from django.utils.translation import gettext_lazy

from xiangchuang.procedure.verbs import Verb, contribute

CLAUSE: Final = "5.1-3"
# Shared: sections have versions of their own, so that writing one does not make another's page stale.
WRITE: Final = Verb(
    "write_plan", gettext_lazy("编写方案"), joined_by=("member",), page="drafting:manuscript", shared=True,
    tone="primary",
)  # fmt: skip
contribute("plan", WRITE)
