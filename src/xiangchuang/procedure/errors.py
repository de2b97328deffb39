"""Why a verb was refused. One exception family for views, commands and tests alike."""

from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Refusal, Stale

__all__ = ["Blocked", "Invalid", "NotFound", "NotPermitted", "Refusal", "Stale"]
