"""What others show of a page: a search engine, or a chat in which somebody links it."""

import html

from docutils import nodes

LONGEST = 220  # letters of a description
PICTURE = "_static/family.png"


def description(doctree):
    """Return the first sentences of a page, or "" where there is none.

    A notebook begins with what one can do afterwards, a sentence that ends in a list.
    """
    for paragraph in doctree.findall(nodes.paragraph) if doctree else ():
        text = words(paragraph)
        following = paragraph.next_node(descend=False, siblings=True)
        if isinstance(following, nodes.bullet_list):
            text = " ".join([text, *map(words, following)])
        if len(text) > 40 and not isinstance(paragraph.parent, nodes.list_item):
            return cut(text)
    return ""


def words(node):
    """Return the text of a part of a page as one line."""
    return " ".join(node.astext().split())


def cut(text):
    """Return a text of at most ``LONGEST`` letters that ends with a word."""
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition(" ")[0].rstrip(",;:") + " …"


def tags(title, site, text, address, others, home):
    """Return the tags for a page's head.

    ``address`` is that of the page, "" if none is known; ``others`` has code and
    address of it in each language, and ``home`` is where the site is.
    """
    found = [
        ("name", "description", text),
        ("property", "og:type", "website"),
        ("property", "og:site_name", site),
        ("property", "og:title", title),
        ("property", "og:description", text),
    ]
    if address:
        found += [
            ("property", "og:url", address),
            ("property", "og:image", home + PICTURE),
            ("name", "twitter:card", "summary_large_image"),
        ]
    lines = [
        f'<meta {kind}="{name}" content="{html.escape(content)}">'
        for kind, name, content in found
        if content
    ]
    lines += [
        f'<link rel="alternate" hreflang="{code}" href="{html.escape(place)}">'
        for code, place in others
    ]
    return "\n".join(lines)
