"""Where a person can be reached outside of the page, and each letter on its way there."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.notify.models.messages import Message


class Channel(models.TextChoices):
    """A way out of the house."""

    MAIL = "mail", _("电子邮件")
    WECOM = "wecom", _("企业微信机器人")
    DINGTALK = "dingtalk", _("钉钉机器人")


class Address(models.Model):
    """One address of one person on one channel; it counts once its owner opened a letter sent to it.

    sealed: the address itself, encrypted and bound to person and channel (`sealed_address`).
    nonce: goes into the link of the letter; a new letter makes the earlier link worthless.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=16, choices=Channel)
    sealed = models.BinaryField()
    nonce = models.CharField(max_length=32)
    added_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["channel"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "channel"], name="address_one_on_a_channel"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="address_channel_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.channel}"


class Purpose(models.TextChoices):
    """What a letter is for."""

    MESSAGE = "message", _("消息")
    DIGEST = "digest", _("每日汇总")
    VERIFICATION = "verification", _("核实地址")


class DeliveryState(models.TextChoices):
    """Where a letter stands."""

    WAITING = "waiting", _("待发")
    GATHERED = "gathered", _("等每日汇总")
    SENDING = "sending", _("正在发")
    SENT = "sent", _("已发")
    DROPPED = "dropped", _("不再需要")
    GIVEN_UP = "given_up", _("没有发出")


class Dropped(models.TextChoices):
    """Why a letter was not sent though nothing failed."""

    NOTHING_HOLDS = "nothing_holds", _("事由已经不在")
    READ = "read", _("已在页面上读过")
    NO_READER = "no_reader", _("不再是收件人")
    HANDED_ON = "handed_on", _("已委托同事办理")
    UNWANTED = "unwanted", _("本人选择不发")
    NO_ADDRESS = "no_address", _("地址已停用或更换")


class Delivery(models.Model):
    """One letter to one address: of one message, of a day's digest, or the one that proves the address.

    due_at: not before. claimed_at: when a sender took it. error: what the server said, without the address.
    """

    address = models.ForeignKey(Address, models.CASCADE, related_name="deliveries")
    purpose = models.CharField(max_length=16, choices=Purpose)
    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="+")
    digest_day = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=DeliveryState, default=DeliveryState.WAITING)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    dropped = models.CharField(max_length=16, choices=Dropped, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["address", "message"], condition=Q(message__isnull=False), name="delivery_once"
            ),
            models.UniqueConstraint(
                fields=["address", "digest_day"],
                condition=Q(digest_day__isnull=False),
                name="delivery_one_digest_a_day",
            ),
            models.CheckConstraint(
                condition=Q(purpose="message", message__isnull=False, digest_day__isnull=True)
                | Q(purpose="digest", message__isnull=True, digest_day__isnull=False)
                | Q(purpose="verification", message__isnull=True, digest_day__isnull=True),
                name="delivery_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(state="dropped", dropped__in=Dropped.values)
                | ~Q(state="dropped") & Q(dropped=""),
                name="delivery_dropped_for_a_reason",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["claimed_at"], condition=Q(state="sending"), name="delivery_under_way"),
            models.Index(fields=["address"], condition=Q(state="gathered"), name="delivery_gathered"),
            models.Index(fields=["-ended_at"], condition=Q(state="given_up"), name="delivery_given_up"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} → {self.address_id}"
