"""What notebooks 10 and 10b say of decay and averages, whatever comes out of it."""

import itertools
import re

import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup

from helpers.lesson.repeats import Verdict
from helpers.schedules import constant, cosine, table
from helpers.verdicts import interval
from tools.notebooks import choose

SPREAD = np.linspace(-0.02, 0.02, 9)
MEANS = {"better": -1.0, "worse": 1.0, "no difference detected": 0.0}
ENDS, COLUMNS = [195, 391, 782], {195: "25 %", 391: "50 %", 782: "100 %"}
MADE, STOPPED = "a cosine for each checkpoint", "one cosine, stopped early"


def cell(number, cell_id):
    (found,) = (c for c in nbformat.read(choose(number), 4).cells if c.id == cell_id)
    return found


def ran(number, cell_id, **names):
    """Run one cell, given the names that it needs, and return all names."""
    exec(cell(number, cell_id).source, names)
    return names


def said_by(number, cell_id, **names):
    """Return the sentence that a cell builds."""
    said = []
    ran(number, cell_id, Markdown=said.append, **names)
    return said[0]


def verdict(word):
    return Verdict((MEANS[word] + SPREAD).tolist(), 17)


def shares_left():
    source = cell("10", "10-20").source
    function = re.search(r"^def shares_left.*?(?=^\S)", source, re.M | re.S).group()
    exec(function, names := {"interval": interval, "np": np})
    return names["shares_left"]


@pytest.mark.slow
@pytest.mark.parametrize("spread", [0.1, 0.6])
def test_the_shares_end_where_an_interval_begins_to_contain_0(spread):
    random = np.random.default_rng(1)
    for _ in range(50):
        gap = 1 + spread * random.normal(size=9)
        closed = random.uniform(0, 2) * gap + 0.3 * random.normal(size=9)
        left = shares_left()(closed, gap, 4)
        mean, half = interval(gap, 4)
        assert (left is None) == (mean <= half)
        if left is not None:
            inside, tiny = np.linspace(*left, 7)[1:-1], 1e-6 * (left[1] - left[0])
            for share in (*inside, left[0] + tiny, left[1] - tiny):
                assert np.less(*map(abs, interval(closed - share * gap, 4)))
            for share in (left[0] - tiny, left[1] + tiny):
                assert np.greater(*map(abs, interval(closed - share * gap, 4)))


def test_no_share_ends_at_the_edge_of_a_search():
    gap = 0.5 + np.linspace(-0.39, 0.39, 9)
    low, high = shares_left()(2 * gap[::-1], gap, 1)
    assert low < 4 < high  # where the search of an earlier edition ended


def test_both_cosines_are_references_at_each_checkpoint_on_test_images():
    (table,) = (
        BeautifulSoup(output.data["text/html"], "html.parser")
        for output in cell("10b", "10b-16").outputs
        if "text/html" in output.get("data", {})
    )
    rows = [[c.text for c in row(["th", "td"])] for row in table.tbody("tr")]
    arms = {"one constant rate, averaged", "schedule-free"}
    arms.add("a cool-down for each checkpoint")
    words = re.compile("|".join(MEANS))
    reference, found = None, {}
    for *head, first, second, third in rows:
        reference = head[0] if len(head) == 2 else reference
        judged = [bool(words.match(text)) for text in (first, second, third)]
        found[reference, head[-1]] = judged
    assert found == {
        **{(MADE, arm): [True] * 3 for arm in arms},
        (MADE, STOPPED): [True, True, False],
        **{(STOPPED, arm): [True, True, False] for arm in arms},
    }
    source = cell("10b", "10b-14").source
    assert '"test": (data.x_test, data.y_test)' in source
    assert "validation" not in source
    assert "repeats.seeds(2100, 10)" in cell("10b", "10b-08").source


@pytest.mark.parametrize("words", [*itertools.product(MEANS, repeat=2)])
def test_it_says_whether_a_cosine_must_know_its_last_step(words):
    said = {
        (MADE, STOPPED, end): verdict(word)
        for end, word in zip(ENDS[:-1], words, strict=True)
    }
    text = said_by(
        "10b", "10b-premise", said=said, ends=ENDS, columns=COLUMNS, made=MADE,
        stopped=STOPPED,
    )  # fmt: skip
    where = [COLUMNS[end] for end, w in zip(ENDS, words, strict=False) if w == "worse"]
    if where:
        assert f"was detected at {' and '.join(where)} of the budget" in text
    else:
        assert "was **not** detected" in text


@pytest.mark.parametrize("at_most", [0.1, 0.2])
def test_the_margin_is_met_by_the_upper_end_of_the_interval(at_most):
    against = "… against warm-up + cosine"
    differences = at_most - 0.1 + SPREAD
    mean, half = interval(differences)
    margin = 0.1 + half - 1e-9  # the first upper end is above it by a hair
    names = ran_margin(Verdict(differences.tolist()), against, margin)
    assert ("within the margin" in names["within"]["MNIST"]) == (mean + half < margin)
    names = ran_margin(Verdict([0.1]), against, margin)
    assert "one run, no verdict" in names["within"]["MNIST"]


def ran_margin(found, against, margin):
    class Levels:
        loc = {("cosine", "MNIST"): 20 * margin}

    return ran(
        "10", "margin", tasks=["MNIST"], verdicts={"MNIST": {against: found}},
        levels=Levels, falling="cosine", np=np, Markdown=str,
    )  # fmt: skip


def outputs(number, cell_id):
    """Return what a cell has shown, as text."""
    shown = (output.get("data", {}) for output in cell(number, cell_id).outputs)
    return "".join(str(data.get("text/markdown", data)) for data in shown)


def test_a_share_rules_out_all_of_the_gap_only_where_a_verdict_finds_a_difference():
    (table,) = (
        BeautifulSoup(output.data["text/html"], "html.parser")
        for output in cell("10", "10-17").outputs
    )
    tasks = [head.text for head in table.thead.tr("th")[1:]]
    (row,) = (r for r in table.tbody("tr") if r.th.text.startswith("… against"))
    words = dict(zip(tasks, (data.text for data in row("td")), strict=True))
    shares = re.findall(
        r"^- (.*): (-?\d+) to (-?\d+) % of the gap", outputs("10", "shares-said"), re.M
    )
    assert shares
    for task, low, high in shares:
        undecided = words[task].startswith("no difference detected")
        assert undecided == (int(low) <= 100 <= int(high)), task


def test_noise_alone_makes_a_lead_shrink_and_the_page_says_so():
    names = {"np": np, "table": table, "constant": constant, "cosine": cosine}
    source = cell("10", "10-21").source.partition("\n\n\nbudget =")[0]
    exec(source, names)
    once, twice = (names["share_in_bowl"](steps) for steps in (780, 1560))
    assert once > 100 > twice
    random = np.random.default_rng(0)
    x = np.zeros(20_000)
    for _ in range(100):
        x = x - 0.2 * (x + random.normal(size=len(x)))
    assert np.isclose(x.std(), names["noise_left"]([0.2] * 100), rtol=0.02)
    said = outputs("10", "10-21")
    assert f"closes {once:.0f} % of the gap" in said
    assert "this look cannot choose" in said
    assert "cannot choose" in cell("10", "10-30").source
