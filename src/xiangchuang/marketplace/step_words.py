"""What the steps of an order and the acts of the marketplace are called, on pages and in the ledger."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.marketplace.order_verbs import CONTRACT_VERBS, ORDER_VERBS

_BEGINNINGS: Final[dict[str, Promise]] = {"request": _("提出要求"), "choose": _("选定需求答复，成约")}
ACT_WORDS: Final[dict[str, str | Promise]] = {
    "order_request": _("提出服务要求"),
    "order_choose": _("由需求成约"),
    **{f"order_{verb.code.replace('-', '_')}": verb.label for verb in (*ORDER_VERBS, *CONTRACT_VERBS)},
    "book_instrument": _("预约仪器"),
    "cancel_booking": _("取消预约"),
    "confirm_use": _("登记使用时数"),
    "post_demand": _("发布需求"),
    "close_demand": _("结束需求"),
    "answer_demand": _("答复需求"),
    "withdraw_answer": _("撤回需求答复"),
    "choose_answer": _("选定需求答复"),
}


def step_words(code: str) -> str:
    """Return what a step of an order is called."""
    known = {verb.code: verb.label for verb in (*ORDER_VERBS, *CONTRACT_VERBS)}
    return str(_BEGINNINGS.get(code) or known.get(code, code))
