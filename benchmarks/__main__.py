"""Measure, print a table, write it as JSON; names choose some of the benchmarks."""

import json
import sys
from statistics import median

import run
from benchmarks import (
    classroom_load,
    notebooks,
    playground,
    rivals,
    small_models,
    step_cost,
    sweep_speed,
    to_99_percent,
    tuners,
)
from benchmarks.measuring import machine
from helpers.data import load_mnist

BENCHMARKS = {
    "step_cost": step_cost,
    "sweep_speed": sweep_speed,
    "rivals": rivals,
    "to_99_percent": to_99_percent,
    "small_models": small_models,
    "tuners": tuners,
    "playground": playground,
    "notebooks": notebooks,
    "class": classroom_load,
}


def main(names):
    """Run the benchmarks named, or all; return the exit code."""
    if unknown := [name for name in names if name not in BENCHMARKS]:
        return (
            f"There is no benchmark '{unknown[0]}'. There are: {', '.join(BENCHMARKS)}."
        )
    here, data = machine(), load_mnist()
    if not data.is_mnist:
        return f"The benchmarks need MNIST. {data}"
    print("{cpu}, {cores} cores, {memory_gb} GB, {system}".format(**here))
    print("Python {python}, TensorFlow {tensorflow}".format(**here))
    print(f"{here['busy_cores_before']} cores were busy before\n")
    print(f"{'times better':>12} {'goal':>6}  what")
    results = []
    for name in names or BENCHMARKS:
        for comparison in BENCHMARKS[name].compare(data):
            results.append({"benchmark": name, **comparison.as_dict()})
            print(line(comparison), flush=True)
    run.BUILD.mkdir(exist_ok=True)
    path = run.BUILD / "benchmarks.json"
    text = json.dumps({"machine": here, "results": results}, indent=1)
    path.write_text(text + "\n", "utf-8")
    print(f"\nWritten to {path.relative_to(run.ROOT)}.")
    return 0


def line(comparison):
    """Return a comparison as two lines of the table."""
    values = [median(comparison.reference), median(comparison.ours)]
    return (
        f"{comparison.ratio:12.2f} {comparison.goal:6g}  {comparison.what}\n"
        f"{'':21}{values[0]:.4g} → {values[1]:.4g} {comparison.unit}"
        f"{'; ' if comparison.note else ''}{comparison.note}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
