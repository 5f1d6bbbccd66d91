"""What the collection costs, as ratios measured side by side: `run.py bench`.

``BENCHMARKS`` has the modules by the names that can be typed. No package is imported
here, so that a mistake can be named before any is installed.
"""

BENCHMARKS = {
    "step_cost": "step_cost",
    "sweep_speed": "sweep_speed",
    "rivals": "rivals",
    "to_99_percent": "to_99_percent",
    "small_models": "small_models",
    "plan": "planned",
    "edge_cost": "edge_cost",
    "long_preview": "long_preview",
    "keras_columns": "keras_columns",
    "tuners": "tuners",
    "coverage": "coverage",
    "playground": "playground",
    "notebooks": "notebooks",
    "class": "classroom_load",
}
