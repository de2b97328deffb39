"""One database filled with one number of cases and measured, in a process that `bench.__main__` starts."""

import argparse
import json
import sys
import time
from typing import Any

import django
from django.test import Client

VERB_REPEATS = 20


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Fill the empty database of the environment and return all figures."""
    from django.core.management import call_command

    from bench import ground
    from bench.pages import open_pages, pages, sessions
    from bench.population import populate
    from bench.stories import Stopwatch, granted_case, published_case, submit_drafts
    from xiangchuang.demo.province import build_province

    call_command("prepare_database")
    province, watch = build_province(), Stopwatch()
    began = time.perf_counter()
    populate(province, arguments.cases)
    filled = time.perf_counter() - began
    _tidy()
    ended, opened = granted_case(province, watch), published_case(province, watch)
    submit_drafts(province, VERB_REPEATS, watch)
    wanted = pages(opened, ended)
    clients = sessions({page.username for page in wanted})
    timings, slow = open_pages(wanted, clients)
    told: dict[str, Any] = {
        "cases": arguments.cases,
        "populate_seconds": filled,
        "pages": {name: timing._asdict() for name, timing in timings.items()},
        "verbs": {name: timing._asdict() for name, timing in watch.timings().items()},
        "load": _loaded(arguments, province, wanted, clients),
        "slow": [query._asdict() for query in slow],
    }
    if arguments.ledger:
        told["sealing"] = ground.sealing()
        told["verifying"] = ground.verifying(arguments.ledger)
        told["papers"] = ground.papers()
    return told


def _loaded(
    arguments: argparse.Namespace, province: Any, wanted: list[Any], clients: dict[str, Client]
) -> dict[str, Any]:
    from bench.pages import cookies
    from bench.server import send, serving

    found: dict[str, Any] = {}
    with serving(arguments.workers) as port:
        for page in (page for page in wanted if page.load):
            headers = {"Cookie": cookies(clients[page.username]), "Accept-Language": "zh-hans"}
            request = {"method": "GET", "path": page.address, "headers": headers}
            load = send(
                port, [request], threads=arguments.clients, seconds=arguments.seconds, status=200, once=False
            )
            found[page.name] = load._asdict()
        if requests := _submissions(province, arguments.submissions):
            load = send(port, requests, threads=arguments.clients, seconds=0, status=302, once=True)
            kept = _submitted(requests)
            faults = load.faults | ({"not kept": load.answered - kept} if kept < load.answered else {})
            found["submission of an intention"] = load._replace(faults=faults)._asdict()
    return found


def _submitted(requests: list[dict[str, Any]]) -> int:
    """Return how many of the cases have left the intention: an answer that kept nothing is no success."""
    from xiangchuang.procedure.models import Case

    numbers = [request["path"].split("/")[2] for request in requests]
    return Case.objects.filter(number__in=numbers, submitted_at__isnull=False).count()


def _submissions(province: Any, count: int) -> list[dict[str, Any]]:
    """Return one POST for each prepared draft; none while the page of the verb is not routed."""
    from django.urls import NoReverseMatch, reverse

    from bench.pages import cookies, sessions
    from bench.stories import drafts

    token = "bench" + "0" * 27
    requests = []
    cases = drafts(province, count)
    staff = {case.pk: province.staff[case.proposal.lead_id].username for case in cases}
    clients = sessions(set(staff.values()))
    for case in cases:
        try:
            address = reverse("proposals:submit-intention", args=[case.number])
        except NoReverseMatch:
            return []
        headers = {
            "Cookie": f"{cookies(clients[staff[case.pk]])}; csrftoken={token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = f"csrfmiddlewaretoken={token}&seen={case.version}"
        requests.append({"method": "POST", "path": address, "headers": headers, "body": body})
    return requests


def _tidy() -> None:
    """Let PostgreSQL know its tables as autovacuum would have by then."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser()
    for name, kind in (
        ("cases", int), ("seconds", float), ("clients", int), ("workers", int), ("submissions", int),
        ("ledger", int),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=kind, required=True)
    django.setup()
    json.dump(measure(parser.parse_args()), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
