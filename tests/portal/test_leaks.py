"""Two hundred texts with personal data, put wherever a text may become public: none reaches anybody.

A verb that publishes refuses them and says what to do; what people write themselves is shown without the
sentence. Then every page, export and feed that is open without signing in is fetched, by the URLconf.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache, partial
from html import unescape

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.decisions.world import CONTACT, World
from tests.factories.centers import CenterFactory
from tests.factories.personal_data import ADDRESSES, PERSONAL_TEXTS
from tests.factories.registers import OrganizationFactory, UserFactory
from tests.feedback.world import FeedbackWorld
from tests.layouts.world import LayoutWorld
from tests.line.test_every_door import HIDDEN, PUBLIC, PUBLIC_APPS, named_patterns
from tests.marketplace.world import Market
from tests.platforms.world import PlatformWorld
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center, CenterMember, CenterTarget
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.decisions.draft_approval import draft_approval
from xiangchuang.decisions.models import Notice, OfficialDocument
from xiangchuang.decisions.publish_notice import extend_notice, publish_notice
from xiangchuang.documents.official import verification_code
from xiangchuang.documents.personal import WITHHELD
from xiangchuang.feedback.publish_answer import publish_feedback
from xiangchuang.feedback.queries import public_feedback
from xiangchuang.layouts.queries import public_directions, public_versions
from xiangchuang.marketplace.demands import close_demand
from xiangchuang.marketplace.models import Demand, Offering
from xiangchuang.marketplace.rate_order import answer_rating, rate_order
from xiangchuang.marketplace.registers import LABORATORIES
from xiangchuang.platforms.models import Platform
from xiangchuang.policy.wordings import WordingBlock
from xiangchuang.portal.industry_chains import industry_chains
from xiangchuang.portal.open_data import DATASETS
from xiangchuang.portal.views.feeds import FEEDS
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import current_pack
from xiangchuang.research.models import ChainPlace
from xiangchuang.search.follow import refresh_all
from xiangchuang.search.sources import sources
from xiangchuang.wordings.edit_wording import wording_faults
from xiangchuang.wordings.in_force import wording_in_force
from xiangchuang.wordings.kinds import paper_kind

# Open without signing in, but nothing anybody wrote for the public is on them.
NOTHING_WRITTEN = {
    "accounts:sign-in", "decisions:document-docx", "files:download", "notify:feed", "notify:unsubscribe",
    "evaluation:survey", "evaluation:survey-done", "decisions:objection-receipt", "portal:result",
    "feedback:receipt", "feedback:withdraw", "receipts:verify", "receipts:keys",
}  # fmt: skip
Arguments = list[dict[str, object]]


def packed(most: int, joint: str, texts: tuple[str, ...] = PERSONAL_TEXTS) -> list[str]:
    """Return the texts in as few values as a field of so many signs takes; what is longer is left out."""
    values: list[str] = []
    for text in (text for text in texts if len(text) <= most):
        if values and len(values[-1]) + len(joint) + len(text) <= most:
            values[-1] += joint + text
        else:
            values.append(text)
    return values


def turns(values: list[str]) -> Callable[[], str]:
    """Return a function that gives the values one after another, over and over."""
    place = iter(range(1_000_000))
    return lambda: values[next(place) % len(values)]


@pytest.fixture
def written(world: World) -> World:
    """Every text that a center, a firm or a register may bring before the public, full of them."""
    market = Market()
    world.publish(world.case_at("publicity"))
    FeedbackWorld().published()
    line, long_line, text = packed(100, "；"), packed(200, "；"), packed(3_900, "\n")
    _centers(long_line, line)
    _market(market, line, long_line, text)
    platforms, name = PlatformWorld(), turns(long_line)
    for value in long_line:
        platforms.confirmed(
            name=value, specialty=name(), approved_by=name()[:90],
            document_number=f"湘科发〔2022〕{len(value)}号",
        )  # fmt: skip
    for kind in sources():
        refresh_all(kind)
    return world


def _centers(values: list[str], short: list[str]) -> None:
    """Centers whose name, members, targets and chains came in before anything looked at them."""
    link, keeper = turns(short), UserFactory()
    for place, value in enumerate(values):
        lead = OrganizationFactory(name=f"{value[:150]}（{place}）")
        center = CenterFactory(name=value, field_label=value[:50], lead=lead, members=[])
        CenterMember.objects.filter(center=center).update(duty=value)
        CenterTarget.objects.create(
            center=center, position=1, name=value[:100], unit="项", year=2027, value_e4=10_000
        )
        for chain in short[place :: len(values)]:
            ChainPlace.objects.create(
                center=center, chain=chain, link=link(), supplies=value, recorded_by=keeper
            )
        code = verification_code(bytes([place] * 16))
        OfficialDocument.objects.filter(pk=center.document_id).update(
            is_public=True, title=value, verification_code=code
        )


def _market(market: Market, line: list[str], long_line: list[str], text: list[str]) -> None:
    body, short, note = turns(text), turns(line), turns(long_line)
    for value in long_line:
        where = turns([t for t in PERSONAL_TEXTS if not any(a in t for a in ADDRESSES)])
        market.offering(
            "instrument", name=value, summary=body(), keywords=note(), model=short(), place=where(),
            fee_note=note(), technician=short(), rules=body(), photo_number="",
        )  # fmt: skip
        record_entry(
            LABORATORIES, actor=market.staff, center=market.center,
            values={
                "name": value, "organization": market.firm, "purpose": note(), "began_on": clock.today(),
                "runs_until": clock.today() + timedelta(days=300), "center_share_fen": 0,
                "firm_share_fen": 0,
            },
        )  # fmt: skip
    for value in line:
        market.demand(title=value, text=body())
    for value in packed(900, "\n"):
        order = market.accepted()
        rate_order(actor=market.person, order=order, seen=order.version, score=3, text=value)
        answer_rating(actor=market.staff, order=order, seen=order.version, text=value)
        order_of = Offering.objects.filter(kind="instrument").first()
        type(order).objects.filter(pk=order.pk).update(offering=order_of)
    closed = market.demand()
    close_demand(actor=market.person, demand=closed, seen=closed.version, reason=line[0])


def public_doors() -> Iterator[str]:
    """Yield the names of the pages that open without signing in."""
    for resolver in get_resolver().url_patterns:
        if namespace := getattr(resolver, "namespace", None):
            for name, _converters in named_patterns(resolver, {}):  # type: ignore[arg-type]
                full = f"{namespace}:{name}"
                if namespace in PUBLIC_APPS or full in PUBLIC | HIDDEN:
                    yield full


def arguments() -> dict[str, Arguments]:
    """Return for each page what it is opened with: every object there is."""
    centers: Arguments = [{"pk": pk} for pk in Center.objects.values_list("pk", flat=True)]
    codes = OfficialDocument.objects.values_list("verification_code", flat=True)
    documents: Arguments = [{"code": code} for code in codes]
    issued = [{"code": d.verification_code} for d in OfficialDocument.objects.exclude(content__title=None)]
    editions = [{"edition": v.edition} for v in public_versions()]
    notices: Arguments = [{"number": n} for n in Notice.objects.values_list("number", flat=True)]
    plain = [
        "portal:home", "portal:search", "portal:policy", "portal:notices", "portal:documents",
        "portal:results", "portal:centers", "portal:chains", "portal:statistics", "portal:open-data",
        "portal:verify",
        "portal:layout", "portal:goals", "feedback:home", "feedback:new", "feedback:find-receipt",
        "portal:robots", "portal:sitemap", "portal:sitemap-standing", "decisions:find-receipt",
        "proposals:self-check", "marketplace:home", "marketplace:home-export", "marketplace:demands",
        "marketplace:laboratories", "marketplace:demands-export", "network:public-platforms",
    ]  # fmt: skip
    return {name: [{}] for name in plain} | {
        "portal:clause": [{"anchor": "5.3-1"}], "portal:sitemap-part": [{"part": 1}],
        "portal:dataset": [{"code": d.code, "form": form} for d in DATASETS for form in ("csv", "json")],
        "portal:feed": [{"name": name} for name in FEEDS],
        "portal:center": centers, "portal:center-sheet": centers,
        "portal:chain": [{"name": chain.key} for chain in industry_chains()],
        "portal:center-sheet-pdf": centers[:2], "portal:verified": documents,
        "decisions:document-pdf": issued, "portal:layout-edition": editions,
        "portal:layout-file": [edition | {"form": "pdf"} for edition in editions],
        "portal:direction": [{"number": d.number} for d in public_directions()],
        "feedback:answered": [{"number": f.number} for f in public_feedback()],
        "portal:notice": notices, "decisions:objection": notices,
        "decisions:notice-pdf": notices,
        "marketplace:offering": [{"pk": pk} for pk in Offering.objects.values_list("pk", flat=True)],
        "marketplace:demand": [{"pk": pk} for pk in Demand.objects.values_list("pk", flat=True)],
        "network:public-platform": [{"pk": pk} for pk in Platform.objects.values_list("pk", flat=True)],
    }  # fmt: skip


def open_addresses() -> Iterator[str]:
    """Yield every address anybody may fetch, with the pages of long lists and the other forms."""
    for name, each in arguments().items():
        for kwargs in each:
            yield reverse(name, kwargs=kwargs)
    for name in ("portal:centers", "portal:documents", "marketplace:home", "marketplace:demands",
                 "marketplace:laboratories", "network:public-platforms"):  # fmt: skip
        for page in (2, 3, 4):
            yield f"{reverse(name)}?page={page}"
    yield f"{reverse('network:public-platforms')}?format=csv"
    for kind in sources():
        for page in range(1, 5):
            yield f"{reverse('portal:search')}?q=联系&kind={kind}&page={page}"
            yield f"{reverse('portal:search')}?q=示例&kind={kind}&page={page}"


def forms_of(text: str) -> set[str]:
    """Return the text as it may stand on a page: as written, and as the registers keep it."""
    return {" ".join(form.split()) for form in (text, normalise_text(text), normalise_line(text))}


def test_every_page_open_to_everybody_is_fetched_here(db: None) -> None:
    """A new public page belongs into `arguments`, or among those on which nothing is written."""
    assert set(public_doors()) == arguments().keys() | NOTHING_WRITTEN


def test_none_of_two_hundred_texts_reaches_a_page_an_export_or_a_feed(written: World, client: Client) -> None:
    needles = {form: text for text in PERSONAL_TEXTS for form in forms_of(text)}
    leaks, read, withheld = [], 0, 0
    for address in open_addresses():
        answer = client.get(address)
        assert answer.status_code in {200, 302, 404}, (address, answer.status_code)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        page = " ".join(unescape(body.decode("utf-8", "replace")).split())
        read += answer.status_code == 200
        withheld += WITHHELD in page
        leaks += [(address, text) for form, text in needles.items() if form in page]
    assert len(set(PERSONAL_TEXTS)) >= 200
    assert leaks[:20] == []
    assert read > 200 and withheld > 150, "the texts were really there to be left out"


ACTS = (
    "title", "contact", "reason", "addressee", "layout", "direction", "need", "feedback title",
    "feedback text", "feedback answer",
)  # fmt: skip


@pytest.fixture
def publishing(world: World) -> dict[str, Callable[[str], object]]:
    """Every act of the department that makes a typed text public, as a function of that text."""
    published = world.case_at("publicity", "示例甲号中心")
    world.publish(published)
    titled, deciding = world.case_at("publicity", "示例乙号中心"), world.case_at("approval", "示例丙号中心")

    def title(text: str) -> object:
        Case.objects.filter(pk=titled.pk).update(title=text[:200])
        return publish_notice(actor=world.officer, case=titled, seen=titled.version, contact=CONTACT)

    def contact(text: str) -> object:
        seen = titled.version
        return publish_notice(actor=world.officer, case=titled, seen=seen, contact=f"{CONTACT} {text}")

    def reason(text: str) -> object:
        later = published.notices.get().closes_on + timedelta(days=7)
        return extend_notice(
            actor=world.officer, case=published, seen=published.version, closes_on=later, reason=text
        )

    def addressee(text: str) -> object:
        return draft_approval(actor=world.officer, case=deciding, seen=deciding.version, addressee=text[:200])

    published.refresh_from_db()
    acts = {"title": title, "contact": contact, "reason": reason, "addressee": addressee}
    return acts | _layout_acts() | _feedback_acts()


def _layout_acts() -> dict[str, Callable[[str], object]]:
    layouts = LayoutWorld()
    draft = cache(layouts.layout)
    return {
        "layout": lambda text: layouts.layout(about=text),
        "direction": lambda text: layouts.direction(draft(), text),
        "need": lambda text: layouts.direction(draft(), need=text),
    }


def _feedback_acts() -> dict[str, Callable[[str], object]]:
    world = FeedbackWorld()
    row = world.answered()
    words = {"title": row.title, "text": row.text, "answer": row.answer}

    def publish(name: str, text: str) -> object:
        changed = words | {name: text[:100] if name == "title" else text}
        return publish_feedback(actor=world.officer, feedback=row, seen=row.version, **changed)

    return {f"feedback {name}": partial(publish, name) for name in words}


@pytest.mark.clause("5.3-1")
@pytest.mark.parametrize("act", ACTS)
def test_what_the_department_publishes_is_refused_with_the_cause(
    publishing: dict[str, Callable[[str], object]], act: str
) -> None:
    passed = []
    # An office's mailbox may stand in what names an office.
    of_an_office = act in {"contact", "addressee"}
    for text in (text for text in PERSONAL_TEXTS if not (of_an_office and _is_mailbox(text))):
        try:
            publishing[act](text)
        except Invalid as refusal:
            assert refusal.message
            assert not any(form in str(refusal) for form in forms_of(text) if len(form) > 6), text
        else:
            passed.append(text)
    assert passed == []


def _is_mailbox(text: str) -> bool:
    return any(sign in text for sign in ("@", "＠", "[at]", "(at)", "艾特", " at "))


def test_no_words_of_an_office_carry_them(world: World) -> None:
    """The words around a notice or an approval are looked at before they can be published."""
    for kind in ("notice_approval", "approval"):
        text = wording_in_force(kind, current_pack()).text
        for personal in PERSONAL_TEXTS:
            told = personal.replace("\n", " ")
            blocks = (*text.blocks, WordingBlock(row="paragraph", text=told))
            assert wording_faults(paper_kind(kind), text.model_copy(update={"blocks": blocks})), personal


LEGITIMATE = (
    "湘科发〔2026〕1号", "91430100MA4L16JQ3B", "GB/T 9704-2012", "6,000.00 万元", "2026-11-04 至 2026-11-10",
    "加工精度 0.005 毫米，行程 1200 毫米", "型号 GS-600-2026", "专利 ZL202310123456.7", "邮政编码 410013",
    "项目编号 2026GK1001", "服务企业 138 家，检测 15907 件",
)  # fmt: skip


def test_what_is_no_personal_data_is_read_as_it_was_written(world: World, client: Client) -> None:
    notice = world.publish(world.case_at("publicity"))
    market = Market()
    offering = market.offering(summary="\n".join(LEGITIMATE), rules="；".join(LEGITIMATE))
    demand = market.demand(text="\n".join(LEGITIMATE))
    for name, key in (("marketplace:offering", offering.pk), ("marketplace:demand", demand.pk)):
        page = unescape(client.get(reverse(name, args=[key])).content.decode())
        assert [text for text in LEGITIMATE if text not in page] == []
        assert WITHHELD not in page
    page = client.get(reverse("portal:notice", args=[notice.number])).content.decode()
    assert CONTACT in page and WITHHELD not in page


def test_an_instruments_place_is_there_to_be_found(world: World, client: Client) -> None:
    """Where an instrument stands is an address, and no home; a telephone there is left out all the same."""
    market = Market()
    here = market.offering("instrument", place="岳麓区麓谷大道658号 3栋")
    there = market.offering("instrument", name="另一台", place="电话 13800138000")
    page = client.get(reverse("marketplace:offering", args=[here.pk])).content.decode()
    assert "岳麓区麓谷大道658号" in page
    page = client.get(reverse("marketplace:offering", args=[there.pk])).content.decode()
    assert "13800138000" not in page and WITHHELD in page
