"""A page's own run, the repeats of it that are stored, and the verdict of all."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from helpers.lesson import repeats as module
from helpers.lesson.repeats import STORED, Repeats, Verdict, read, write
from helpers.verdicts import detectable, interval

PAGE, DATA, QUESTION = "99", "made digits", "one against another"
COLUMNS = ["page", "data", "question", "repeat", "difference", "half"]
EIGHT = [-0.5, -0.2, -0.4, -0.1, 0.1, -0.6, -0.3, -0.4]


def rows(differences=EIGHT, page=PAGE, data=DATA, question=QUESTION, half=0.25):
    return pd.DataFrame(
        [
            (page, data, question, repeat, difference, half)
            for repeat, difference in zip(STORED, differences, strict=False)
        ],
        columns=COLUMNS,
    )


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """A function that stores rows in the place of the real table."""

    def store(*tables):
        path = tmp_path / "repeats.csv"
        write(pd.concat(tables), path)
        monkeypatch.setattr(module, "read", lambda: read(path))

    store(rows())
    return store


def test_what_is_written_is_read_again(tmp_path):
    alone = rows([0.12345], question="asked, and 'quoted'", half=np.nan)
    table = pd.concat([rows(), rows(EIGHT[::-1], page="08"), alone])
    write(table, tmp_path / "table.csv")
    found = read(tmp_path / "table.csv")
    order = ["page", "question", "repeat"]
    expected = table.sort_values(order, ignore_index=True).round(4)
    pd.testing.assert_frame_equal(
        found.sort_values(order, ignore_index=True), expected, check_dtype=False
    )
    write(found, tmp_path / "again.csv")
    first, again = (tmp_path / name for name in ("table.csv", "again.csv"))
    assert again.read_bytes() == first.read_bytes()
    assert first.read_text("utf-8").splitlines()[1].startswith("08,")


def test_the_stored_table_is_as_it_is_written(tmp_path):
    write(read(), tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == module.FILE.read_bytes()


def test_a_verdict_is_the_interval_over_all_repeats_this_run_among_them(stored):
    repeats = Repeats(PAGE, DATA)
    repeats.add(QUESTION, [-0.2, -0.6])
    nine = [*EIGHT, -0.4]
    found = repeats.verdict(QUESTION, comparisons=3)
    assert found.differences == pytest.approx(nine)
    assert (found.mean, found.half) == pytest.approx(interval(nine, 3))
    assert found.detectable == pytest.approx(detectable(nine, 3))
    assert found.alike == 8
    assert (found.word, str(found)) == ("better", "better (-0.31 ± 0.22, 8 of 9)")


def test_a_repeat_stands_in_the_place_of_what_is_stored_of_it(stored):
    repeats = Repeats(PAGE, DATA, repeat=3)
    repeats.add(QUESTION, [9.0, 11.0])
    others = [difference for i, difference in enumerate(EIGHT, 1) if i != 3]
    assert list(repeats.differences(QUESTION)) == [*others, 10.0]
    assert repeats.found().to_numpy().tolist() == [
        [PAGE, DATA, QUESTION, 3, 10.0, pytest.approx(interval([9.0, 11.0])[1])]
    ]


def test_other_pages_data_and_questions_are_not_mixed_in(stored):
    far = [100.0] * 8
    stored(
        rows(), rows(far, page="08"), rows(far, data="MNIST"), rows(far, question="x")
    )
    repeats = Repeats(PAGE, DATA)
    repeats.add(QUESTION, [-0.4])
    assert max(repeats.differences(QUESTION)) < 1


@pytest.mark.parametrize("others", [[], [0.1]], ids=["none", "one"])
def test_with_fewer_than_three_repeats_there_is_no_verdict(stored, others):
    stored(rows(page="08"), rows(others))
    repeats = Repeats(PAGE, DATA)
    repeats.add(QUESTION, [-0.4])
    found = repeats.verdict(QUESTION)
    assert found.word == "one run, no verdict"
    assert np.isnan([found.half, found.detectable]).all()
    assert "±" not in str(found)
    repeats.table()
    plt.close(repeats.draw())


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ([-0.4, -0.2, -0.3], "better (-0.30 ± 0.25, 3 of 3)"),
        ([0.4, 0.2, 0.3], "worse (+0.30 ± 0.25, 3 of 3)"),
        ([0.4, -0.3, 0.2], "no difference detected (+0.10 ± 0.90, 2 of 3)"),
        ([0.0, 0.0, 0.0], "no difference detected (+0.000 ± 0.000, 3 of 3)"),
    ],
)
def test_a_verdict_reads_as_a_word_and_its_interval(differences, said):
    assert str(Verdict(differences)) == said


def test_a_word_that_hangs_on_the_third_digit_shows_it():
    """The half-width of three differences 0.1 apart is 0.2484."""
    apart = np.array([-0.1, 0.0, 0.1])
    assert str(Verdict(list(apart - 0.255))).startswith("better (-0.255 ± 0.248,")
    assert str(Verdict(list(apart - 0.24))).startswith("no difference detected (-0.240")
    assert str(Verdict(list(apart - 0.26))).startswith("better (-0.26 ± 0.25,")


def test_no_repeat_has_a_seed_of_another():
    every = [set(Repeats(PAGE, DATA, repeat).seeds(0, 10_000)) for repeat in range(9)]
    assert len(set.union(*every)) == 90_000
    assert Repeats(PAGE, DATA).seeds(100, 2) == range(100, 102)
    assert Repeats(PAGE, DATA, 8).seeds(9_998, 2) == range(89_998, 90_000)


@pytest.mark.parametrize(
    ("first", "count"), [(9_999, 2), (0, 10_001), (-1, 2), (10_000, 1), (0, 0)]
)
def test_seeds_that_would_be_another_repeats_are_refused(first, count):
    with pytest.raises(ValueError, match="first|count"):
        Repeats(PAGE, DATA, 1).seeds(first, count)


@pytest.mark.parametrize("repeat", [-1, 9, 1.5, "1"])
def test_a_repeat_that_is_none_is_named(repeat):
    with pytest.raises((ValueError, TypeError), match="repeat"):
        Repeats(PAGE, DATA, repeat)


def test_each_repeat_holds_other_examples_back():
    parts = [Repeats(PAGE, DATA, repeat).held_back(100, of=1000) for repeat in range(9)]
    for kept, back in parts:
        assert (len(kept), len(back)) == (900, 100)
        assert sorted([*kept, *back]) == list(range(1000))
        assert list(kept) == sorted(kept)
        assert list(back) == sorted(back)
    assert len({tuple(back) for _, back in parts}) == 9
    again = Repeats(PAGE, DATA, 4).held_back(100, of=1000)
    assert list(again[1]) == list(parts[4][1])


@pytest.mark.parametrize("differences", [[0.1, np.nan], [np.inf]])
def test_a_difference_that_is_none_is_named(differences):
    with pytest.raises(ValueError, match=f"must be finite: {QUESTION}"):
        Repeats(PAGE, DATA).add(QUESTION, differences)


def test_pairs_are_kept_beside_the_mean(stored):
    repeats = Repeats(PAGE, DATA)
    repeats.add(QUESTION, [-0.2, -0.6, -0.1])
    pairs = repeats.over_pairs(QUESTION)
    assert pairs.repeat.tolist() == [*STORED, 0]
    mean, half = interval([-0.2, -0.6, -0.1])
    assert pairs.iloc[-1].tolist() == pytest.approx([0, mean, half])
    assert pairs.half[:8].tolist() == [0.25] * 8
    repeats.add(QUESTION, [-0.3])  # one alone has no interval; asked anew, it counts
    assert np.isnan(repeats.over_pairs(QUESTION).half.iloc[-1])
    assert repeats.differences(QUESTION)[-1] == -0.3


@pytest.fixture
def two(stored):
    """A page with two questions, the second never asked in a stored repeat."""
    repeats = Repeats(PAGE, DATA)
    repeats.add(QUESTION, [-0.4, -0.2])
    repeats.add("new", [0.2, 0.4])
    return repeats


def test_a_table_has_a_row_for_each_question(two):
    table = two.table(comparisons=2)
    assert table.index.tolist() == [QUESTION, "new"]
    first = two.verdict(QUESTION, 2)
    row = table.loc[QUESTION]
    assert row["this run"] == pytest.approx(-0.3)
    assert [row["mean of all"], row["±"]] == pytest.approx([first.mean, first.half])
    assert (row["of one sign"], row["verdict"]) == ("8 of 9", "better")
    assert table.loc["new", "verdict"] == "one run, no verdict"
    assert two.table(questions=["new"]).index.tolist() == ["new"]


def test_a_figure_has_a_dot_for_each_repeat_and_one_for_this_run(two):
    figure = two.draw(comparisons=2, xlabel="points")
    [axes] = figure.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == [QUESTION, "new"]
    assert axes.get_xlabel() == "points"
    _, bar, others, own, *_ = axes.lines
    verdict = two.verdict(QUESTION, 2)
    ends = [verdict.mean - verdict.half, verdict.mean + verdict.half]
    assert list(bar.get_xdata()) == pytest.approx(ends)
    assert list(others.get_xdata()) == pytest.approx(EIGHT)
    assert list(own.get_xdata()) == pytest.approx([-0.3])
    assert [text.get_text() for text in axes.texts] == [
        str(verdict),
        str(two.verdict("new", 2)),
    ]
    plt.close(figure)
