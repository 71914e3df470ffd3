"""Every act that any room can record has a sentence, and every field of a change a plain name."""

import ast
import re
import string
from pathlib import Path

import pytest

from mi_crm.history.rules import _REFUSALS
from mi_crm.post.rules import Account
from mi_crm.sample.make import make_sample
from mi_crm.store.audit import Told, told
from mi_crm.store.rows import TAKEN_BACK
from mi_crm.ui.shared.change_words import FIELDS, value_words
from mi_crm.ui.shared.sentences import SENTENCES, sentence
from tests.conftest import NOW, TODAY

APART = ("store", "ui", "sample")
"""Rooms that record nothing of their own."""
TELLERS = {
    "record": 1,
    "telling": 1,
    "tell_gift": 1,
    "_tell_line": 1,
    "_tell": 1,
    "tell_receipt": 1,
    "_stand": 3,
    "_note": 4,
}
"""Functions that leave a trace, and the place of the word for it among their arguments."""
EITHER = {
    "{row.__tablename__}.added": ("fund.added", "campaign.added", "program.added", "site.added"),
    "{row.__tablename__}.deleted": ("fund.deleted", "campaign.deleted", "program.deleted", "site.deleted"),
    "{row.__tablename__}.{('closed' if on else 'reopened')}": (
        "fund.closed",
        "campaign.closed",
        "fund.reopened",
        "campaign.reopened",
        "program.closed",
        "site.closed",
        "program.reopened",
        "site.reopened",
        "skill.closed",
        "skill.reopened",
        "credential_type.closed",
        "credential_type.reopened",
        "role.closed",
        "role.reopened",
    ),
    "{row.__tablename__}.changed": ("program.changed", "site.changed"),
    "{kind}.sent": ("invitation.sent", "change.sent", "cancellation.sent"),
    "{kind}.drafted": ("invitation.drafted", "change.drafted", "cancellation.drafted"),
    "{kind}.refused": ("invitation.refused", "change.refused", "cancellation.refused"),
    "organization.{which}_changed": ("organization.logo_changed", "organization.signature_changed"),
}


def recorded() -> set[str]:
    """Return every word for an act that stands in the code of the rooms."""
    found: set[str] = set()
    for room in Path("mi_crm").iterdir():
        for path in room.rglob("*.py") if room.name not in APART else ():
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = (
                        node.func.attr
                        if isinstance(node.func, ast.Attribute)
                        else getattr(node.func, "id", "")
                    )
                    place = TELLERS.get(name)
                    if place is not None and len(node.args) > place:
                        found |= _words(node.args[place])
                elif isinstance(node, ast.Assign) and _target(node.targets[0]) == "what":
                    found |= _words(node.value)
    return found | {TAKEN_BACK}


