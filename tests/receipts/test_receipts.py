"""Receipts: given with the submission, signed, found by anyone who holds one, and never lost."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories.line import LineWorld
from xiangchuang.documents.receipt_file import pem_of
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.give_receipt import intention_sha256
from xiangchuang.proposals.models import PlanRevision, Proposal
from xiangchuang.proposals.plan import content_sha256
from xiangchuang.receipts.models import Receipt, ReceiptCheck, ReceiptKey, ReceiptKind
from xiangchuang.receipts.signing_key import known_key
from xiangchuang.receipts.stated import as_file, receipt_pdf, stated

PUBLIC = "/receipts/"


@pytest.fixture
def intention(world: LineWorld) -> Receipt:
    """The lead has submitted its intention."""
    case = world.at_stage("recommendation")
    return Receipt.objects.get(case=case, kind=ReceiptKind.INTENTION)


@pytest.fixture
def plan(world: LineWorld) -> Receipt:
    """The lead has submitted its plan."""
    case = world.at_stage("review")
    return Receipt.objects.get(case=case, kind=ReceiptKind.PLAN)


def ask(number: str, proof: str) -> tuple[int, str]:
    answer = Client().post(PUBLIC, {"number": number, "proof": proof})
    return answer.status_code, answer.content.decode()


def client_of(world: LineWorld, who: str) -> Client:
    client = Client()
    client.force_login(world.user(who))
    return client


@pytest.mark.clause("5.1-3")
def test_a_receipt_names_time_hashes_and_the_next_step_with_its_day(plan: Receipt) -> None:
    said, revision = stated(plan), PlanRevision.objects.get(receipt_number=plan.number)
    assert revision.file is not None
    assert [f.sha256 for f in said.files] == [revision.file.sha256]
    assert said.content_sha256 == revision.content_sha256 == content_sha256(revision)
    assert said.received_at.isoformat(timespec="seconds").endswith("+08:00")
    assert (said.next_step, said.next_due) == ("专家论证中", plan.case.due_on)


def test_a_receipt_stands_in_the_ledger_entry_of_its_act(plan: Receipt, world: LineWorld) -> None:
    entries = entries_of_case(plan.case.number)
    assert entries.get(verb="submit_plan").detail["receipt"] == plan.number
    first = Receipt.objects.get(kind=ReceiptKind.INTENTION)
    noted = entries.get(verb="submit_intention").detail
    assert (noted["receipt"], noted["content"]) == (first.number, first.content_sha256)


def test_an_intention_s_hash_is_over_what_it_says(intention: Receipt) -> None:
    proposal = Proposal.objects.select_related("case").get(case=intention.case)
    assert intention.content_sha256 == intention_sha256(proposal)
    proposal.direction += "。"
    assert intention.content_sha256 != intention_sha256(proposal)


def test_what_was_shown_survives(plan: Receipt, world: LineWorld) -> None:
    """The row, the files it names and the ledger's entry are there, and its page shows the same again."""
    home = f"/cases/{plan.case.number}"
    lead = client_of(world, "lead")
    before = [lead.get(f"{home}/plan/1/receipt/").content.decode().count(plan.number)]
    Case.objects.filter(pk=plan.case_id).update(title="后来改了名的技术创新中心", due_on=None)
    again = Receipt.objects.get(number=plan.number)
    assert (again.statement, bytes(again.signature)) == (plan.statement, bytes(plan.signature))
    revision = PlanRevision.objects.get(receipt_number=plan.number)
    assert revision.file is not None and revision.file.path.is_file()
    assert [lead.get(f"{home}/plan/1/receipt/").content.decode().count(plan.number)] == before
    assert lead.get(f"{home}/plan/1/receipt.pdf").content.startswith(b"%PDF")
    assert ask(plan.number, plan.code)[0] == 200


def test_whoever_holds_the_receipt_finds_it_and_learns_nothing_of_the_case(plan: Receipt) -> None:
    file_hash = stated(plan).files[0].sha256
    for proof in (
        plan.code,
        plan.code.lower().replace("-", ""),
        file_hash,
        file_hash.upper(),
        plan.content_sha256,
    ):
        status, text = ask(plan.number.lower(), f" {proof} ")
        assert status == 200 and "有这份回执" in text and file_hash in text
        for secret in (plan.case.number, plan.case.title, stated(plan).submitter, stated(plan).files[0].name):
            assert secret not in text


def test_a_wrong_proof_and_an_unknown_number_get_the_same_answer(plan: Receipt) -> None:
    tried = ((plan.number, "7K3M-9QXA-2BCD"), ("HZ2026999999", plan.code), (plan.number, "a" * 64))
    answers = {ask(*pair)[1].partition("<main")[2].partition("<form")[0] for pair in tried}
    assert len(answers) == 1 and "没有核验到" in answers.pop()
    assert ask("HZ2026999999", "1")[0] == 404


