"""Another language is a folder of catalogues, and the site says where it is."""

import json

import pytest

from tools.places import NOTEBOOKS, ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]

ADDRESS = "https://github.com/someone/schedules"
FIRST = NOTEBOOKS / "00_start.ipynb"
HEAD = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8"
"""


@pytest.fixture(scope="module")
def german(run, site, work, soup, called, tmp_path_factory):
    """Pages of a site in German, whose project has an address: a function by name."""
    words = {
        "index": {"Learning-rate schedules, hands on": "Lernraten zum Anfassen"},
        "notebooks/00_start": {
            "Start here: a cosine schedule that works": "Zuerst",
            called(FIRST)[0]: "Eine Kurve.",
        },
        "sphinx": {
            "Download": "Herunterladen",
            "Code": "Programm",
            "Play with its schedule": "Spielen",
        },
    }
    folder = tmp_path_factory.mktemp("german")
    for name, translated in words.items():
        catalogue = folder / "locale" / "de" / "LC_MESSAGES" / f"{name}.po"
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        entries = [
            f"\nmsgid {json.dumps(english)}\nmsgstr {json.dumps(german)}\n"
            for english, german in translated.items()
        ]
        catalogue.write_text("".join([HEAD, *entries]), "utf-8")
    sources = work / "sources"
    settings = [
        f"locale_dirs={folder / 'locale'}",
        "language=de",
        f"html_context.address={ADDRESS}",
    ]
    options = [word for setting in settings for word in ("-D", setting)]
    pages = [sources / "index.md", sources / "notebooks" / FIRST.name]
    conf = ["-c", ROOT / "website"]
    done = run("sphinx", "-q", *conf, *options, sources, folder / "de", *pages)
    # It warns that two pages are no index for the search.
    assert done.returncode == 0, done.stderr
    return lambda name: soup(folder / "de" / f"{name}.html")


def test_hosted_services_are_offered_where_the_address_is_set(site, soup, german):
    name = "notebooks/00_start"
    plain = soup(site / f"{name}.html").select(".notebook-actions a")
    assert [link.get_text() for link in plain] == ["Download", "Play with its schedule"]
    links = german(name).select(".notebook-actions a")
    offered = {link.get_text(): link["href"] for link in links}
    services = ["Open in Colab", "Open in Binder"]
    assert list(offered) == ["Herunterladen", "Spielen", *services]
    assert offered["Open in Colab"].startswith("https://colab.research.google.com/")


def test_a_source_leads_to_where_the_project_is_hosted(site, soup, german):
    name = "_modules/helpers/schedules/decays"
    assert soup(site / f"{name}.html").select(".notebook-actions") == []
    [link] = german(name).select(".notebook-actions a")
    assert link["href"] == f"{ADDRESS}/blob/HEAD/helpers/schedules/decays.py"


def test_another_language_is_a_folder_of_catalogues(german):
    page = german("notebooks/00_start")
    assert page.html["lang"] == "de"
    assert page.h1.get_text().startswith("Zuerst")
    assert page.title.get_text() == "Zuerst - Lernraten zum Anfassen"
    [link] = page.select(".languages a")
    assert (link.get_text(), link["lang"]) == ("English", "en")
    assert link["href"] == "../../notebooks/00_start.html"
    assert page.article.img["alt"] == "Eine Kurve."
    folded = page.select("details.folded-code summary")
    assert {word.get_text() for word in folded} == {"Programm"}


def test_all_texts_can_be_translated(run, work, called, notebooks, tmp_path):
    pytest.importorskip("sphinx", reason="needs the extra site")
    done = run("website.build", "--catalogues", tmp_path, work)
    assert (done.returncode, done.stderr) == (0, "")
    texts = {
        "index": "You can read everything on these pages without an installation",
        "classroom/README": "For the teacher",
        "notebooks/01_callback": "The cosine-annealing callback: from a formula",
        "sphinx": "Download",
    }
    for name, text in texts.items():
        template = (tmp_path / f"{name}.pot").read_text("utf-8")
        assert text in template.replace('"\n"', "")
    for notebook in notebooks:
        template = (tmp_path / "notebooks" / f"{notebook.stem}.pot").read_text("utf-8")
        for text in called(notebook):
            assert json.dumps(text, ensure_ascii=False)[1:-1] in template.replace(
                '"\n"', ""
            )
    made = {path.stem for path in (tmp_path / "notebooks").glob("*.pot")}
    assert made == {notebook.stem for notebook in notebooks} | {"words"}
