"""publicity.yaml: until when an objection to a public notice is answered."""

from xiangchuang.policy.stages import Deadline
from xiangchuang.policy.terms import Model


class PublicityRule(Model):
    """publicity.yaml; a pack without it sets no term, and nothing of an objection is ever late."""

    objection_answer: Deadline | None = None
