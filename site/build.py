"""Build the site into build/site/ from the stored outputs; nothing is executed.

    python site/build.py [FOLDER]      # build/site

The pages are for any static host, at whatever path, and for a double-click: no page
asks another host for anything. English lies in the folder itself, each language for
which ``locale`` has a catalogue in a folder beside it.
"""

import shutil
import sys
import time
from pathlib import Path

import languages
import links
import single_page
import sources
from sphinx.cmd.build import build_main

SITE = Path(__file__).resolve().parent
BUILD = SITE.parent / "build"
OUTSIDE = "links-to-other-sites.txt"


def main(folder=BUILD / "site"):
    """Build the site, check its links and say what it weighs; return the exit code."""
    began, folder = time.monotonic(), Path(folder).resolve()
    if folder.is_dir() and any(folder.iterdir()) and not (folder / OUTSIDE).exists():
        return f"{folder} holds something that is no site: name another folder."
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / OUTSIDE).touch()
    assembled = sources.assemble(BUILD / "site-sources")
    for language in languages.found():
        place = languages.folder(folder, language)
        single_page.write(place / "playground.html")
        if write_pages(assembled, place, language):
            return "The site could not be built: see above."
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


def write_pages(assembled, folder, language, *options):
    """Let Sphinx write the pages of one language; give each notebook to download.

    Returns the exit code of Sphinx, for which a warning is an error.
    """
    work = BUILD / "site-doctrees" / language
    settings = ["-q", "-W", "--keep-going", "-c", str(SITE), "-d", str(work)]
    settings += ["-D", f"language={language}", *options]
    failed = build_main([*settings, str(assembled), str(folder)])
    for notebook in (assembled / "notebooks").glob("*.ipynb"):
        shutil.copy(notebook, folder / "notebooks")
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
