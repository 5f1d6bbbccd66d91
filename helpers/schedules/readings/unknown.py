"""What stands in a text without a value."""

from dataclasses import dataclass

__all__ = ["Unknown"]


@dataclass(frozen=True)
class Unknown:
    """A name or function in a text that has no value: an optimizer, for example.

    ``problem`` says why the line that assigns the name could not be read.

    >>> Unknown("steps").error("T_max")
    ValueError("T_max = steps is not known: give its value, names={'steps': …}")
    """

    text: str
    problem: Exception | None = None

    def error(self, name: str) -> Exception:
        """Return the error where an argument needs the value."""
        if self.problem is not None:
            return self.problem
        begin = f"{name} = " if name else ""
        return ValueError(
            f"{begin}{self.text} is not known: give its value, "
            f"names={{{self.text!r}: …}}"
        )
