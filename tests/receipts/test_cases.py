"""The worked cases of receipts.md section 9, read from their file, every column of what must come out."""

import csv
from pathlib import Path

import pytest

from mi_crm.exchange.facts_file import read_facts
from mi_crm.receipts.rules.decision import decide

FILE = Path(__file__).parent / "cases.csv"
EXPECTED = {case["case_id"]: case for case in csv.DictReader(FILE.read_text(encoding="utf-8").splitlines())}
FACTS = {row.case_id: row.facts for row in read_facts(FILE)}

COMPARED = (
    "paper", "acknowledgment_needed", "disclosure_required", "contribution_amount", "gift_date", "tax_year",
    "sentences", "summary_section", "in_deductible_total", "form990_line", "schedule_b_counted",
)  # fmt: skip


def in_words(answer: object) -> str:
    return {True: "y", False: "n", None: ""}.get(answer, str(answer))  # type: ignore[call-overload, no-any-return] # a key of any kind


@pytest.mark.parametrize("case_id", EXPECTED)
def test_a_case_comes_out_as_written(case_id: str) -> None:
    decision = decide(FACTS[case_id])
    amount = decision.contribution_amount
    got = {
        "paper": decision.paper.value,
        "acknowledgment_needed": in_words(decision.acknowledgment_needed),
        "disclosure_required": in_words(decision.disclosure_required),
        "contribution_amount": amount.plain() if amount is not None else "",
        "gift_date": in_words(decision.gift_date),
        "tax_year": decision.tax_year,
        "sentences": "|".join(decision.sentences),
        "summary_section": decision.summary_section.value,
        "in_deductible_total": in_words(decision.in_deductible_total),
        "form990_line": decision.form990_line,
        "schedule_b_counted": in_words(decision.schedule_b_counted),
    }
    assert got == {column: EXPECTED[case_id][column] for column in COMPARED}
    assert decision.reasons
    assert not {*EXPECTED[case_id]["forbidden"].split("|")} & set(decision.sentences)


def test_every_case_is_there() -> None:
    assert len(EXPECTED) == len(FACTS) == 81


# The rules that a case is about are among the reasons. What is only about the summary, the receipt's
# form or soft credit is told elsewhere.
@pytest.mark.parametrize(
    ("case_id", "rule"),
    [
        ("C006", "R4.20"), ("C007", "R4.21"), ("C009", "R4.23"), ("C010", "R4.24"), ("C012", "R4.26"),
        ("C019", "R4.16"), ("C022", "R1.12"), ("C024", "R4.28"), ("C027", "R4.17"), ("C031", "R2.3"),
        ("C033", "R2.1"), ("C034", "R2.4"), ("C037", "R1.8"), ("C040", "R2.6"), ("C048", "R2.7"),
        ("C052", "R2.5a"), ("C054", "R2.10"), ("C057", "R2.12"), ("C060", "R2.11"), ("C061", "R2.13"),
        ("C064", "R4.12"), ("C067", "R3.1"), ("C069", "R4.27"), ("C072", "R3.7"), ("C073", "R3.4"),
        ("C075", "R3.2"), ("C076", "R3.8"), ("C079", "R3.9"), ("C081", "R5.3"), ("C082", "R4.1"),
        ("C084", "R4.3"), ("C088", "R4.6"), ("C091", "R4.5"), ("C093", "R4.8"), ("C094", "R4.9"),
        ("C096", "R4.10"), ("C099", "R4.7"), ("C103", "R4.11"), ("C105", "R8.11"), ("C106", "R4.14"),
        ("C108", "R4.13"), ("C112", "R8.14"), ("C114", "R1.3"), ("C118", "R5.1"),
    ],
)  # fmt: skip
def test_the_deciding_rule_is_told(case_id: str, rule: str) -> None:
    assert rule in {reason.rule for reason in decide(FACTS[case_id]).reasons}
