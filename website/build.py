"""Build the site into build/site/ from the stored outputs; nothing is executed.

    python -m website.build [FOLDER [WORK]]                   # build/site
    python -m website.build --catalogues [FOLDER [WORK]]      # build/catalogues

The second writes the texts that can be translated. WORK is where the sources are put
together, and what Sphinx has read is kept.

The pages are for any static host, at whatever path, and for a double-click: no page
asks another host for anything. English lies in the folder itself, each language for
which ``locale`` has a catalogue in a folder within it.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

from sphinx.cmd.build import build_main

from tools.places import BUILD
from website import hosted, languages, links, not_found, playground_page, sources

HERE = Path(__file__).resolve().parent
WORK = BUILD / "site-work"
UNSEEN = shutil.ignore_patterns("_sources", ".buildinfo*", "objects.inv", "*.map")
OUTSIDE = "links-to-other-sites.txt"


def main(arguments=None):
    """Do what the command line says; return the exit code, or a sentence."""
    asked = command_line().parse_args(arguments)
    if asked.catalogues:
        return write_catalogues(asked.folder or BUILD / "catalogues", asked.work)
    return write_site(asked.folder or BUILD / "site", asked.work)


def command_line():
    """Return the parser of the command line."""
    about, _, _ = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(prog="python -m website.build", description=about)
    parser.add_argument(
        "--catalogues",
        action="store_true",
        help="write the texts that can be translated, and no site",
    )
    parser.add_argument("folder", nargs="?", help="where it goes, if not into build/")
    parser.add_argument(
        "work", nargs="?", default=WORK, help="where the sources are put together"
    )
    return parser


def write_site(folder, work):
    """Write the site, check its links and say what it weighs."""
    began, folder, work = time.monotonic(), Path(folder).resolve(), Path(work)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / OUTSIDE).exists():
        return f"{folder} holds something that is no site: name another folder."
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / OUTSIDE).touch()
    assembled = sources.assemble(work / "sources")
    for language in languages.found():
        place, made = languages.folder(folder, language), work / language / "pages"
        shutil.rmtree(made, ignore_errors=True)
        read = work / language / "read"
        if sphinx(assembled, made, "-d", str(read), "-D", f"language={language}"):
            return "The site could not be built: see above."
        shutil.copytree(made, place, ignore=UNSEEN, dirs_exist_ok=True)
        for notebook in (assembled / "notebooks").glob("*.ipynb"):
            shutil.copy(notebook, place / "notebooks")
        playground_page.write(place, language)
    not_found.write(folder, hosted.site_address())
    (folder / ".nojekyll").touch()  # a host that runs Jekyll would drop _static
    broken, outside = links.check(folder)
    (folder / OUTSIDE).write_text("\n".join(outside) + "\n", "utf-8")
    print(*broken, sep="\n", end="\n" * bool(broken), file=sys.stderr)
    pages = len(list(folder.rglob("*.html")))
    weight = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(
        f"{pages} pages, {weight / 1e6:.1f} MB, in {time.monotonic() - began:.0f} s: "
        f"open {folder / 'index.html'}"
    )
    return 1 if broken else 0


def write_catalogues(folder, work):
    """Write a template, as gettext has it, for the texts of each page."""
    return sphinx(sources.assemble(Path(work) / "sources"), folder, "-b", "gettext")


def sphinx(assembled, folder, *options):
    """Let Sphinx write into a folder; return its exit code, an error for a warning."""
    strict = ["-q", "-W", "--keep-going", "-c", str(HERE)]
    return build_main([*strict, *options, str(assembled), str(folder)])


if __name__ == "__main__":
    sys.exit(main())