def _target(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _words(node: ast.expr) -> set[str]:
    if isinstance(node, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z_]+", str(node.value)):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        return _words(node.body) | _words(node.orelse)
    if isinstance(node, ast.JoinedStr):
        template = ast.unparse(node)[2:-1]
        return set(EITHER.get(template, (template,)))
    return set()


def test_every_act_of_every_room_has_a_sentence() -> None:
    words = recorded()
    assert len(words) > 50
    assert words - set(SENTENCES) == set()


def test_no_sentence_is_of_an_act_that_nobody_records() -> None:
    assert set(SENTENCES) - recorded() == set()
    assert set(_REFUSALS) - recorded() == set()


def test_every_field_that_can_change_has_a_plain_name() -> None:
    from dataclasses import fields

    from mi_crm.giving.actions.batches import BatchEntry
    from mi_crm.giving.actions.entry import GiftEntry
    from mi_crm.giving.actions.funds import CampaignEntry, FundEntry
    from mi_crm.giving.actions.record import Remarks
    from mi_crm.organization.rules import OrganizationDetails
    from mi_crm.people.details import ConstituentDetails
    from mi_crm.programs.entries import PractitionerEntry, ProgramEntry, SiteEntry, TrainingEntry
    from mi_crm.volunteering.entries import (
        CredentialEntry,
        CredentialTypeEntry,
        HoursEntry,
        RoleEntry,
        ShiftEntry,
        SkillEntry,
        VolunteerEntry,
    )

    forms = (
        BatchEntry, GiftEntry, CampaignEntry, FundEntry, Remarks, OrganizationDetails, ConstituentDetails,
        Account, ProgramEntry, SiteEntry, TrainingEntry, PractitionerEntry, VolunteerEntry,
        CredentialEntry, SkillEntry, CredentialTypeEntry, RoleEntry, ShiftEntry, HoursEntry,
    )  # fmt: skip
    names = {field.name for form in forms for field in fields(form)}
    names |= {"closed_on", "members", "logo", "signature", "nudge", "filters", "internal_value", "done_on"}
    names |= {"status", "leaving_reason", "left_on", "back_on", "opening", "closing"}
    assert names - set(FIELDS) == set()
    assert set(FIELDS) - names == set()


def test_every_act_of_the_sample_is_said_whole(tmp_path: Path) -> None:
    path = tmp_path / "sample.db"
    with make_sample(path, people=60, gifts=200, today=TODAY) as store:
        events = store.read(told)
    assert len({event.what for event in events}) > 12
    for event in events:
        words = sentence(event)
        assert event.what in SENTENCES
        assert "–" not in words, event
        assert "{" not in words


def _told(what: str, facts: dict[str, object], changes: dict[str, tuple[object, object]]) -> Told:
    return Told(7, NOW, "Dana Whitlock", what, facts, changes, (), None, None)


@pytest.mark.parametrize(
    ("what", "facts", "changes", "words"),
    [
        (
            "constituent.changed",
            {"name": "Paul Sandoval"},
            {"addresses": ([], [])},
            "Address of Paul Sandoval changed",
        ),
        (
            "constituent.changed",
            {"name": "R&D {amount}"},
            {"phones": ([], []), "nickname": ("", "Al")},
            "Phone and nickname of R&D {amount} changed",
        ),
        (
            "line.entered",
            {"batch": 119, "number": 5, "donor": "Ivy Saunders", "amount": {"cents": 8000}},
            {},
            "Line of $80.00 from Ivy Saunders entered in batch 119",
        ),
        (
            "batch.posted",
            {"number": 119, "count": 6, "amount": {"cents": 118000}},
            {},
            "Batch 119 posted: 6 gifts, $1,180.00",
        ),
        (
            "batch.posted",
            {"number": 119, "count": 1, "amount": {"cents": 100}},
            {},
            "Batch 119 posted: 1 gift, $1.00",
        ),
        (
            "receipts.issued",
            {"count": 4, "first": "R-2026-0413", "last": "R-2026-0416"},
            {},
            "Receipts R-2026-0413 to R-2026-0416 issued",
        ),
        ("volunteer.shift_taken", {}, {}, "Volunteer shift taken"),
    ],
)
def test_an_act_is_said_as_people_say_it(
    what: str, facts: dict[str, object], changes: dict[str, tuple[object, object]], words: str
) -> None:
    assert sentence(_told(what, facts, changes)) == words


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("amount", {"cents": 8000}, "$80.00"),
        ("given_on", "2026-11-12", "November 12, 2026"),
        ("no_mail", True, "Yes"),
        ("nickname", "", "–"),
        (
            "addresses",
            [
                {
                    # As it is kept: canonical JSON has its names in the order of the alphabet.
                    "city": "Reno",
                    "country": "",
                    "kind": "home",
                    "returned": True,
                    "state": "NV",
                    "street": "1 Alder\nApt 4",
                    "zip": "89501",
                }
            ],
            "1 Alder, Apt 4, Reno, NV, 89501, mail came back",
        ),
        ("fund_id", "abc", "Veterans Fund"),
        ("fund_id", "xyz", "no longer in the list"),
        ("transaction_id", "8XY", "8XY"),
        ("receipt_policy", "each", "Each"),
        ("something_new", 5, "5"),
    ],
)
def test_a_value_is_said_as_people_say_it(name: str, value: object, words: str) -> None:
    assert value_words(name, value, {"abc": "Veterans Fund"}) == words


def test_every_sentence_names_only_what_can_be_named() -> None:
    known = {
        "name", "number", "count", "batch", "donor", "amount", "gift", "fields", "Fields", "all_gifts",
        "all_lines", "refund", "by", "day", "reason", "file", "first", "last", "household",
        "replaces", "paper", "papers", "way", "to", "period", "year", "training", "practitioners",
        "seated", "waiting", "what", "certificates",
        "status", "freed", "first_day", "last_day",
        "credential", "starts_at", "shifts", "shift", "other", "answer", "asked", "minutes",
    }  # fmt: skip
    for template in SENTENCES.values():
        assert {field for _, field, _, _ in string.Formatter().parse(template) if field} <= known
