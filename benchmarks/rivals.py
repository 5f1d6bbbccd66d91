"""Many networks as one program, against the same program in PyTorch and in JAX.

Each rival trains the networks of ``small_mlp`` with momentum, in batches that all of
them see, each at its own column of rates: the work of a sweep, in the way that suits
the library. A rival that isn't installed is left out, with a sentence.
"""

from importlib.util import find_spec

import numpy as np

from benchmarks.measuring import Comparison, process_apart, seconds_in_turn
from benchmarks.sweep_speed import BATCH_SIZE, COMPARED, EPOCHS, WIDTH, sweeping
from helpers.models import mlp_weights
from helpers.schedules import cosine, table
from helpers.sweep import order_of_images, stack, updates_per_epoch

MOMENTUM = 0.9


def compare(data, repetitions=3, count=COMPARED):
    """Measure a sweep in turn with each rival that is installed."""
    train = data.x_train, data.y_train
    with process_apart() as apart:
        jobs = {"ours": apart(sweeping, train, count, EPOCHS)}
        for name, (module, rival) in RIVALS.items():
            if find_spec(module) is None:
                print(f"{name} is not installed, and not compared.")
            else:
                jobs[name] = training(rival, train, count, EPOCHS)
        for job in jobs.values():
            job()  # builds its program
        took = seconds_in_turn(jobs, repetitions)
    speed = {name: count * EPOCHS / np.array(seconds) for name, seconds in took.items()}
    return [
        Comparison(
            f"{count} networks as one program, against {name}",
            "network-epochs/s",
            tuple(speed[name]),
            tuple(speed["ours"]),
            better="more",
            goal=1.3,
        )
        for name in jobs
        if name != "ours"
    ]


def training(rival, train, count, epochs, batch_size=BATCH_SIZE):
    """Return a call that trains ``count`` networks, and returns their losses.

    The losses are the means over the last epoch, one for each network.
    """
    images, labels = train
    pixels = images.reshape(len(images), -1)
    lit = pixels.any(axis=0)
    inputs = pixels.compress(lit, axis=1).astype(np.float32) / 255
    kernel, *others = stack([mlp_weights(seed, WIDTH) for seed in range(count)])
    weights = [kernel[:, lit], *others]
    updates = updates_per_epoch(len(images), batch_size)
    rates = table(cosine(0.1, epochs * updates), epochs * updates).astype(np.float32)
    orders = [order_of_images(0, epoch, len(images)) for epoch in range(epochs)]
    # Like a sweep: whole batches, and a last one with what is left.
    batches = [
        np.split(order, range(batch_size, len(order), batch_size)) for order in orders
    ]
    plan = list(
        zip(rates, [batch for epoch in batches for batch in epoch], strict=True)
    )
    run = rival(inputs, labels.astype(np.int64))
    return lambda: np.mean(run(weights, plan)[-updates:], axis=0)


def pytorch(inputs, labels):
    """Return a function of weights and batches: gradients by hand, updates in place.

    Each product of a gradient is added to its velocity as it is made (``baddbmm_``), so
    that the gradients of the kernels are never stored.
    """
    import torch

    inputs, labels = torch.from_numpy(inputs), torch.from_numpy(labels)

    @torch.no_grad()
    def run(weights, plan):
        kernel_1, bias_1, kernel_2, bias_2 = (torch.tensor(array) for array in weights)
        layers = [kernel_1, bias_1[:, None], kernel_2, bias_2[:, None]]
        velocities = [torch.zeros_like(layer) for layer in layers]
        losses = []
        for rate, batch in plan:
            chosen = torch.from_numpy(batch)
            x = inputs[chosen].expand(len(kernel_1), -1, -1)
            right = labels[chosen].expand(len(kernel_1), -1)[..., None]
            hidden = torch.baddbmm(layers[1], x, layers[0]).relu_()
            logits = torch.baddbmm(layers[3], hidden, layers[2])
            log_shares = torch.log_softmax(logits, dim=2)
            losses.append(-log_shares.gather(2, right).mean(dim=(1, 2)).numpy())
            upper = log_shares.exp_()
            upper.scatter_add_(2, right, torch.full_like(right, -1, dtype=x.dtype))
            upper /= len(batch)
            lower = (upper @ layers[2].mT).mul_(hidden > 0)
            change = {"beta": MOMENTUM, "alpha": -float(rate)}
            for place, (below, slope) in enumerate([(x, lower), (hidden, upper)]):
                velocities[2 * place].baddbmm_(below.mT, slope, **change)
                bias = velocities[2 * place + 1].mul_(MOMENTUM)
                bias.add_(slope.sum(dim=1, keepdim=True), alpha=-float(rate))
            for layer, velocity in zip(layers, velocities, strict=True):
                layer.add_(velocity)
        return np.array(losses)

    return run


def jax(inputs, labels):
    """Return a function of weights and batches: ``vmap`` over networks, ``scan``."""
    import jax
    import jax.numpy as jnp

    inputs, labels = jnp.asarray(inputs), jnp.asarray(labels)

    def loss(weights, x, y):
        kernel_1, bias_1, kernel_2, bias_2 = weights
        logits = jax.nn.relu(x @ kernel_1 + bias_1) @ kernel_2 + bias_2
        log_shares = jax.nn.log_softmax(logits)
        return -jnp.take_along_axis(log_shares, y[:, None], axis=1).mean()

    of_each = jax.vmap(jax.value_and_grad(loss), in_axes=(0, None, None))

    def update(state, now):
        (weights, velocities), (rate, batch) = state, now
        losses, slopes = of_each(weights, inputs[batch], labels[batch])
        velocities = [
            MOMENTUM * v - rate * s for v, s in zip(velocities, slopes, strict=True)
        ]
        weights = [w + v for w, v in zip(weights, velocities, strict=True)]
        return (weights, velocities), losses

    scan = jax.jit(lambda state, steps: jax.lax.scan(update, state, steps))

    def run(weights, plan):
        weights = [jnp.asarray(array) for array in weights]
        state = weights, [jnp.zeros_like(array) for array in weights]
        losses = []
        for steps in alike(plan):
            state, found = scan(state, steps)
            losses.append(np.asarray(found))
        return np.concatenate(losses)

    return run


def alike(plan):
    """Return the plan in stretches of batches of one size, each as two arrays."""
    sizes = [len(batch) for _, batch in plan]
    cuts = np.flatnonzero(np.diff(sizes)) + 1
    for stretch in np.split(np.arange(len(plan)), cuts):
        yield (
            np.array([plan[step][0] for step in stretch]),
            np.array([plan[step][1] for step in stretch]),
        )


RIVALS = {"PyTorch": ("torch", pytorch), "JAX": ("jax", jax)}
