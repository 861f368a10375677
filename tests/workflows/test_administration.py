"""The machine of administrative acts is the house's own: it stands in no table of the domain, moves nothing, has no desk."""

import json
from pathlib import Path

from django.conf import settings

from workflows import diagrams
from workflows.administration import ADMINISTRATION
from workflows.roles import SETUP

DOMAIN = json.loads((Path(__file__).parent / "machines.json").read_text(encoding="utf-8"))["machines"]


def test_it_is_not_the_domains() -> None:
    assert ADMINISTRATION.name not in {m["machine"] for m in DOMAIN}


def test_nothing_moves_and_nobody_has_it_on_the_desk() -> None:
    assert not ADMINISTRATION.moves and not ADMINISTRATION.stages and not ADMINISTRATION.edges
    assert {str(s) for s in ADMINISTRATION.states.values} == ADMINISTRATION.ends == {"standing"}


def test_only_administrators_act_but_for_money() -> None:
    by = {a.name: a.by for a in ADMINISTRATION.acts}
    assert by.pop("credit_budget") == ("head", SETUP)
    assert set(by.values()) == {("administrator", SETUP)}


def test_its_drawing_is_fresh() -> None:
    drawn = (settings.BASE_DIR / "docs" / "workflows" / "administration.mmd").read_text(encoding="utf-8")
    assert drawn == diagrams.mermaid(ADMINISTRATION)
