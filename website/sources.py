"""The folder that Sphinx reads: the collection's own files, at their own places.

So each text has one source, and the links in it lead where they lead in the checkout.
Only links to a module lead to its page in the reference.
"""

import re
import shutil
from pathlib import Path

from tools.places import ROOT
from website import dictionary, reference

PAGES = Path(__file__).resolve().parent / "pages"
TEXTS = [
    "README.md",
    "notebooks/words.md",
    "CONTRIBUTING.md",
    "classroom/README.md",
    "classroom/first_lesson.md",
    "benchmarks/README.md",
]
LINK = re.compile(r"\]\(([^)#:]+)\)")
MODULE = re.compile(r"\]\((?:\.\./)*helpers/(\w+)(?:/\w+)?\.py\)")


def assemble(folder):
    """Write the folder anew, and return it; what is unchanged keeps its date."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PAGES, folder)
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        copy(notebook, folder)
    for name in TEXTS:
        text = to_reference((ROOT / name).read_text("utf-8"), "../" * name.count("/"))
        copy(ROOT / name, folder).write_text(text, "utf-8")
        for file in linked_files(ROOT / name, text):
            copy(file, folder)
    reference.write(folder / "api")
    dictionary.write(folder)
    return folder


def copy(source, folder):
    """Copy a file to the same place below another folder, and return the new one."""
    target = folder / source.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy2(source, target))


def linked_files(path, text):
    """Return the files of the collection that a text links to, other than texts."""
    files = [(path.parent / link).resolve() for link in LINK.findall(text)]
    return [file for file in files if file.is_file() and file.suffix != ".md"]


def to_reference(text, up):
    """Let links to a module lead to its page, or to the list of all pages."""
    text = text.replace("](helpers/__init__.py)", "](helpers.md)")
    return MODULE.sub(rf"]({up}api/\1.md)", text)
