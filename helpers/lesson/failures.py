"""Show a failure with its real exception, and go on."""

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["shown_failing"]


@contextmanager
def shown_failing(expected: type[BaseException]) -> Iterator[None]:
    """Print the exception that the block raises, and go on after the block.

    Raises AssertionError if the block does not fail. An exception that is not of the
    type ``expected`` is passed on.

    >>> with shown_failing(ZeroDivisionError):
    ...     1 / 0
    ZeroDivisionError: division by zero
    """
    try:
        yield
    except expected as failure:
        print(f"{type(failure).__name__}: {failure}")
        return
    raise AssertionError(f"expected {expected.__name__}, but nothing failed")
