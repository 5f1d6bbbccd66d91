"""Each rule of the dictionary holds, and a wrong word in one is noticed."""

import ast

import numpy as np
import pytest

from helpers.schedules.dictionary import EXAMPLE, Rule, meanings, rules
from helpers.schedules.readings import readable

WITHOUT_TWINS = {"DeepSpeed", "ignite", "warmup-scheduler"}
CLOSE = 1e-6  # of the peak, as some libraries compute in float32
# Lengths of a cycle whose restarts come when they should in Keras, which multiplies by
# the length's reciprocal in float32.
ON_TIME = [
    length
    for length in range(5, 60)
    if all(
        np.float32(1 / length) * np.float32(cycle * length) >= cycle
        for cycle in range(1, 6)
    )
]
every_rule = pytest.mark.parametrize(
    "rule", rules(), ids=lambda rule: f"{rule.library}: {rule.call.partition('(')[0]}"
)


def drawn(random):
    """Draw a number for each name of the rules; cycles divide the steps."""
    peak, cycles = random.uniform(1e-3, 1), int(random.integers(2, 6))
    steps = cycles * int(random.choice(ON_TIME))
    warmup = int(random.integers(2, min(40, steps - 2)))
    return {
        "peak": peak,
        "floor": peak * random.uniform(0.01, 0.2),
        "start": peak * random.uniform(0.2, 0.5),
        "steps": steps,
        "warmup": warmup,
        "decay": int(random.integers(1, steps - warmup)),
        "cycles": cycles,
        "boundary": int(random.integers(1, 60)),
        "factor": random.uniform(0.1, 0.9),
    }


@pytest.mark.slow
@every_rule
def test_both_calls_have_the_same_rates(rule):
    random = np.random.default_rng(0)
    assert max(rule.differs(drawn(random)) for _ in range(30)) < CLOSE


class Misread(ast.NodeTransformer):
    """Read the argument ``word`` of a call as another number: ``text`` of its own."""

    def __init__(self, word, text):
        self.word, self.text = word, text

    def visit_keyword(self, node):
        self.generic_visit(node)
        if node.arg != self.word:
            return node
        is_list = isinstance(node.value, ast.List)
        right = node.value.elts[-1] if is_list else node.value
        wrong = ast.parse(self.text.format(ast.unparse(right)), mode="eval").body
        return ast.keyword(node.arg, ast.List([wrong]) if is_list else wrong)


def is_noticed(rule, word, text):
    """Return whether a rule with another meaning of a word is refused, or differs."""
    call = ast.unparse(Misread(word, text).visit(ast.parse(rule.call)))
    random = np.random.default_rng(1)
    try:
        wrong = Rule(rule.library, call, rule.ours)
        return max(wrong.differs(drawn(random)) for _ in range(5)) > 100 * CLOSE
    except (TypeError, ValueError):
        return True


@pytest.mark.slow
@every_rule
def test_a_word_with_another_meaning_is_noticed(rule):
    depends = [one for one in rule.meanings if set(EXAMPLE) & names(one.meaning)]
    assert depends or "one_cycle" in rule.ours
    for one in depends:
        changes = ["2 * ({})", "({}) // 2", "({}) - 1"]
        assert any(is_noticed(rule, one.argument, text) for text in changes), one


def names(text):
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}


def test_each_library_has_rules_or_none_of_its_calls_has_a_twin():
    assert {rule.library for rule in rules()} == readable().keys() - WITHOUT_TWINS


def test_past_the_end():
    said = {(rule.library, rule.call.partition("(")[0]): rule for rule in rules()}
    for call, expected in {
        ("PyTorch", "CosineAnnealingLR"): "rises again",
        ("PyTorch", "OneCycleLR"): "ends in an error",
        ("optax", "cosine_decay_schedule"): "stays at its floor",
        ("MMEngine", "PolyLR"): "stays at its last rate",
        ("MMEngine", "CosineAnnealingLR"): "rises again",
        ("transformers", "get_constant_schedule_with_warmup"): "has no end",
    }.items():
        assert said[call].past_the_end == expected, call


def test_a_word_that_is_in_no_rule():
    with pytest.raises(ValueError, match="word = 'gama' must be one of T_0, T_max"):
        meanings("gama")
