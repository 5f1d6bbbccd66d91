"""The playground's engine teaches what the Python does: its modules in a real browser.

Settings are drawn at random, handed to both, and compared. Skipped where there is no
Playwright or no Chromium.
"""

import itertools
import math
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module

import nbformat
import numpy as np
import pytest
from scipy.stats import binomtest

from helpers import bounds, schedules, verdicts
from helpers.checks import check_positive
from tools.places import ROOT

pytestmark = pytest.mark.slow

PLAYGROUND = ROOT / "playground"
DRAWN = 600  # settings
# Peaks from 1e-8 to 1e4: nothing may hang on the size of a rate.
DECADES = (-8, 4)


class Modules(SimpleHTTPRequestHandler):
    """The playground's folder; .js is a script, whatever the system thinks of it."""

    extensions_map = {".js": "text/javascript", "": "text/html"}

    def __init__(self, *args):
        super().__init__(*args, directory=PLAYGROUND)

    def log_message(self, *args):
        """Be quiet."""


@pytest.fixture(scope="module")
def engine(browser):
    """Return a function that runs a piece of JavaScript on what the engine exports.

    ``engine("bounds", "m.coefficients(given)", given)`` is an expression in the module
    ``m``, with what is given as ``given``.
    """
    with ThreadingHTTPServer(("127.0.0.1", 0), Modules) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/strings/")

        def run(module, expression, given=None):
            imported = f"const m = await import('/engine/{module}.js');"
            names = f"{imported} {PRELUDE} return {expression};"
            return page.evaluate(f"async (given) => {{ {names} }}", given)

        yield run
        page.close()
        server.shutdown()


# A typed array would come back as an object; what is Refused, as its key and values.
PRELUDE = """
const { Refused } = await import('/engine/refused.js');
const plain = (value) => ArrayBuffer.isView(value) ? Array.from(value) : value;
const or = (compute) => {
  try { return plain(compute()); } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    return { refused: problem.key, ...problem.values };
  }
};
"""


def schedule_of(name, args, steps):
    """Return the Python schedule that a member of the family stands for."""
    args = dict(args)
    if name == "constant":
        return schedules.constant(**args)
    if name == "step_decay":
        return schedules.step_decay(**args)
    if name == "warmup_cosine":
        rise = {key: args.pop(key) for key in ("warmup", "start")}
        return schedules.with_warmup(
            schedules.cosine(steps=steps - rise["warmup"], **args), **rise
        )
    return getattr(schedules, name)(steps=steps, **args)


def column_of(name, args, steps):
    """Return the column that Python makes."""
    if name == "freehand":
        check_positive("peak", args["peak"])
        x, y = np.transpose(sorted(args["points"], key=lambda point: point[0]))
        return args["peak"] * np.interp(np.arange(steps) / steps, x, y)
    return schedules.table(schedule_of(name, args, steps), steps)


