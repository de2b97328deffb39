"""Beside the text of a section stand its tables, which are kept as rows."""

from django.test import Client

from tests.factories.line import LineWorld
from tests.plan_parts.filling import manuscript, sample, save


def test_a_section_with_tables_leads_to_them_and_says_how_far_they_are(db: None, client: Client) -> None:
    world = LineWorld.build()
    world.at_stage("plan")
    save(world, "tasks", sample(world)["tasks"])
    client.force_login(world.user("member"), backend="django.contrib.auth.backends.ModelBackend")
    case = f"/cases/{world.case.number}/"
    assert manuscript(world).sections.filter(code="A.4.1").exists()
    page = client.get(f"{case}manuscript/A.4.1/").content.decode()
    assert f'href="{case}plan-tables/tasks/"' in page and "3 行" in page
    assert f'href="{case}plan-tables/milestones/"' in page and "还没有填写" in page
    assert "本节的表格" not in client.get(f"{case}manuscript/A.1.1/").content.decode()
    assert f'href="{case}plan-tables/"' in client.get(f"{case}manuscript/").content.decode()
