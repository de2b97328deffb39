"""Every address of the project, from the URLconf: closed to the anonymous, whole in every stage."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from tests.factories.line import PEOPLE, LineWorld
from tests.line.visitor import Visitor, nothing_changes, text_of
from xiangchuang.demo.line import passing_days
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import current_pack

PUBLIC_APPS = {"portal"}
# Pages of the notice that anyone may open, and the way in.
PUBLIC = {
    "decisions:objection", "decisions:notice-pdf", "decisions:find-receipt", "decisions:objection-receipt",
    "accounts:sign-in", "proposals:self-check", "marketplace:home", "marketplace:home-export",
    "marketplace:offering", "marketplace:demands", "marketplace:demand", "marketplace:laboratories",
    "marketplace:demands-export", "evaluation:survey-done", "network:public-platforms",
    "feedback:home", "feedback:new", "feedback:find-receipt", "receipts:verify", "receipts:keys",
}  # fmt: skip
# Answer to anyone only for what is public, to others as if there were nothing.
HIDDEN = {
    "decisions:document-pdf", "decisions:document-docx", "files:download", "notify:feed", "evaluation:survey",
    "notify:unsubscribe", "network:public-platform",
    "feedback:answered", "feedback:receipt", "feedback:withdraw",
}  # fmt: skip
WORDS = {
    "number": "2026-HN-0001", "anchor": "5.1-3", "code": "AAAA-BBBB-CCCC",
    "receipt": "YY2026-0001-AAAA-BBBB-CCCC", "chapter": "governance", "target_key": "1",
    "kind": "direction", "channel": "mail", "token": "1-none",
    "form": "pdf", "indicator": "A1", "name": "feedback", "part": "uses",
}  # fmt: skip
LOOKING = ("officer", "lead", "expert")
STAGES = (
    "intention", "recommendation", "conditions", "formal_check", "plan", "review", "revision", "site_visit",
    "integrity", "meeting", "publicity", "approval",
)  # fmt: skip


def doors() -> Iterator[tuple[str, str]]:
    """Yield the name and address of every page of ours."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.namespace:
            for name, converters in named_patterns(resolver, {}):
                arguments = {
                    argument: 1 if isinstance(converter, IntConverter) else WORDS[argument]
                    for argument, converter in converters.items()
                }
                full_name = f"{resolver.namespace}:{name}"
                yield full_name, reverse(full_name, kwargs=arguments)


def named_patterns(resolver: URLResolver, above: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of each page below with the converters of its whole address."""
    for pattern in resolver.url_patterns:
        converters = above | pattern.pattern.converters
        if isinstance(pattern, URLResolver):
            yield from named_patterns(pattern, converters)
        elif isinstance(pattern, URLPattern):
            yield str(pattern.name), converters


DOORS = dict(doors())
CASE_PAGES = {name: address for name, address in DOORS.items() if address.startswith("/cases/2026-HN-0001/")}


def test_nobody_passes_a_door_unless_signed_in(world: LineWorld) -> None:
    """An anonymous visitor is shown the way in, or nothing at all; a POST changes nothing."""
    world.at_stage("recommendation")
    assert len(CASE_PAGES) > 50
    with nothing_changes():
        for name, address in DOORS.items():
            if name.split(":")[0] in PUBLIC_APPS or name in PUBLIC:
                continue
            for answer in (Client().get(address), Client().post(address, {"seen": 1, "reason": "x" * 30})):
                if answer.status_code == 302 and name != "accounts:sign-out":
                    assert answer["Location"].startswith("/account/sign-in/?next="), name
                elif answer.status_code != 302:
                    assert answer.status_code in ({404, 405} if name in HIDDEN else {401, 405}), name


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("stage", STAGES)
def test_no_page_breaks_in_any_stage_and_none_shows_the_lead_the_candidates(
    expert_world: LineWorld, stage: str
) -> None:
    """Each page of a verb, opened in and out of its turn: an answer in words, never a fault."""
    case = at(expert_world, stage)
    for who in LOOKING:
        visitor = Visitor(expert_world.user(who))
        for name, address in CASE_PAGES.items():
            looked = visitor.client.get(address)
            assert looked.status_code in {200, 302, 403, 404, 405, 422}, (who, name, looked.status_code)
            if who == "lead":
                assert "候选专家" not in text_of(looked), (who, name)
    assert Case.objects.get(pk=case.pk).stage_code == stage


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("stage", ["recommendation", "plan", "review", "site_visit", "approval"])
def test_an_empty_form_is_an_answer_in_words_too(expert_world: LineWorld, stage: str) -> None:
    """Sent at no version at all: told to look again, or what is missing; and nothing is done."""
    case = at(expert_world, stage)
    for who in LOOKING:
        visitor = Visitor(expert_world.user(who))
        with nothing_changes():
            for name, address in CASE_PAGES.items():
                sent = visitor.client.post(address, {"seen": 0})
                assert sent.status_code in {302, 403, 404, 405, 409, 422}, (who, name, sent.status_code)
    assert Case.objects.get(pk=case.pk).stage_code == stage


def at(world: LineWorld, stage: str) -> Case:
    """Return a case in that stage; the last one lies behind a window that has to pass."""
    if stage != "approval":
        return world.at_stage(stage)
    world.at_stage("publicity")
    world.line.pause = passing_days
    return world.on_to(stage)


@pytest.mark.django_db
def test_every_role_that_a_pack_names_is_played_here() -> None:
    roles = {stage.role for procedure in current_pack().procedures.values() for stage in procedure.stages}
    assert roles <= set(PEOPLE)
