#!/usr/bin/env bash
# transformers 5.24.0 with PyTorch 2.13.0 (its CPU build), Python 3.11
#
# `get_cosine_with_min_lr_schedule_with_warmup(…, min_lr=0.001)` turns its floor into a
# share of the rate that the optimizer was made with, `optimizer.defaults["lr"]`, and all
# groups of parameters get that share. A group with a rate of its own ends at another
# floor: here the body is made with 0.1, the head with 0.5, and the head ends at 0.005.
#
# Seen:
#   body: from 0.1 to 0.001
#   head: from 0.5 to 0.005
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/python -m pip install --quiet torch==2.13.0 transformers==5.24.0 numpy==2.4.0
env/bin/python - 2>/dev/null <<'END' | tee seen
import torch
from transformers import get_cosine_with_min_lr_schedule_with_warmup

body, head = torch.nn.Linear(2, 2), torch.nn.Linear(2, 1)
groups = [
    {"params": body.parameters()},
    {"params": head.parameters(), "lr": 0.5},
]
optimizer = torch.optim.SGD(groups, lr=0.1)
scheduler = get_cosine_with_min_lr_schedule_with_warmup(
    optimizer, num_warmup_steps=0, num_training_steps=100, min_lr=0.001
)
first = scheduler.get_last_lr()
for _ in range(100):
    optimizer.step()
    scheduler.step()
last = scheduler.get_last_lr()
for name, begins, ends in zip(("body", "head"), first, last):
    print(f"{name}: from {begins:.3g} to {ends:.3g}")
END
diff seen - <<'END'
body: from 0.1 to 0.001
head: from 0.5 to 0.005
END
