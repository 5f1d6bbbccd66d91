"""Does a column fit the training that begins? What is noticed, in words.

Keras knows the epochs of a ``fit`` and, mostly, the batches of an epoch. A column of as
many rows as the other unit has, one that ends long before or after the training, and a
training that goes on while its column begins anew are probably mistakes.
"""

__all__ = ["remark_on_epochs", "remark_on_updates"]

FAR = 10  # times as long or as short: no plan of this training


def remark_on_epochs(
    rows: int, first: int, epochs: int, batches: int | None, updates: int
) -> str | None:
    """Say what is wrong with a column of one rate per epoch, if anything.

    ``first`` is the epoch that the training begins with, and ``epochs`` the one that it
    ends before. ``batches`` is their number in an epoch, None if not known, and
    ``updates`` what the optimizer had counted before.

    >>> remark_on_epochs(rows=3, first=0, epochs=3, batches=200, updates=0)
    >>> print(remark_on_epochs(rows=600, first=0, epochs=3, batches=200, updates=0))
    rates has 600 rows, one for each of the 3 · 200 updates of this fit, but one row ...
    """
    if rows <= epochs + 1:
        return None
    if batches is not None and batches > 1 and _is_about(rows, epochs * batches):
        return (
            f"rates has {rows} rows, one for each of the {epochs} · {batches} updates "
            f"of this fit, but one row is used an epoch, so {epochs}: use "
            f"RatePerUpdate, or make the column with table(schedule, {epochs})"
        )
    if first == 0 and updates:
        return (
            f"rates begins again at its first row, because this fit begins at epoch 0, "
            f"though the optimizer has counted {updates} updates before. It ends after "
            f"{epochs} of {rows} rows: to go on, give fit initial_epoch, and epochs "
            "counted from the first fit on"
        )
    if rows >= FAR * epochs:
        return (
            f"rates has {rows} rows, but this fit ends after {epochs} of them, at "
            f"{100 * epochs / rows:.2g} % of the way: for a full run make the column "
            f"with table(schedule, {epochs}), or give fit epochs={rows}"
        )
    return None


def remark_on_updates(
    rows: int,
    first: int,
    epochs: int,
    batches: int | None,
    updates: int,
    accumulated: int = 1,
    new_optimizer: bool = False,
) -> str | None:
    """Say what is wrong with a column of one rate per update, if anything.

    The arguments are those of ``remark_on_epochs``. ``accumulated`` batches make one
    update. With ``new_optimizer`` the model had another one, with its own count, in the
    training before.

    >>> remark_on_updates(rows=600, first=0, epochs=3, batches=200, updates=0)
    >>> print(remark_on_updates(rows=3, first=0, epochs=3, batches=200, updates=0))
    rates has 3 rows, one for each epoch of this fit, but one row is used an update, ...
    """
    if updates == 0 and (first > 0 or new_optimizer):
        return (
            f"rates begins at its first row, in epoch {first}, because the optimizer "
            "has counted no update yet. That is so after a new compile, and where "
            "weights alone were loaded. To go on, build the optimizer before "
            "load_weights, load the whole model, or give rates[updates done before:]"
        )
    if rows == 1:
        return None
    if updates >= rows:
        return (
            f"rates is over already: it has {rows} rows, and the optimizer has counted "
            f"{updates} updates, so that all others get the last rate. A new compile "
            "begins to count at 0"
        )
    if batches is None:
        return None
    end = updates + (epochs - first) * batches // accumulated
    if end >= 2 * rows and rows in (epochs, epochs + 1):
        return (
            f"rates has {rows} rows, one for each epoch of this fit, but one row is "
            f"used an update, so it is over after {rows} of {end} updates: use "
            f"RatePerEpoch, or make the column with table(schedule, {end})"
        )
    if accumulated > 1 and _is_about(rows, epochs * batches):
        return (
            f"rates has {rows} rows, one for each of the {epochs} · {batches} batches, "
            f"but {accumulated} batches make one update (gradient_accumulation_steps), "
            "and one row is used an update: make the column with "
            f"table(schedule, {end})"
        )
    if end >= FAR * rows:
        return (
            f"rates has {rows} rows and is over after {100 * rows / end:.2g} % of the "
            f"{end} updates; its last rate holds from there on. If that is not meant, "
            f"make the column with table(schedule, {end})"
        )
    if epochs - first > 1 and rows >= FAR * end:
        return (
            f"rates has {rows} rows, but training ends after {end} updates, at "
            f"{100 * end / rows:.2g} % of the way: make the column with "
            f"table(schedule, {end})"
        )
    return None


def _is_about(rows: int, number: int) -> bool:
    return rows in (number, number + 1)
