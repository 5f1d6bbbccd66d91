"""A training loop that stores how far it is, by updates or by epochs."""

from collections.abc import Callable, Iterable

__all__ = ["by_updates", "loop"]

Storing = Callable[[str], list[str]]
"""Takes what says how much is done, and returns lines that store it."""


def loop(
    steps: int,
    steps_per_epoch: int | None,
    update: list[str],
    step: list[str],
    storing: Storing,
) -> str:
    """Return a loop of updates, or of epochs, which makes each step of a schedule.

    ``step`` are the lines that step it: after each update, or after each epoch of
    ``steps_per_epoch``.
    """
    if steps_per_epoch is None:
        stepping = (f"{line}  # after each update" for line in step)
        return by_updates(steps, [*update, *stepping], storing)
    return "\n".join(
        [
            f"for epoch in range(done, {steps}):",
            f"    for _ in range({steps_per_epoch}):  # the batches of an epoch",
            *_indented(_indented(update)),
            *_indented(f"{line}  # after each epoch" for line in step),
            *_indented(storing("epoch + 1")),
        ]
    )


def by_updates(steps: int, update: list[str], storing: Storing) -> str:
    """Return a loop of so many updates, which is stored at each quarter.

    >>> print(by_updates(8, ["train()"], lambda done: [f"store({done})"]))
    for update in range(done, 8):
        train()
        if (update + 1) % 2 == 0:
            store(update + 1)
    """
    return "\n".join(
        [
            f"for update in range(done, {steps}):",
            *_indented(update),
            f"    if (update + 1) % {max(1, steps // 4)} == 0:",
            *_indented(_indented(storing("update + 1"))),
        ]
    )


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]
