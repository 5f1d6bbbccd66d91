"""How names of ``helpers`` are called, read from their files."""

from importlib import import_module

import pytest

griffe = pytest.importorskip("griffe", reason="needs the extra site")
definitions = import_module("website.definitions")
reference = import_module("website.reference")


@pytest.mark.parametrize(
    ("code", "signature"),
    [
        ("def f(): ...", "f()"),
        ("def f(a, b=1): ...", "f(a, b=1)"),
        (
            "def f(a: int, b: float = 1.0) -> str: ...",
            "f(a: int, b: float = 1.0) -> str",
        ),
        ("def f(*a: int, b: int) -> None: ...", "f(*a: int, b: int) -> None"),
        (
            "def f(a: int, *, b: int = 2, **c: str): ...",
            "f(a: int, *, b: int = 2, **c: str)",
        ),
        ("def f(a: int | None = None): ...", "f(a: int | None = None)"),
        ("class f:\n  def __init__(self, a: int) -> None: ...", "f(a: int)"),
        ("f: dict[str, int] = {}", "f"),
    ],
)
def test_a_signature_has_types_and_defaults(tmp_path, code, signature):
    module = griffe.visit("module", filepath=tmp_path / "module.py", code=code)
    assert definitions.signature(module["f"]) == signature


@pytest.mark.slow
def test_a_source_page_tells_the_file_behind_it():
    assert definitions.file("_modules/helpers/bounds") == "helpers/bounds.py"
    assert definitions.file("_modules/helpers/schedules/columns") == (
        "helpers/schedules/columns.py"
    )
    assert definitions.file("_modules/index") is None
    assert definitions.file("api/bounds") is None


def test_examples_in_a_docstring_are_blocks_of_code(tmp_path):
    code = '''
def f():
    """Return one.

    It is *not* two:

        >>> f(
        ... )
        1

    The end.
    """
'''
    module = griffe.visit("module", filepath=tmp_path / "module.py", code=code)
    assert reference.markdown(module["f"]) == (
        "Return one.\n\nIt is *not* two:\n\n```pycon\n>>> f(\n... )\n1\n```\n\nThe end."
    )


def test_a_door_that_does_not_say_what_is_public_is_refused(tmp_path):
    module = griffe.visit("door", filepath=tmp_path / "door.py", code="a = 1")
    with pytest.raises(ValueError, match="door has no __all__"):
        reference.public(module)
