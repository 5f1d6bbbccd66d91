"""Show something failing, with its real exception, and go on."""

from contextlib import contextmanager


@contextmanager
def shown_failing(expected):
    """Print the exception that the block raises; nothing else may come of it.

    Raises AssertionError if the block does not fail. An exception that is not of the
    type ``expected`` is passed on.
    """
    try:
        yield
    except expected as failure:
        print(f"{type(failure).__name__}: {failure}")
        return
    raise AssertionError(f"expected {expected.__name__}, but nothing failed")
