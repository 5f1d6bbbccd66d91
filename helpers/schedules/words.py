"""Numbers in words, for what is said of a column."""

from textwrap import fill

__all__ = ["number", "percent", "updates_and_epochs", "wrapped"]

WIDTH = 84  # characters


def number(value: float) -> str:
    """Return a rate with three digits.

    >>> number(0.1 / 3), number(0.0)
    ('0.0333', '0')
    """
    return f"{value:.3g}"


def percent(share: float) -> str:
    """Return a share in percent, never 0 or 100 where it isn't quite.

    >>> percent(0.0304), percent(0.0004), percent(0.9999)
    ('3 %', 'less than 1 %', 'more than 99 %')
    """
    if 0 < share < 0.005:
        return "less than 1 %"
    if 0.995 < share < 1:
        return "more than 99 %"
    return f"{100 * share:.0f} %"


def updates_and_epochs(updates: int, in_an_epoch: int) -> str:
    """Return a number of updates in words, and in epochs where it is a whole number.

    >>> updates_and_epochs(120, 60), updates_and_epochs(1, 60)
    ('120 updates (2 epochs)', '1 update')
    """
    plural = "" if updates == 1 else "s"
    text = f"{updates} update{plural}"
    epochs, rest = divmod(updates, in_an_epoch)
    if rest == 0 and epochs:
        text += f" ({epochs} epoch{'' if epochs == 1 else 's'})"
    return text


def wrapped(text: str, width: int = WIDTH) -> str:
    """Return a text in lines of that many characters, all but the first indented.

    >>> print(wrapped("! It falls to 0.", width=10))
    ! It falls
      to 0.
    """
    return fill(text, width, subsequent_indent="  ", break_on_hyphens=False)
