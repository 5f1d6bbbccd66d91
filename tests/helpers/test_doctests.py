"""Every public name of ``helpers`` has an example, and every example is right."""

import doctest
import inspect
import pkgutil
import re
from importlib import import_module

import pytest

import helpers

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(helpers.__path__, "helpers.")
    if not module.name.endswith("__main__")
)
OPTIONAL = {"dask", "distributed"}  # of the extra cluster


def imported(name):
    """Import a module, or skip the test where an optional package isn't here."""
    try:
        return import_module(name)
    except ModuleNotFoundError as problem:
        if problem.name.partition(".")[0] not in OPTIONAL:
            raise
        pytest.skip(f"needs {problem.name}")


def doors():
    """List the public modules: those that the text of ``helpers`` names."""
    lines = re.findall(r"^- (.+?):", helpers.__doc__, re.MULTILINE)
    return [
        f"helpers.{name}" for line in lines for name in re.findall("`(\\w+)`", line)
    ]


def public(door):
    """List the public objects behind a door by name: also those of a door's parts."""
    module = import_module(door)
    if not hasattr(module, "__all__"):
        parts = pkgutil.iter_modules(module.__path__, f"{door}.")
        return {n: o for part in parts for n, o in public(part.name).items()}
    assert module.__all__
    return {f"{door}.{name}": getattr(module, name) for name in module.__all__}


@pytest.mark.slow
@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_right(name):
    failed, _ = doctest.testmod(imported(name), optionflags=doctest.ELLIPSIS)
    assert failed == 0


def test_the_doors_are_the_modules_beside_each_other():
    assert sorted(doors()) == [name for name in MODULES if name.count(".") == 1]


@pytest.mark.parametrize("door", doors())
def test_every_public_function_and_class_has_an_example(door):
    examples = {
        name: doctest.DocTestParser().get_examples(thing.__doc__ or "")
        for name, thing in public(door).items()
        if inspect.isfunction(thing) or inspect.isclass(thing)
    }
    lacking = [name for name, found in examples.items() if not found]
    assert not lacking, f"without an example: {', '.join(lacking)}"
