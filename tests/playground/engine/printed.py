"""One column of rates as real tools print it, made by those that are installed."""

import csv
import io
import json
import tempfile
from pathlib import Path

import keras
import numpy as np
import pandas as pd
import tensorflow as tf

from helpers.schedules import cosine, table

STEPS = list(range(0, 120, 10))
RATES = table(cosine(3e-4, 120, 3e-5), 120)[STEPS].tolist()
COUNTED = list(range(len(RATES)))
EXACT, FLOAT32 = 15, 6  # digits


def text_of(rows, **options):
    """Return rows as Python's csv module writes them."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", **options).writerows(rows)
    return out.getvalue()


def named(*columns):
    return [[name for name, _ in columns], *zip(*(c for _, c in columns), strict=True)]


def numpy_repr():
    return repr(np.array(RATES)), COUNTED, 6


def numpy_float32():
    return repr(np.array(RATES, np.float32)), COUNTED, FLOAT32


def numpy_2_list():
    return str(list(np.array(RATES))), COUNTED, EXACT


def numpy_two_columns():
    return str(np.column_stack([STEPS, RATES])), STEPS, 6


def numpy_shortened():
    return str(np.linspace(0, 1, 5000)), None, None


def numpy_savetxt():
    out = io.StringIO()
    np.savetxt(out, np.column_stack([STEPS, RATES]), header="step lr")
    return out.getvalue(), STEPS, EXACT


def torch_tensor():
    import torch

    torch.set_printoptions(precision=8)
    text = repr(torch.tensor(RATES))
    torch.set_printoptions(profile="default")
    return text, COUNTED, 5


def torch_get_last_lr():
    import torch

    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1.0)
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda t: RATES[min(t, len(RATES) - 1)]
    )
    lines = []
    for _ in RATES:
        lines.append(str(scheduler.get_last_lr()))
        optimizer.step()
        scheduler.step()
    return "\n".join(lines), COUNTED, EXACT


def tensorflow_tensor():
    return repr(tf.constant(RATES, tf.float32)), COUNTED, FLOAT32


def pandas_to_csv():
    frame = pd.DataFrame({"step": STEPS, "loss": np.sqrt(RATES), "lr": RATES})
    return frame.to_csv(), STEPS, EXACT


def pandas_to_string():
    return pd.Series(RATES, STEPS, name="lr").to_string(), STEPS, 1.9


def pandas_printed():
    frame = pd.DataFrame({"step": STEPS, "learning_rate": RATES})
    return frame.to_string(index=False), STEPS, 1.9


def pandas_shortened():
    return repr(pd.Series(np.linspace(1, 0, 500), name="lr")), None, None


def excel_with_commas():
    rows = named(("Step", STEPS), ("LR", RATES))
    return text_of(rows, delimiter="\t").replace(".", ","), STEPS, EXACT


def csv_with_semicolons():
    rows = named(("epoch", COUNTED), ("lr", RATES))
    return text_of(rows, delimiter=";").replace(".", ","), COUNTED, EXACT


def wandb_csv():
    name = "deft-sea-4 - train/lr"
    rows = named(
        ("Step", STEPS),
        (name, RATES),
        (f"{name}__MIN", RATES),
        (f"{name}__MAX", RATES),
    )
    return text_of(rows, quoting=csv.QUOTE_ALL), STEPS, EXACT


def tensorboard_csv():
    times = [1_700_000_000.25 + step for step in STEPS]
    rows = named(("Wall time", times), ("Step", STEPS), ("Value", RATES))
    return text_of(rows), STEPS, EXACT


def trainer_state():
    history = [
        {"epoch": s / 60, "grad_norm": 1.5, "learning_rate": r, "loss": 2.0, "step": s}
        for s, r in zip(STEPS, RATES, strict=True)
    ]
    history += [{"epoch": 2.0, "eval_loss": 1.9, "eval_runtime": 3.2, "step": 110}]
    state = {
        "best_global_step": None,
        "global_step": 120,
        "is_world_process_zero": True,
        "log_history": history,
        "logging_steps": 10,
        "stateful_callbacks": {
            "TrainerControl": {"args": {"should_log": False}, "attributes": {}}
        },
        "trial_name": None,
    }
    return json.dumps(state, indent=2), STEPS, EXACT


def trainer_console():
    lines = ["  0%|          | 0/120 [00:00<?, ?it/s]"]
    for step, rate in zip(STEPS, RATES, strict=True):
        lines.append(str({"loss": 2.5, "learning_rate": rate, "epoch": step / 60}))
        lines.append(f" {step}%|#         | {step}/120 [00:01<00:09,  9.1it/s]")
    return "\n".join(lines), COUNTED, EXACT


def json_lines():
    rows = zip(STEPS, RATES, strict=True)
    lines = [json.dumps({"step": s, "lr": r, "split": "train"}) for s, r in rows]
    return "\n".join(lines), STEPS, EXACT


def json_list():
    return json.dumps(RATES), COUNTED, EXACT


def python_lines():
    return f"lrs = {RATES!r}\n", COUNTED, EXACT


def markdown_table():
    rows = [f"| {s} | {r} |" for s, r in zip(STEPS, RATES, strict=True)]
    return "\n".join(["| step | lr |", "|-----:|---:|", *rows]), STEPS, EXACT


def percents():
    return "\n".join(f"{100 * rate:.10f} %" for rate in RATES), COUNTED, 6


def trained():
    """Train with Keras for as many epochs as there are rates."""
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


def keras_history():
    model = trained()
    setting = keras.callbacks.LearningRateScheduler(lambda epoch, _: RATES[epoch])
    ones = np.ones((8, 1))
    seen = model.fit(ones, ones, epochs=len(RATES), verbose=0, callbacks=[setting])
    return str(seen.history), COUNTED, FLOAT32


def keras_csv_logger():
    model = trained()
    setting = keras.callbacks.LearningRateScheduler(lambda epoch, _: RATES[epoch])
    ones = np.ones((8, 1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        calls = [setting, keras.callbacks.CSVLogger(path)]
        model.fit(ones, ones, epochs=len(RATES), verbose=0, callbacks=calls)
        return path.read_text("utf-8"), COUNTED, FLOAT32


def own_log_lines():
    lines = [
        f"[INFO] step {s} | loss: 0.5312 | lr: {r:.6e} | 0.2 s"
        for s, r in zip(STEPS, RATES, strict=True)
    ]
    return "\n".join(["Training begins.", *lines]), STEPS, 6


PRINTED = {
    made.__name__.replace("_", " "): made
    for made in (
        numpy_repr,
        numpy_float32,
        numpy_2_list,
        numpy_two_columns,
        numpy_shortened,
        numpy_savetxt,
        torch_tensor,
        torch_get_last_lr,
        tensorflow_tensor,
        pandas_to_csv,
        pandas_to_string,
        pandas_printed,
        pandas_shortened,
        excel_with_commas,
        csv_with_semicolons,
        wandb_csv,
        tensorboard_csv,
        trainer_state,
        trainer_console,
        json_lines,
        json_list,
        python_lines,
        markdown_table,
        percents,
        keras_history,
        keras_csv_logger,
        own_log_lines,
    )
}
