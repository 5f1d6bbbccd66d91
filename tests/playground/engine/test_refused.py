"""What the engine refuses."""

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]


def test_every_refusal_has_a_sentence(engine):
    keys = engine("refused", "Object.keys(m.REFUSALS)")
    sentences = engine("../strings/en", "Object.keys(m.text.refused)")
    assert set(keys) <= set(sentences)
