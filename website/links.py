"""Every link of the built site: those that stay inside are checked, the rest listed."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

PLAYGROUND = "playground.html"
TO_THE_HOST = ("404.html", "/")  # a page, and a link that its script settles


class Page(HTMLParser):
    """What a page links to and loads, and what can be linked to on it."""

    def __init__(self, path):
        """Read the page at a path."""
        super().__init__()
        self.targets, self.anchors = [], {"", "top"}
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        """Note the addresses and the names in a tag."""
        for name, value in attrs:
            if name in ("href", "src") and tag != "base":
                self.targets.append(value or "")
            elif name == "id" or (name == "name" and tag == "a"):
                self.anchors.add(value)


def check(folder):
    """Return sentences on broken links, and the addresses of other sites, sorted."""
    folder = Path(folder)
    pages = {path: Page(path) for path in sorted(folder.rglob("*.html"))}
    broken, outside = [], set()
    for path, page in pages.items():
        for target in page.targets:
            parts = urlsplit(target)
            if parts.scheme in ("http", "https", "mailto") or parts.netloc:
                outside.add(target)
            elif not parts.scheme and not leads(path, parts, folder, pages):
                place = path.relative_to(folder).as_posix()
                if (place, target) == TO_THE_HOST:
                    continue
                broken.append(f"{place} links to {target}, which is not there.")
    return broken, sorted(outside)


def leads(path, parts, folder, pages):
    """Tell whether a link leads to a file of the site, and to a place in it."""
    # An address from the root would leave a site that lies below a path.
    if parts.path.startswith("/"):
        return False
    goal = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not goal.is_file() or not goal.is_relative_to(folder.resolve()):
        return False
    if goal.name == PLAYGROUND and parts.fragment.startswith("shape="):
        return True  # what is set there, and no place
    return goal not in pages or unquote(parts.fragment) in pages[goal].anchors
