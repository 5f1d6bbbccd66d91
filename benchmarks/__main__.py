"""Measure, print a table, write it as JSON; names choose some of the benchmarks."""

import json
import sys
from importlib import import_module
from statistics import median

from benchmarks import BENCHMARKS
from benchmarks.measuring import machine
from helpers.data import load_mnist
from tools import places


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
        benchmark = import_module(f"benchmarks.{BENCHMARKS[name]}")
        for comparison in benchmark.compare(data):
            results.append({"benchmark": name, **comparison.as_dict()})
            print(line(comparison), flush=True)
    places.BUILD.mkdir(exist_ok=True)
    path = places.BUILD / "benchmarks.json"
    text = json.dumps({"machine": here, "results": results}, indent=1)
    path.write_text(text + "\n", "utf-8")
    print(f"\nWritten to {path.relative_to(places.ROOT)}.")
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