def drawn(random):
    """Draw a member of the family, arguments that Python takes, and the steps."""
    steps = int(random.integers(15, 300))
    peak = float(10 ** random.uniform(*DECADES))

    def low():
        return float(peak * random.choice([0, random.random(), 1]))

    def part(least):
        return int(random.integers(least, steps // 3))

    ends = {"peak": peak, "floor": low(), "endpoint": bool(random.integers(2))}
    rise = {"warmup": part(0), "start": low()}
    boundaries = np.unique(
        random.integers(1, steps + 9, random.integers(1, 6))
    ).tolist()
    cycles = {
        "cycles": int(random.integers(1, 4)),
        "peak_multiplier": low() / peak or 1,
    }
    points = np.round(random.random((random.integers(1, 12), 2)), 2).tolist()
    arguments = {
        "constant": {"rate": low()},
        "step_decay": {"peak": peak, "boundaries": boundaries, "factor": 0.3},
        "linear": ends,
        "cosine": ends,
        "cosine_restarts": ends
        | cycles
        | {"cycle_multiplier": int(random.integers(1, 3))},
        "warmup_cosine": ends | rise,
        "warmup_stable_decay": ends | rise | {"decay": part(2)},
        "one_cycle": ends | rise,
        "freehand": {"peak": peak, "points": points},
    }
    name = str(random.choice(list(arguments)))
    return name, arguments[name], steps


def spoilt(random):
    """Draw the same with one argument drawn anew, and perhaps other steps."""
    name, args, steps = drawn(random)
    key = str(random.choice(list(args)))
    if isinstance(args[key], float):
        args[key] *= float(random.choice([-1, 0, 1.5]))
    elif key == "boundaries":
        args[key] = random.integers(-1, steps, random.integers(4)).tolist()
    elif isinstance(args[key], int) and key != "endpoint":
        args[key] = int(random.integers(-1, steps + 2))
    return name, args, int(random.choice([steps, random.integers(1, 15)]))


def settings(draw):
    random = np.random.default_rng(12)
    return [draw(random) for _ in range(DRAWN)]


COLUMNS = (
    "given.map(([name, args, steps]) => or(() => m.FAMILY[name].column(args, steps)))"
)


@pytest.fixture(scope="module")
def columns(engine):
    """Drawn settings, each with the engine's column of it."""
    chosen = settings(drawn)
    return list(zip(chosen, engine("columns", COLUMNS, chosen), strict=True))


def test_columns_are_those_of_python(engine, columns):
    for (name, args, steps), column in columns:
        expected = column_of(name, args, steps)
        assert isinstance(column, list), (name, args, steps, column)
        error = np.abs(np.array(column) - expected).max()
        assert error <= 1e-12 * expected.max(), (name, args, steps)
    seen = {name for (name, _, _), _ in columns}
    assert seen == set(engine("columns", "Object.keys(m.FAMILY)"))


def test_what_python_refuses_is_refused_and_nothing_else(engine):
    chosen = settings(spoilt)
    refused = 0
    for (name, args, steps), column in zip(
        chosen, engine("columns", COLUMNS, chosen), strict=True
    ):
        try:
            expected = column_of(name, args, steps)
        except (ValueError, TypeError):
            refused += 1
            assert "refused" in column, (name, args, steps)
        else:
            assert isinstance(column, list), (name, args, steps, column)
            np.testing.assert_allclose(column, expected, 0, 1e-12 * max(expected))
    assert DRAWN / 5 < refused < DRAWN * 4 / 5


def test_every_argument_may_be_what_its_range_says(engine):
    """At both ends of its range, with all others as they are at first."""
    tried = engine(
        "columns",
        """Object.keys(m.FAMILY).flatMap((name) => given.flatMap((steps) => {
          const args = m.allArguments(name, steps);
          const all = m.FAMILY[name].arguments;
          const tries = all.flatMap(({ name: key, kind, range }) => {
            if (kind === "list" || kind === "points") return [args];
            const [least, most] = range(args, steps);
            const low = kind === "factor" || key === "peak" ? 1e-9 : least;
            return [low, most === Infinity ? 1e300 : most].map(
              (value) => ({ ...args, [key]: value }));
          });
          return tries.map((args) =>
            [name, args, or(() => m.FAMILY[name].column(args, steps)).length]);
        }))""",
        [1, 2, 3, 10, 1000],
    )
    assert len(tried) > 200
    refused = [(name, args) for name, args, length in tried if not length]
    # A floor or a start above a peak that was lowered, and only these.
    for name, args in refused:
        assert max(args.get("floor", 0), args.get("start", 0)) > args["peak"], (
            name,
            args,
        )


def test_the_column_that_is_read_is_the_one_that_was_drawn(engine):
    column = np.random.default_rng(3).random(97)
    seen = engine(
        "columns",
        """({stairs: plain(m.staircase(given, 10)), ...m.summary(given),
          shape: plain(m.shapeOf(given)), same: plain(m.resampled(given, 97)),
          fewer: plain(m.resampled(given, 31)),
          more: plain(m.resampled(given, 291))})""",
        column.tolist(),
    )
    assert seen["stairs"] == [column[step - step % 10] for step in range(97)]
    assert seen["peak"] == column.max()
    assert seen["mean"] == pytest.approx(column.mean(), rel=1e-12)
    assert seen["belowTenth"] == np.mean(column < column.max() / 10) > 0
    assert seen["shape"] == (column / column.max()).tolist()
    assert seen["same"] == column.tolist()
    assert seen["more"] == pytest.approx(np.repeat(column, 3))
    thirds = np.repeat(column, 31).reshape(31, 97).mean(axis=1)
    assert seen["fewer"] == pytest.approx(thirds)


def test_translations_are_python_s_texts(engine, columns):
    chosen = [setting for setting, _ in columns]
    made = "given.map(([name, args, steps]) => m.translations({ name, args }, steps))"
    said = 0
    for (name, args, steps), texts in zip(
        chosen, engine("translations", made, chosen), strict=True
    ):
        expected = {}
        if name in ("cosine", "warmup_cosine") and not args["endpoint"]:
            warmup = args.get("warmup", 0)
            start = args.get("start", 0.0)
            expected = schedules.translations(
                args["peak"], steps - warmup, args["floor"], warmup, start
            )
        assert texts == expected
        said += len(texts)
    assert said > 200


def test_code_and_lists_give_the_same_column_in_python(engine, columns):
    chosen = [setting for setting, _ in columns]
    made = "given.map(([name, args, steps]) => m.asCode({ name, args }, steps))"
    known = vars(schedules) | {"np": np}
    for ((name, _, steps), column), code in zip(
        columns, engine("translations", made, chosen), strict=True
    ):
        made_of_it = eval(code, known)
        if name != "freehand":
            made_of_it = schedules.table(made_of_it, steps)
        np.testing.assert_allclose(made_of_it, column, rtol=0, atol=1e-12 * max(column))


def test_numbers_are_written_as_python_writes_them(engine):
    random = np.random.default_rng(4)
    numbers = (10 ** random.uniform(-30, 30, 500)).tolist()
    numbers += [round(number, 4) for number in random.random(300).tolist()]
    numbers += [
        0.0,
        1.0,
        5e-324,
        1.7976931348623157e308,
        1e-4,
        9.999e-5,
        1e15,
        1e16,
        1e22,
    ]
    assert engine("translations", "m.asList(given)", numbers) == repr(numbers)


PASTED = {
    "0.1\n0.05\n": [0.1, 0.05],
    "0.1\r\n 5e-2 \r\n\r\n1.": [0.1, 0.05, 1],
    "[0.1, .05, 1E-3]": [0.1, 0.05, 0.001],
    "array([1.0000e-01, 0.0000e+00])": [0.1, 0],
    "0.1; 0.2\t0.3": [0.1, 0.2, 0.3],
    "0, 1": [0, 1],
    "-0\n1": [0, 1],
    "": {"refused": "pastedEmpty"},
    " \n[]\n": {"refused": "pastedEmpty"},
    "0.1\nabc\n": {"refused": "pastedText", "line": 2, "text": "abc"},
    "0.1\n\n0x10": {"refused": "pastedText", "line": 3, "text": "0x10"},
    "1_000": {"refused": "pastedText", "line": 1, "text": "1_000"},
    "x" * 99: {"refused": "pastedText", "line": 1, "text": "x" * 40 + "…"},
    "0.1 -0.1": {"refused": "pastedNegative", "line": 1, "text": "-0.1"},
    "1\n\N{MINUS SIGN}2": {
        "refused": "pastedNegative",
        "line": 2,
        "text": "\N{MINUS SIGN}2",
    },
    "1\nNaN": {"refused": "pastedNotFinite", "line": 2, "text": "NaN"},
    "inf": {"refused": "pastedNotFinite", "line": 1, "text": "inf"},
    "1e999": {"refused": "pastedNotFinite", "line": 1, "text": "1e999"},
    "0,1\n0,05": {"refused": "pastedCommas", "line": 1, "text": "0,1"},
}


def test_a_pasted_text_is_a_column_or_is_refused_with_its_line(engine):
    seen = engine(
        "parseColumn", "given.map((text) => or(() => m.parseColumn(text)))", [*PASTED]
    )
    assert dict(zip(PASTED, seen, strict=True)) == PASTED


def test_of_a_million_rows_the_first_too_many_is_named(engine):
    made = """["1\\n", "0.1 "].map((row) => or(() => m.parseColumn(row.repeat(1e6))))
      .concat(or(() => m.parseColumn("1\\n".repeat(100000))).length)"""
    lines, words, most = engine("parseColumn", made)
    assert most == 100_000
    assert lines == {"refused": "pastedTooLong", "line": most + 1, "atMost": most}
    assert words == {"refused": "pastedTooLong", "line": 1, "atMost": most}


def key(word):
    """Return the key under which the page has the word of a verdict."""
    return "none" if word == "no difference detected" else word


def test_verdicts_are_python_s(engine):
    random = np.random.default_rng(5)
    chosen = [
        [
            (
                random.normal(random.normal(), 2, n) * 10 ** random.uniform(-3, 3)
            ).tolist(),
            m,
        ]
        for n, m in zip(
            [2, 3, *random.integers(2, 90, 120)], itertools.cycle([1, 7, 45])
        )
    ]
    made = """given.map(([differences, comparisons]) => {
      const found = m.interval(differences, comparisons);
      return [...found, m.word(...found), m.detectable(differences, comparisons)];
    })"""
    words = set()
    for (differences, comparisons), (mean, half, word, least) in zip(
        chosen, engine("verdicts", made, chosen), strict=True
    ):
        expected = verdicts.interval(differences, comparisons)
        assert [mean, half] == pytest.approx(expected, rel=1e-10, abs=1e-13)
        assert word == key(verdicts.word(*expected))
        assert least == pytest.approx(
            verdicts.detectable(differences, comparisons), 1e-7
        )
        words.add(word)
    assert words == {"better", "worse", "none"}
    refused = engine("verdicts", "or(() => m.interval([1]))")
    assert refused == {"refused": "tooFewDifferences", "count": 1}


def test_the_bound_is_python_s(engine, columns):
    chosen = [column for _, column in columns if max(column) > 0][:150]
    made = "given.map((column) => [m.coefficients(column), m.bestMultiple(column)])"
    for column, (pair, multiple) in zip(
        chosen, engine("bounds", made, chosen), strict=True
    ):
        assert pair == pytest.approx(bounds.coefficients(column), rel=1e-9)
        assert multiple == pytest.approx(bounds.best_multiple(column), rel=1e-9)
    assert engine("bounds", "or(() => m.coefficients([0, 0]))") == {
        "refused": "columnStill"
    }


def test_every_refusal_has_a_sentence(engine):
    keys = engine("refused", "Object.keys(m.REFUSALS)")
    sentences = engine("../strings/en", "Object.keys(m.text.refused)")
    assert set(keys) <= set(sentences)


DATA = "(await import('/engine/data.js')).mnist1d()"


@pytest.fixture(scope="module")
def sequences(engine):
    """The data as the engine has it: inputs (5000, 40), labels, and parts."""
    made = "((d) => [plain(d.inputs), plain(d.labels), d.parts])(m.mnist1d())"
    inputs, labels, parts = engine("data", made)
    parts = {name: slice(*rows) for name, rows in parts.items()}
    return np.float32(inputs).reshape(-1, 40), np.array(labels), parts


def test_the_data_is_what_its_script_makes(sequences):
    inputs, labels, parts = sequences
    script = import_module("playground.make_data")
    data = script.mnist_1d()
    numbers, scale = script.rounded(np.concatenate([data.x_train, data.x_test]))
    # Another machine may round a few numbers the other way.
    assert np.abs(inputs - numbers * scale).max() <= 1.01 * scale
    assert np.mean(np.abs(inputs - numbers * scale) < scale / 100) > 0.999
    assert labels.tolist() == [*data.y_train, *data.y_test]
    assert parts["training"].start == 0
    assert parts["validation"] == slice(parts["training"].stop, len(data.x_train))
    assert parts["test"] == slice(len(data.x_train), len(labels))


GOLDEN = 0x9E3779B9


def mixed(bits):
    """Hash whole numbers from 0 to below 2^32, which stand in a uint64 array."""
    bits = np.asarray(bits, np.uint64) & 0xFFFFFFFF
    bits = (bits ^ (bits >> 16)) * 0x85EBCA6B & 0xFFFFFFFF
    bits = (bits ^ (bits >> 13)) * 0xC2B2AE35 & 0xFFFFFFFF
    return bits ^ (bits >> 16)


def stream(seed, purpose, count):
    """Return the first numbers of a stream of the engine's."""
    first = mixed(seed + GOLDEN)
    second = mixed(first ^ np.uint64((purpose + 1) * GOLDEN & 0xFFFFFFFF))
    places = np.arange(count, dtype=np.uint64) * GOLDEN
    return mixed(mixed(first + places) ^ second) / 2**32


def order(seed, epoch, count):
    """Return the order of the examples in an epoch, by Fisher and Yates."""
    drawn, places = stream(seed, 1 + epoch, count - 1), list(range(count))
    for share, left in zip(drawn, range(count, 1, -1), strict=True):
        other = int(share * left)
        places[left - 1], places[other] = places[other], places[left - 1]
    return np.array(places)


def test_random_numbers_are_even_and_streams_are_apart(engine):
    made = """given.map(([seed, purpose]) => {
      const next = m.stream(seed, purpose);
      return Array.from({ length: 2000 }, next);
    })"""
    keys = [[0, 0], [0, 1], [1, 0], [1, 1], [2**32 - 1, 12], [123456789, 3]]
    seen = np.array(engine("random", made, keys))
    for key, numbers in zip(keys, seen, strict=True):
        assert numbers.tolist() == stream(*key, 2000).tolist()
        counts = np.histogram(numbers, 20, (0, 1))[0]
        assert ((counts - 100) ** 2 / 100).sum() < 50  # chi-squared, 19: 1 in 10 000
    together = np.abs(np.corrcoef(seen) - np.eye(len(keys)))
    assert together.max() < 0.1  # 4.5 standard deviations
    normal = np.array(engine("random", "Array.from({ length: 4000 }, m.normals(8, 0))"))
    assert abs(normal.mean()) < 0.07
    assert abs(normal.std() - 1) < 0.05
    assert abs(np.mean(np.abs(normal) < 1) - 0.683) < 0.03


numpy_networks = import_module("benchmarks.numpy_networks")


def initial(seeds):
    """Return the weights with which networks begin, as NumPy's networks take them."""
    drawn = np.array([2 * stream(seed, 0, 40 * 32 + 32 * 10) - 1 for seed in seeds])
    kernels = [drawn[:, : 40 * 32], drawn[:, 40 * 32 :]]
    weights = []
    for kernel, shape in zip(kernels, [(40, 32), (32, 10)], strict=True):
        limit = math.sqrt(6 / sum(shape))
        weights.append(np.float32(limit * kernel.reshape(-1, *shape)))
        weights.append(np.zeros((len(seeds), 1, shape[1]), np.float32))
    return weights


def mean_losses(weights, inputs, labels):
    """Return the mean cross-entropy of each network, and its share of errors in %."""
    _, scores = numpy_networks.scores(weights, inputs)
    right = scores[:, np.arange(len(labels)), labels]
    wrong = scores.argmax(axis=-1) != labels
    losses = np.logaddexp.reduce(scores, axis=-1) - right
    return losses.mean(axis=-1), 100 * wrong.mean(axis=-1)


def reference(sequences, columns, seeds, every):
    """Train networks in NumPy; return their losses and errors now and then."""
    inputs, labels, parts = sequences
    count, check = parts["training"].stop, parts["validation"]
    weights = initial(seeds)
    velocities = [np.zeros_like(weight) for weight in weights]
    updates = len(columns[0])
    epochs = range(-(-32 * updates // count))
    orders = [
        np.concatenate([order(s, epoch, count) for epoch in epochs]) for s in seeds
    ]
    rows = np.array([own[: 32 * updates].reshape(updates, 32) for own in orders])
    seen = []
    for first in range(0, updates, every):
        now = slice(first, first + every)
        rates = np.array(columns)[:, now]
        numpy_networks.train(weights, velocities, sequences[:2], rows[:, now], rates)
        seen.append(mean_losses(weights, inputs[check], labels[check]))
    return np.transpose(seen, (2, 0, 1))


TRAINING = f"""((d) => {{
  const networks = new m.Networks(d, given.seeds.length);
  const columns = given.columns.map((column) => Float64Array.from(column));
  networks.start(columns, given.seeds);
  const seen = given.seeds.map(() => []);
  while (networks.done < columns[0].length) {{
    networks.advance(given.every);
    for (const [i, own] of seen.entries()) {{
      own.push([networks.loss(i, "validation"), networks.error(i, "validation")]);
    }}
  }}
  return seen;
}})({DATA})"""


def test_networks_follow_numpy_through_a_whole_training(engine, sequences):
    """Losses and errors, over ten epochs; a seed's networks share weights and order."""
    made = schedules.cosine(0.1, 1000), schedules.constant(0.03)
    chosen = [schedules.table(made[i], 1000).tolist() for i in (0, 1, 0)]
    given = {"columns": chosen, "seeds": [7, 7, 8], "every": 100}
    expected = reference(sequences, chosen, given["seeds"], 100)
    losses, errors = np.transpose(engine("networks", TRAINING, given) - expected)
    assert np.abs(losses).max() < 1e-4
    assert np.abs(errors).max() < 0.3  # three of the 992 examples
    assert np.ptp(expected[:, -1, 0]) > 0.01


FAR = f"""(async (networks) => {{
  const {{ NETWORK, ROW, INPUTS, HIDDEN }} = await import('/engine/layout.js');
  networks.start([Float64Array.of(1)], [7]);
  const place = (part, bytes) => (networks.networks + part + bytes) / 4;
  const rows = (part, count, row, columns) =>
    Array.from({{ length: count }}, (_, i) =>
      networks.numbers.subarray(place(part, i * row), place(part, i * row) + columns));
  rows(NETWORK.second, HIDDEN + 1, ROW.output, 10).at(-1).set(given);
  const loss = networks.loss(0, "validation");
  networks.advance(1);
  const {{ velocity, first, second }} = NETWORK;
  return [loss, ...[
    rows(velocity + first, INPUTS + 1, ROW.hidden, HIDDEN),
    rows(velocity + second, HIDDEN + 1, ROW.output, 10),
  ].map((layer) => layer.map(plain))];
}})(new m.Networks({DATA}, 1))"""


@pytest.mark.parametrize(
    "scores",
    [[-1000.0] * 10, [1000.0] + [-1000.0] * 9, [-1000.0, 1000.0] * 5, [-1e30] * 10],
    ids=["all below", "one above", "half above", "huge"],
)
def test_scores_far_from_0_give_the_gradients_of_numpy(engine, sequences, scores):
    """As huge rates leave them: here the biases, at the first update at the rate 1."""
    inputs, labels, parts = sequences
    weights = initial([7])
    weights[3][:] = scores
    batch = order(7, 0, parts["training"].stop)[None, :32]
    targets = np.eye(10, dtype=np.float32)[labels]
    steps = numpy_networks.gradients(weights, inputs[batch], targets[batch])
    check = parts["validation"]
    [expected], _ = mean_losses(weights, inputs[check], labels[check])
    loss, *layers = engine("networks", FAR, scores)
    assert loss == pytest.approx(expected, rel=1e-5)
    for layer, kernel, bias in zip(layers, steps[::2], steps[1::2], strict=True):
        gradient = np.concatenate([kernel[0], bias[0]])
        assert np.abs(gradient).max() > 0.01
        np.testing.assert_allclose(-np.array(layer), gradient, rtol=0, atol=1e-4)


def test_networks_that_train_again_are_the_same_whatever_trains_beside(engine):
    columns = schedules.table(schedules.cosine(0.2, 150), 150), np.full(150, 1e4)
    one = {"columns": [columns[0].tolist()], "seeds": [5], "every": 150}
    both = {
        "columns": [c.tolist() for c in columns[::-1]],
        "seeds": [6, 5],
        "every": 50,
    }
    [alone] = engine("networks", TRAINING, one)
    diverged, beside = engine("networks", TRAINING, both)
    assert beside[-1] == alone[-1]
    assert np.isnan(diverged[-1]).all()


def run_in_worker(engine, pauses=False, **experiment):
    """Return all messages of an experiment, but for its progress.

    With ``pauses`` it is stopped after each valley for some milliseconds, in which
    nothing may be heard but what was said before.
    """
    given = {"experiment": experiment, "pauses": pauses}
    heard = engine("refused", WORKER, given)
    assert heard.pop("whilePaused") == 0
    shares = [message["done"] for message in heard["all"] if "done" in message]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    return [message for message in heard["all"] if message["type"] != "progress"]


WORKER = """new Promise((resolve, reject) => {
  const worker = new Worker("/engine/worker.js", { type: "module" });
  const { column, ...experiment } = given.experiment;
  const all = [];
  let [paused, whilePaused] = [false, 0];
  const pause = () => {
    worker.postMessage({ type: "stop" });
    setTimeout(() => (paused = true), 60);
    setTimeout(() => {
      paused = false;
      worker.postMessage({ type: "continue" });
      worker.postMessage({ type: "continue" });
    }, 200);
  };
  worker.onerror = (event) => reject(event.message);
  worker.onmessage = ({ data }) => {
    whilePaused += paused;
    all.push(data);
    if (data.type === "tuned" && given.pauses) pause();
    if (data.type === "verdict" || data.type === "failed") {
      worker.terminate();
      resolve({ all, whilePaused });
    }
  };
  experiment.column = Float64Array.from(column);
  worker.postMessage({ type: "start", experiment });
})"""
BRIEF = {"steps": 60, "seed": 3, "peaks": [0.03, 0.1, 0.3, 1.0]}


@pytest.fixture(scope="module")
def experiment(engine):
    """The messages of a short experiment, by type."""
    column = schedules.table(schedules.linear(5.0, 60), 60)
    heard = run_in_worker(engine, column=column.tolist(), **BRIEF)
    kinds = [message["type"] for message in heard]
    assert kinds == sorted(kinds, key=["valley", "tuned", "pairs", "verdict"].index)
    return {kind: [m for m in heard if m["type"] == kind] for kind in kinds}


def test_an_experiment_tunes_and_says_what_python_would(experiment):
    peaks = import_module("helpers.compare.peaks")
    [tuned], [verdict] = experiment["tuned"], experiment["verdict"]
    tried = 0
    for message in experiment["valley"][-2:]:
        valley = dict(zip(message["peaks"], message["errors"], strict=True))
        on_grid = {peak: valley[peak] for peak in BRIEF["peaks"]}
        assert {*valley} == {*BRIEF["peaks"], peaks.lowest_point(on_grid)}
        best = min(valley, key=valley.get)
        assert tuned[message["arm"]] == best
        assert tuned["atEdge"][message["arm"]] == (best in (0.03, 1.0))
        tried += len(valley) - len(on_grid)
    assert tried > 0
    differences = experiment["pairs"][-1]["differences"]
    mean, half = verdicts.interval(differences)
    assert [verdict["mean"], verdict["halfWidth"]] == pytest.approx([mean, half])
    assert verdict["word"] == key(verdicts.word(mean, half))
    assert verdict["detectable"] == pytest.approx(verdicts.detectable(differences))
    assert np.std(differences) > 0


def test_the_peak_to_try_is_python_s(engine):
    lowest_point = import_module("helpers.compare.peaks").lowest_point
    random = np.random.default_rng(6)
    valleys = [
        [
            np.sort(10 ** random.uniform(-3, 1, n)).tolist(),
            random.integers(3, 9, n).tolist(),
        ]
        for n in random.integers(1, 9, 300)
    ]
    for _, errors in valleys[::3]:
        errors[random.integers(len(errors))] = math.inf
    seen = engine("peaks", "given.map((valley) => m.lowestPoint(...valley))", valleys)
    expected = [lowest_point(dict(zip(*valley, strict=True))) for valley in valleys]
    assert seen == expected
    between = [
        peak not in valley[0] for peak, valley in zip(seen, valleys, strict=True)
    ]
    assert 50 < sum(between) < 250


def test_the_bottom_of_a_valley_is_that_of_a_fitted_parabola(engine):
    random = np.random.default_rng(7)
    peaks = np.geomspace(0.01, 1, 12)
    depth = 0.1 * np.log(peaks / random.uniform(0.03, 0.3, (50, 1))) ** 2
    errors = 40 * np.exp(depth + random.normal(0, 0.02, depth.shape))
    made = "given[1].map((errors) => m.bottom(given[0], errors))"
    seen = engine("peaks", made, [peaks.tolist(), errors.tolist()])
    for own, found in zip(errors, seen, strict=True):
        lowest = np.argsort(own)[:7]
        fit = np.polynomial.Polynomial.fit(
            np.log(peaks[lowest]), np.log(own[lowest]), 2
        )
        [at] = fit.deriv().roots()
        assert math.log(found["peak"]) == pytest.approx(at, abs=1e-9)
        assert math.log(found["error"]) == pytest.approx(fit(at), abs=1e-9)
    few = (
        "[m.bottom([1, 2], [5, 4]), m.bottom([1, 2, 4], [5, 6, 5])].map((b) => b.peak)"
    )
    assert engine("peaks", few) == [2, 1]


def test_the_valley_is_coarse_first(experiment):
    first, whole = experiment["valley"][0], experiment["valley"][2]
    assert (first["peaks"], first["seeds"]) == (BRIEF["peaks"][1::2], 1)
    assert (whole["peaks"], whole["seeds"]) == (BRIEF["peaks"], 1)
    assert experiment["valley"][-1]["seeds"] == 8
    assert {message["arm"] for message in experiment["valley"]} == {
        "schedule",
        "constant",
    }


def test_an_experiment_is_made_of_trainings_with_fresh_seeds(engine, experiment):
    """Its numbers are found again by training some of its networks alone."""
    [tuned] = experiment["tuned"]
    valley = experiment["valley"][-2]
    assert valley["arm"] == "schedule"
    shape = 1 - np.arange(60) / 60
    runs = [(0.3 * shape, 3000 + i, "validation") for i in range(8)]
    for pair in (0, 63):
        runs.append((tuned["schedule"] * shape, 3008 + pair, "test"))
        runs.append((np.full(60, tuned["constant"]), 3008 + pair, "test"))
    made = f"""((networks) => given.map(([column, seed, part]) => {{
      networks.start([Float64Array.from(column)], [seed]);
      networks.advance(60);
      return networks.error(0, part);
    }}))(new m.Networks({DATA}, 1))"""
    errors = engine(
        "networks", made, [(c.tolist(), seed, part) for c, seed, part in runs]
    )
    place = valley["peaks"].index(0.3)
    assert valley["errors"][place] == pytest.approx(np.mean(errors[:8]))
    differences = experiment["pairs"][-1]["differences"]
    assert differences[0] == pytest.approx(errors[8] - errors[9])
    assert differences[63] == pytest.approx(errors[10] - errors[11])


def test_an_experiment_goes_on_where_it_was_stopped(engine, experiment):
    column = schedules.table(schedules.linear(1.0, 60), 60)
    heard = run_in_worker(engine, pauses=True, column=column.tolist(), **BRIEF)
    assert heard[-1] == experiment["verdict"][0]


def test_a_constant_rate_against_itself_is_no_difference(engine):
    few = BRIEF | {"steps": 10, "peaks": [0.1, 0.2], "column": [0.5]}
    verdict = run_in_worker(engine, **few)[-1]
    assert [verdict["mean"], verdict["halfWidth"], verdict["word"]] == [0, 0, "none"]


def test_what_diverges_is_named_and_counts_as_guessing(engine):
    few = BRIEF | {"steps": 20, "peaks": [0.1, 1e8], "column": [0.5]}
    heard = run_in_worker(engine, **few)
    valley = [message for message in heard if message["type"] == "valley"][-1]
    assert valley["peaks"] == few["peaks"]
    assert valley["diverged"] == [0, 8]
    assert valley["errors"][1] == 90
    assert heard[-1]["diverged"] == {"schedule": 0, "constant": 0}


@pytest.mark.parametrize(
    ("bad", "refused"),
    [
        ({"column": [0, 0]}, {"key": "columnStill", "values": {}}),
        ({"column": []}, {"key": "columnEmpty", "values": {"name": "rates"}}),
        (
            {"seed": -1},
            {
                "key": "outOfRange",
                "values": {"name": "seed", "value": -1, "atLeast": 0, "atMost": 999999},
            },
        ),
    ],
    ids=["still", "empty", "seed"],
)
def test_bad_input_to_an_experiment_is_refused(engine, bad, refused):
    [failed] = run_in_worker(engine, **({"column": [1]} | BRIEF | bad))
    assert failed == {"type": "failed"} | refused


@pytest.fixture(scope="module")
def notebook():
    """What notebook 06 defines up to its first schedules, run as it stands there."""
    path = ROOT / "notebooks" / "06_local_minima.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    wanted = ("class Landscape:", "starts =", "def at_best")
    code = [cell.source for cell in cells if cell.source.startswith(wanted)]
    assert len(code) == 3
    names = vars(schedules) | {"np": np, "binomtest": binomtest}
    exec("\n".join(code), names)
    return names


NAMES = {
    "sharp local, wide best": "sharpLocal",
    "wide local, sharp best": "wideLocal",
    "equally wide": "equal",
}


def test_landscapes_are_those_of_notebook_06(engine, notebook):
    x = np.linspace(-8, 8, 161)
    made = """Object.entries(m.LANDSCAPES).map(([name, scene]) => [name, {
      loss: given.map((x) => m.loss(scene, x)),
      slope: given.map((x) => m.slope(scene, x)),
      sharpness: scene.wells.map(m.sharpness),
      best: scene.best,
    }])"""
    seen = dict(engine("landscapes", made, x.tolist()))
    assert list(seen) == [NAMES[name] for name in notebook["landscapes"]]
    for name, scene in notebook["landscapes"].items():
        own = seen[NAMES[name]]
        assert own["loss"] == pytest.approx(scene.loss(x))
        assert own["slope"] == pytest.approx(scene.slope(x))
        assert own["sharpness"] == pytest.approx(scene.depth / scene.width**2)
        assert own["best"] == scene.best()


PEAKS = dict(zip(NAMES, (1.0, 0.6, 1.0), strict=True))  # those of the notebook


@pytest.mark.parametrize(("name", "peak"), PEAKS.items())
def test_balls_descend_as_in_notebook_06(engine, notebook, name, peak):
    """Without noise the paths are the notebook's, and so is where each ball settles."""
    starts = notebook["starts"] = notebook["starts"][:20]
    made = """((scene) => {
      const paths = m.descend(scene, given.column, given.starts);
      const small = new Float64Array(200).fill(0.05);
      const rests = m.descend(scene, small, paths.at(-1)).at(-1);
      return [paths.map(plain), plain(rests)];
    })(m.LANDSCAPES[given.name])"""
    scene = notebook["landscapes"][name]
    for schedule in ("cosine", "restarts", "small constant"):
        column = notebook["schedules"][schedule](peak)
        given = {"name": NAMES[name], "column": column.tolist()}
        paths, rests = engine("landscapes", made, given | {"starts": starts.tolist()})
        expected = notebook["descend"](scene, column, 0.0)
        np.testing.assert_allclose(paths[1:], expected[1:], rtol=0, atol=2e-5)
        at_best = notebook["at_best"](scene, column, 0.0)
        aside = np.abs(np.array(rests) - scene.centre[scene.best()])
        settled = aside < scene.width[scene.best()]
        assert settled.tolist() == at_best.tolist()


def test_noise_is_normal_and_the_same_for_all_columns(engine):
    """On a step the noise moves a ball by −rate · noise · a normal number."""
    made = """given.map(([rate, noise, seed]) => {
      const scene = { wells: [] };
      const starts = new Float64Array(2000);
      return plain(m.descend(scene, [rate], starts, { noise, seed })[1]);
    })"""
    given = [[0.1, 1, 1], [0.2, 1, 1], [0.1, 0.5, 1], [0.1, 1, 2], [0.1, 0, 1]]
    one, faster, softer, other, still = np.array(engine("landscapes", made, given))
    assert np.std(one) == pytest.approx(0.1, rel=0.06)
    np.testing.assert_allclose(faster, 2 * one, atol=2e-6)
    np.testing.assert_allclose(softer, one / 2, atol=2e-6)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.1
    assert not still.any()