def test_an_address_from_the_qr_code_only_fills_the_form_in(plan: Receipt) -> None:
    text = Client().get(PUBLIC, {"number": plan.number, "code": plan.code}).content.decode()
    assert f'value="{plan.number}"' in text and f'value="{plan.code}"' in text
    assert "有这份回执" not in text and not ReceiptCheck.objects.exists()


def test_numbers_cannot_be_tried_out(plan: Receipt, settings: object, clock: object) -> None:
    settings.RECEIPT_CHECKS_PER_ADDRESS = 3  # type: ignore[attr-defined]
    for _time in range(3):
        assert ask(plan.number, "x")[0] == 404
    status, text = ask(plan.number, plan.code)
    assert status == 429 and "核验的次数太多" in text and plan.number in text
    clock.advance(timedelta(minutes=61))  # type: ignore[attr-defined]
    assert ask(plan.number, plan.code)[0] == 200


def test_parties_take_the_files_away_and_others_find_nothing(plan: Receipt, world: LineWorld) -> None:
    home = f"/cases/{plan.case.number}/receipts/{plan.number}/receipt"
    for who in ("lead", "member", "officer", "city_bureau"):
        client = client_of(world, who)
        assert client.get(f"{home}.json").content == as_file(plan), who
        assert client.get(f"{home}.pdf").content.startswith(b"%PDF"), who
    for who in ("other_city", "served_firm", "system_admin"):
        assert client_of(world, who).get(f"{home}.json").status_code == 404, who


def test_the_pages_of_both_receipts_lead_to_the_check(plan: Receipt, world: LineWorld) -> None:
    lead = client_of(world, "lead")
    first = Receipt.objects.get(kind=ReceiptKind.INTENTION)
    for page, receipt in (("intention-receipt", first), ("plan/1/receipt", plan)):
        text = lead.get(f"/cases/{plan.case.number}/{page}/").content.decode()
        assert receipt.number in text and receipt.code in text and receipt.content_sha256 in text
        assert f"/cases/{plan.case.number}/receipts/{receipt.number}/receipt.json" in text


def test_the_pdf_carries_code_and_address_of_the_check(plan: Receipt) -> None:
    import io

    import pdfplumber

    with pdfplumber.open(io.BytesIO(receipt_pdf(plan))) as pdf:
        text = "".join("".join(page.extract_text() for page in pdf.pages).replace("\u200b", "").split())
    assert plan.number in text and plan.code in text and f"/receipts/?number={plan.number}" in text


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_receipt", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_checks_receipt_and_files(plan: Receipt, tmp_path: Path) -> None:
    receipt, keys = tmp_path / "r.json", tmp_path / "keys.pem"
    receipt.write_bytes(as_file(plan))
    keys.write_bytes(Client().get("/receipts/keys.pem").content)
    revision = PlanRevision.objects.get(receipt_number=plan.number)
    assert revision.file is not None
    own = str(revision.file.path)
    for key in ((), ("--key", str(keys))):
        assert f"回执成立：{plan.number}" in (said := command(str(receipt), own, *key))
        assert "1 个文件与回执一致" in said
    other = tmp_path / "改过的方案.docx"
    other.write_bytes(revision.file.path.read_bytes() + b" ")
    with pytest.raises(CommandError, match=r"不在回执所列之中：改过的方案\.docx"):
        command(str(receipt), own, str(other))
    row = json.loads(receipt.read_bytes())
    receipt.write_text(json.dumps({**row, "receipt": row["receipt"].replace("示例", "别的")}))
    with pytest.raises(CommandError, match="签发后被改动"):
        command(str(receipt))
    with pytest.raises(CommandError, match="读不到文件"):
        command(str(tmp_path / "none.json"))


def test_a_new_key_leaves_older_receipts_checkable(
    intention: Receipt, settings: object, tmp_path: Path
) -> None:
    import base64

    settings.RECEIPT_KEY = base64.b64encode(b"\5" * 32).decode()  # type: ignore[attr-defined]
    newer = known_key()
    assert newer != intention.key and ReceiptKey.objects.count() == 2
    pem = Client().get("/receipts/keys.pem").content.decode()
    assert pem.index(pem_of(bytes(newer.public_key))) < pem.index(pem_of(bytes(intention.key.public_key)))
    (tmp_path / "r.json").write_bytes(as_file(intention))
    assert "回执成立" in command(str(tmp_path / "r.json"))


def test_a_returned_intention_gets_another_receipt_and_the_first_stays(world: LineWorld) -> None:
    from xiangchuang.proposals.intention import submit_intention
    from xiangchuang.proposals.recommend import return_intention

    case: Case = world.at_stage("recommendation")
    return_intention(
        actor=world.actor("city_bureau"), case=case, seen=case.version, reason="补充共建单位的任务分工。"
    )
    submit_intention(actor=world.actor("lead"), case=case, seen=case.version)
    numbers = list(Receipt.objects.filter(case=case).order_by("pk").values_list("number", flat=True))
    assert len(numbers) == 2 and numbers[0][:6] == numbers[1][:6]
