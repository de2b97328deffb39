"""The public form takes so many sendings an hour, says so honestly, and keeps no address."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.decisions.world import PDF, World, at
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import Notice, Objection, ObjectionAttempt
from xiangchuang.decisions.upload_limits import address_digest


def send(notice: Notice, address: str = "192.0.2.7", token: str = "", forwarded: str = "") -> int:
    form = {
        "token": token or str(uuid4()), "kind": "person", "name": "赵立群", "contact": "13800138000",
        "statement": "公示所列牵头单位的研发平台并不在申报领域。",
        "letter": SimpleUploadedFile("a.pdf", PDF), "evidence": SimpleUploadedFile("b.pdf", PDF),
    }  # fmt: skip
    answer = Client(REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=forwarded or str(uuid4())).post(
        f"/notices/{notice.number}/object/", form
    )
    if answer.status_code == 429:
        page = answer.content.decode()
        assert "一小时内收到的提交太多" in page
        assert "0731-88888888" in page
        assert "研发平台并不在申报领域" in page
    return answer.status_code


def test_one_address_is_held_back_and_others_are_not(world: World, settings: Any) -> None:
    settings.OBJECTIONS_PER_ADDRESS = 2
    notice = world.publish(world.case_at("publicity"))
    assert [send(notice) for _ in range(3)] == [302, 302, 429]
    assert send(notice, "192.0.2.8") == 302
    assert Objection.objects.count() == 3


def test_a_notice_is_held_back_whatever_the_address_and_free_again_after_an_hour(
    world: World, settings: Any
) -> None:
    settings.OBJECTIONS_PER_NOTICE = 2
    notice = world.publish(world.case_at("publicity"))
    assert [send(notice, f"192.0.2.{n}") for n in range(3)] == [302, 302, 429]
    with at(clock.now() + timedelta(hours=1, seconds=1)):
        assert send(notice, "192.0.2.9") == 302
    assert ObjectionAttempt.objects.count() == 1


def test_behind_a_proxy_each_sender_counts_alone(world: World, settings: Any) -> None:
    settings.OBJECTIONS_PER_ADDRESS, settings.TRUSTED_PROXIES = 1, ["192.0.2.7"]
    notice = world.publish(world.case_at("publicity"))
    through = [f"{said}198.51.100.{n}" for said, n in (("", 1), ("203.0.113.5, ", 1), ("", 2))]
    assert [send(notice, forwarded=hops) for hops in through] == [302, 429, 302]


def test_a_page_sent_twice_counts_once(world: World, settings: Any) -> None:
    settings.OBJECTIONS_PER_ADDRESS = 1
    notice = world.publish(world.case_at("publicity"))
    token = str(uuid4())
    assert [send(notice, token=token), send(notice, token=token)] == [302, 302]


@pytest.mark.django_db
def test_no_address_is_kept_and_its_digest_changes_with_the_day(world: World) -> None:
    notice = world.publish(world.case_at("publicity"))
    send(notice)
    kept = ObjectionAttempt.objects.get()
    assert "192.0.2.7" not in kept.address
    tomorrow = clock.now() + timedelta(days=1)
    assert address_digest("192.0.2.7", clock.now()) == kept.address
    assert address_digest("192.0.2.7", tomorrow) != kept.address
