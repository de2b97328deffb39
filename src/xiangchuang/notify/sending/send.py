"""Sending what is due: taken, asked once more whether it is needed, written, handed over, noted."""

import logging
from typing import Final

from django.db import DatabaseError
from django.utils import translation

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.calendars.working_days import WorkCalendar
from xiangchuang.notify.channels import TRANSPORTS, channels_set_up
from xiangchuang.notify.channels.transport import Letter, UndeliveredError
from xiangchuang.notify.choices import choice_of
from xiangchuang.notify.days_off import work_calendar
from xiangchuang.notify.models import Delivery, DeliveryState, Dropped, Purpose, SendingChoice
from xiangchuang.notify.quiet_hours import earliest
from xiangchuang.notify.sealed_address import UnopenableAddressError, unseal_address
from xiangchuang.notify.sending.claim import claim, drop, due, failed, put_back, return_abandoned, sent
from xiangchuang.notify.sending.digest import gathered_for, make_digests, told_with
from xiangchuang.notify.sending.letters import digest_letter, message_letter, verification_letter, why_drop
from xiangchuang.notify.sending.spread import spread

_AT_A_TIME: Final = 100
_log = logging.getLogger(__name__)


def send_all() -> dict[str, int]:
    """Spread, make the day's digests and send what is due; return how many ended in which state.

    Where no channel is set up nothing is even spread: what was told stays on the page.
    """
    channels = channels_set_up()
    if not channels:
        return {}
    return_abandoned()
    spread()
    make_digests()
    calendar, ended = work_calendar(), dict[str, int]()
    waiting = due(clock.now()).filter(address__channel__in=channels)
    for delivery in waiting.select_related("address__user", "message")[:_AT_A_TIME]:
        if claim(delivery):
            state = _send_taken(delivery, calendar)
            ended[state] = ended.get(state, 0) + 1
    return ended


def _send_taken(delivery: Delivery, calendar: WorkCalendar) -> str:
    address, is_proof = delivery.address, delivery.purpose == Purpose.VERIFICATION
    reader = Actor.of(address.user, clock.today())
    if not reader.is_authenticated or (address.verified_at is None) != is_proof:
        drop(delivery, Dropped.NO_ADDRESS)
        return DeliveryState.DROPPED
    choice = choice_of(address.user_id)
    if not is_proof and (until := earliest(clock.now(), choice, calendar)) > clock.now():
        # The hours were changed after it was made due, or the holidays of the year were.
        put_back(delivery, until)
        return DeliveryState.WAITING
    with translation.override(choice.language):
        try:
            return _write_and_send(delivery, reader, choice)
        except DatabaseError:
            raise
        except Exception as error:  # a letter that cannot be written holds up none of the others
            _log.exception("delivery %s cannot be written", delivery.pk)
            return failed(delivery, type(error).__name__, is_final=False)


def _write_and_send(delivery: Delivery, reader: Actor, choice: SendingChoice) -> str:
    gathered: list[Delivery] = []
    letter: Letter | None
    if delivery.purpose == Purpose.VERIFICATION:
        letter = verification_letter(delivery)
    elif delivery.purpose == Purpose.DIGEST:
        gathered = gathered_for(delivery.address, reader)
        letter = digest_letter(delivery, reader, gathered, wants_waiting=choice.wants_digest)
        if letter is None:
            return _dropped(delivery, Dropped.NOTHING_HOLDS)
    elif (reason := why_drop(delivery, reader)) is not None:
        return _dropped(delivery, reason)
    else:
        letter = message_letter(delivery)
    state = _hand_over(delivery, letter)
    if state == DeliveryState.SENT:
        told_with(gathered)
    return state


def _dropped(delivery: Delivery, reason: Dropped) -> str:
    drop(delivery, reason)
    return DeliveryState.DROPPED


def _hand_over(delivery: Delivery, letter: Letter) -> str:
    address = delivery.address
    try:
        where = unseal_address(bytes(address.sealed), user_id=address.user_id, channel=address.channel)
        TRANSPORTS[address.channel].deliver(where, letter)
    except UndeliveredError as error:
        _log.warning("delivery %s (%s): %s", delivery.pk, address.channel, error)
        return failed(delivery, str(error), is_final=error.is_final)
    except UnopenableAddressError:
        return failed(delivery, "address does not open: SECRET_KEY changed", is_final=True)
    except Exception as error:  # whatever one letter meets, the others are still sent
        _log.exception("delivery %s (%s)", delivery.pk, address.channel)
        return failed(delivery, type(error).__name__, is_final=False)
    sent(delivery)
    return DeliveryState.SENT
