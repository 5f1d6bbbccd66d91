"""What others wrote, as a schedule: the rates that another library's updates use.

The parts, from the ground up: ``text`` takes a text apart into lines, and ``values``
their expressions, in which some names are ``unknown``; ``signatures`` has the table of
what can be read; ``stepping`` makes columns of rules that set one rate after another,
and ``recursions`` has forms that such rules share; ``libraries`` lists the libraries,
and ``reading`` is the door. Each library has a module, or a package, of its own. None
of the libraries is needed.
"""

from helpers.schedules.readings.reading import readable, reading

__all__ = ["readable", "reading"]
