"""Settings of the family, drawn at random."""

import numpy as np

DRAWN = 600  # settings

# Peaks from 1e-8 to 1e4: nothing may hang on the size of a rate.
DECADES = (-8, 4)


def settings(draw):
    random = np.random.default_rng(12)
    return [draw(random) for _ in range(DRAWN)]


def draw(random):
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


def draw_spoilt(random):
    """Draw the same with one argument drawn anew, and perhaps other steps."""
    name, args, steps = draw(random)
    key = str(random.choice(list(args)))
    if isinstance(args[key], float):
        args[key] *= float(random.choice([-1, 0, 1.5]))
    elif key == "boundaries":
        args[key] = random.integers(-1, steps, random.integers(4)).tolist()
    elif isinstance(args[key], int) and key != "endpoint":
        args[key] = int(random.integers(-1, steps + 2))
    return name, args, int(random.choice([steps, random.integers(1, 15)]))


# JavaScript: the columns of settings, and the data of a training.
COLUMNS = (
    "given.map(([name, args, steps]) => or(() => m.FAMILY[name].column(args, steps)))"
)
DATA = "(await import('/engine/data.js')).mnist1d()"
