"""What Sphinx does with the sources that ``build.py`` assembles.

Words that readers see stand in pages and templates, where catalogues reach them.
"""

from pathlib import Path

import markupsafe

from tools.places import ROOT
from website import (
    accessibility_fixes,
    definitions,
    formulas,
    hosted,
    korean,
    languages,
    notebook_pages,
    previews,
    synonyms,
)

HERE = Path(__file__).resolve().parent

project = "learning-rate-schedules"
extensions = ["myst_nb", "sphinx_copybutton", "sphinx.ext.viewcode"]
exclude_patterns = ["README.md", "api/doors.md", "api/contents.md", "api/family.md"]
templates_path = [str(HERE / "templates")]

# The notebooks, as they are stored.
nb_execution_mode = "off"
nb_ipywidgets_js = {}
nb_mime_priority_overrides = [("gettext", "image/png", 5)]  # for what it is called
nb_number_source_lines = False
nb_render_markdown_format = "myst"  # what a cell writes, as what stands in a text
myst_enable_extensions = ["amsmath", "colon_fence", "dollarmath"]
myst_heading_anchors = 3
# A file beside the pages that Sphinx doesn't make, as in page:playground.html.
myst_url_schemes = {
    "http": None,
    "https": None,
    "mailto": None,
    "page": {"url": "{{path}}"},
    # The same page, with the state that is set.
    "playground": {"url": "playground.html#{{path}}"},
}
smartquotes = False  # a text tells which of its quotes are curly
add_module_names = False
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"
maximum_signature_line_length = definitions.ONE_LINE

# Another language is a folder in locale.
locale_dirs = [str(languages.LOCALE)]
gettext_compact = False
gettext_additional_targets = ["image", "raw"]

html_theme = "furo"
html_static_path = ["static", str(ROOT / "notebooks" / "family.png")]
html_favicon = "static/favicon.svg"
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_math_renderer = "pictures"
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/languages.html",
        "sidebar/playground.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
html_use_index = False  # the search finds names, on a phone too
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
html_title = project
html_theme_options = {
    "top_of_page_buttons": [],
    "light_css_variables": {"figure-brightness": "1"},
    "dark_css_variables": {"figure-brightness": "0.88"},
}
html_baseurl = hosted.site_address()
html_context = {"address": hosted.source_address(), "home": html_baseurl}
copybutton_exclude = ".linenos, .gp, .go"


def setup(app):
    """Draw formulas, and give templates what they need of each page."""
    app.add_html_math_renderer(
        "pictures", (formulas.inline, None), (formulas.block, None)
    )
    app.connect("config-inited", settle_place)
    app.connect("html-page-context", describe, priority=900)  # after the theme
    app.connect("doctree-read", synonyms.add)
    app.add_search_language(korean.SearchKorean)
    app.connect("viewcode-find-source", definitions.find_source)
    app.connect("viewcode-follow-imported", definitions.find_module)


def settle_place(app, config):
    """Let pages of another language say that they lie in its folder."""
    if config.html_baseurl and config.language != languages.ENGLISH:
        config.html_baseurl += f"{config.language}/"


def describe(app, pagename, templatename, context, doctree):
    """Add the site's title, the file that a page shows, and its other languages."""
    tree = context.get("furo_navigation_tree", "")
    tree = tree.replace('role="heading"', 'role="heading" aria-level="2"')
    context["furo_navigation_tree"] = notebook_pages.with_numbers(tree, pagename)
    body = notebook_pages.with_folds(context.get("body", ""))
    body = notebook_pages.with_full_sizes(body)
    context["body"] = accessibility_fixes.fix(body)
    context["docstitle"] = app.env.titles[app.config.root_doc].astext()
    context["number"] = notebook_pages.number(pagename)
    context["notebook"] = f"{pagename}.ipynb" if context["number"] else None
    context["playground"] = notebook_pages.playground(pagename)
    context["services"] = hosted.services(
        context["address"], context["notebook"] or "notebooks/00_start.ipynb"
    )
    file = definitions.file(pagename)
    context["source"] = hosted.source(context["address"], file) if file else None
    if (address := context.get("pageurl") or "").endswith("/index.html"):
        context["pageurl"] = address = address.removesuffix("index.html")
    place = app.config.language, pagename
    up, locale = context["content_root"], app.config.locale_dirs[0]
    context["languages"] = languages.elsewhere(*place, up, locale)
    context["previews"] = previews.tags(
        markupsafe.Markup(context.get("title", "")).striptags(),
        context["docstitle"],
        previews.description(doctree),
        address,
        languages.everywhere(*place, context["home"], up, locale),
        context["home"],
    )
