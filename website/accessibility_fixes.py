"""What stands in the way of a screen reader in what Sphinx and pandas write."""

import re

# A heading without a word: the corner of a table.
CORNER = re.compile(r"<th([^>]*)>\s*(?:<p></p>)?\s*</th>")
# A list of descriptions that describe nothing: arguments, one on each line.
ARGUMENTS = re.compile(r'<dl>\s*((?:<dd><em class="sig-param">.*?</dd>\s*)+)</dl>')


def fix(page):
    """Return the HTML of a page without them; it looks as before."""
    page = CORNER.sub(r"<td\1></td>", page)
    return ARGUMENTS.sub(as_items, page)


def as_items(found):
    """Return the arguments of a function as items of a plain list."""
    items = found[1].replace("<dd>", "<li>").replace("</dd>", "</li>")
    return f'<ul class="arguments">{items}</ul>'
