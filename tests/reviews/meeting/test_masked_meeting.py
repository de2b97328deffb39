"""Under a pack that masks, a member reads no name before the meeting begins, and all of them after."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.reviews.masked import found_in, masking_pack, name_everybody
from tests.reviews.meeting.steps import Meeting
from tests.reviews.steps import Round, as_person
from xiangchuang.files.gates import may_read
from xiangchuang.files.store import store_bytes
from xiangchuang.notify.models import Message
from xiangchuang.procedure.packs import forget_packs
from xiangchuang.reviews.masked_plan import reads_masked
from xiangchuang.reviews.meeting.questions import (
    PRESENTATION_PURPOSE,
    answer_question,
    ask_question,
    present_to_panel,
)


@pytest.fixture
def blind(db: None, settings: Any, tmp_path: Path) -> Iterator[Meeting]:
    """All have read, in a province that masks."""
    settings.POLICY_DIRECTORIES = [masking_pack(tmp_path / "packs")]
    settings.MEDIA_ROOT = tmp_path / "media"
    forget_packs()
    world = LineWorld.build(experts=ALL_EXPERTS)
    world.at_stage("review")
    yield Meeting(Round(world).seat_all().open().hear_all())
    forget_packs()


@pytest.mark.clause("5.2-1")
def test_names_answers_and_slides_open_with_the_meeting(blind: Meeting) -> None:
    names, li = name_everybody(blind.round_), as_person(blind.seats[0].expert)
    blind.convene()
    lead_name = blind.round_.world.lead.name
    question = ask_question(actor=li, case=blind.case, text="中试在哪里做？")
    answer_question(
        actor=blind.lead, case=blind.case, question_id=question.pk, question_seen=1,
        answer=f"在{lead_name}的试验场。",
    )  # fmt: skip
    slides = store_bytes(
        actor=blind.lead, content=b"%PDF-1.7", name="汇报.pdf", media_type="application/pdf",
        purpose=PRESENTATION_PURPOSE,
    )  # fmt: skip
    present_to_panel(actor=blind.lead, case=blind.case, seen=blind.case.version, file=slides)

    def page() -> str:
        client = Client()
        assert li.user is not None
        client.force_login(li.user, backend="django.contrib.auth.backends.ModelBackend")
        return client.get(reverse("reviews:panel-meeting", args=[blind.case.number])).content.decode()

    before = page()
    assert found_in(before, names) == []
    assert "的试验场。" in before
    assert not may_read(li, slides)
    told = Message.objects.filter(audience=f"user:{blind.seats[0].expert.user_id}")
    assert found_in("".join(f"{m.subject}{m.values}" for m in told), names) == []
    assert reads_masked(li, blind.case)

    blind.begin()

    assert lead_name in page()
    assert may_read(li, slides)
    assert not reads_masked(li, blind.case)
