"""The playground in a notebook's cell."""

import html
import sys

import pytest

from helpers.lesson import playground


@pytest.mark.slow
def test_no_widget_is_made_where_none_are_stored_and_no_page_without_its_sources(
    monkeypatch, tmp_path, capsys
):
    shown = []
    monkeypatch.setattr(playground, "display", shown.append)
    playground.show_playground()  # as in all tests, NOTEBOOKS_WITHOUT_WIDGETS is set
    assert shown == []
    assert "Run this cell" in capsys.readouterr().out
    monkeypatch.delenv("NOTEBOOKS_WITHOUT_WIDGETS")
    playground.show_playground(height=700)
    assert "height: 700px" in shown[0].value
    assert 'sandbox="allow-scripts"' in shown[0].value
    playground.show_playground(schedule="linear(0.2, 50)")
    state = 'location.hash = "shape=linear&steps=50&peak=0.2"'
    assert state in html.unescape(shown[1].value)
    monkeypatch.setitem(sys.modules, "playground.bundle", None)
    playground.show_playground()
    assert len(shown) == 2
    assert "which is not here" in capsys.readouterr().out
