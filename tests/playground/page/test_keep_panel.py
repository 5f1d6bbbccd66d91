"""What was trained is kept: as a table, a picture, a sheet of paper, in a frame."""

import csv
import io
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PIL import Image
from scipy import stats

from tests.playground.page.visiting import DESKTOP, PHONE, SHORT, trained

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

STATE = f"shape=one_cycle&peak=0.3&{SHORT}"
SVG = "{http://www.w3.org/2000/svg}"


def kept(page, form):
    """Return what a button saves: its name and its bytes."""
    with page.expect_download() as download:
        page.locator(f"#keep-{form}").click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def results(page):
    """Return the rows of the results, by their kind."""
    name, content = kept(page, "csv")
    assert name == "results.csv"
    rows = {}
    for row in csv.DictReader(io.StringIO(content.decode())):
        rows.setdefault(row.pop("kind"), []).append(row)
    return rows


def values(rows, arm=""):
    return np.array([float(row["value"]) for row in rows if row["arm"] == arm])


def test_the_results_are_those_of_the_training(visit):
    page = visit(STATE)
    said = trained(page)
    rows = results(page)
    differences = values(rows["difference"])
    errors = [values(rows["test error"], arm) for arm in ("schedule", "rival")]
    np.testing.assert_allclose(differences, errors[0] - errors[1], atol=1e-12)
    assert len(differences) == 64
    assert [(row["repeat"], row["pair"]) for row in rows["difference"]] == [
        (str(i), str(j)) for i in range(1, 9) for j in range(1, 9)
    ]
    means = differences.reshape(8, 8).mean(axis=1)
    half = stats.sem(means) * stats.t.ppf(0.975, 7)
    [mean], [low], [high] = (
        values(rows[kind])
        for kind in ("mean difference", "interval from", "interval to")
    )
    assert (mean, low, high) == pytest.approx((means.mean(), mean - half, mean + half))
    for error in errors:
        assert f"{error.mean():.1f} %" in said.replace("\u202f", " ")
    assert len(rows["best peak"]) == 16


def test_the_valleys_are_those_of_the_table(visit):
    page = visit(STATE)
    trained(page)
    rows = results(page)["validation error"]
    page.locator("#numbers summary").click()
    table = page.locator("#table tbody tr, #table tr:has(td)").all_inner_texts()
    for arm, column in (("schedule", 1), ("rival", 2)):
        shown = [line.split("\t")[column] for line in table]
        shown = sorted(float(one) for one in shown if one not in ("–", "—"))
        kept_ones = sorted(np.round(values(rows, arm), 1))
        assert shown == pytest.approx(kept_ones, abs=0.051)
    assert len(rows) >= 36


def test_the_picture_is_whole_without_a_style_sheet(visit):
    page = visit(STATE)
    said = trained(page)
    name, content = kept(page, "svg")
    assert name == "schedule.svg"
    root = ElementTree.fromstring(content)
    assert root.tag == f"{SVG}svg"
    assert b"class=" not in content
    assert b"var(" not in content
    paths = [path.get("d") for path in root.iter(f"{SVG}path")]
    assert len(paths) == page.locator("#curve path, #valley svg.chart path").count()
    assert all(re.fullmatch(r"[MLHVCZz0-9eE.,\s-]+", path) for path in paths)
    assert len(list(root.iter(f"{SVG}circle"))) >= 64 + 8 + 1 + 36
    text = " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))
    for words in (*said.split(), "One-cycle", "learning", "rate"):
        assert words in text
    [link] = root.iter(f"{SVG}a")
    assert link.get("href").endswith(
        "playground.html#shape=one_cycle&peak=0.3&updates=20"
    )
    assert "".join(link.itertext()) == link.get("href")
    assert "/" not in link.get("href")  # no folder of the visitor's
    inks = {node.get("stroke") for node in root.iter(f"{SVG}path")}
    assert any(ink and ink.startswith("rgb") for ink in inks)


def test_the_picture_of_points_is_the_same_one(visit):
    page = visit(STATE)
    trained(page)
    svg = ElementTree.fromstring(kept(page, "svg")[1])
    name, content = kept(page, "png")
    assert name == "schedule.png"
    image = Image.open(io.BytesIO(content)).convert("RGB")
    assert image.size == (2 * int(svg.get("width")), 2 * int(svg.get("height")))
    ink = page.evaluate(
        "getComputedStyle(document.querySelector('#curve path.line')).stroke"
    )
    colour = tuple(map(int, re.findall(r"\d+", ink)))
    assert (np.asarray(image) == colour).all(axis=2).sum() > 1000
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert image.getpixel((0, 0)) == tuple(map(int, re.findall(r"\d+", paper)))


def test_the_picture_has_the_whole_of_a_long_link(visit):
    heights = ",".join(f"{1 - i / 41:.3f}" for i in range(41))
    page = visit(f"shape=freehand&heights={heights}")
    [link] = ElementTree.fromstring(kept(page, "svg")[1]).iter(f"{SVG}a")
    lines = [line.text for line in link]
    assert "".join(lines) == link.get("href")
    assert len(lines) > 2
    assert max(map(len, lines)) < 100


def test_the_picture_has_the_same_size_on_a_phone(visit):
    sizes = []
    for size in (DESKTOP, PHONE):
        page = visit(STATE, viewport=size)
        root = ElementTree.fromstring(kept(page, "svg")[1])
        sizes.append((root.get("width"), root.get("height")))
        assert page.locator(".picture").count() == 0
    assert sizes[0] == sizes[1]


def test_before_a_training_there_is_a_curve_and_no_results(visit):
    page = visit(STATE)
    page.locator("#keep-csv").click()
    assert "Train first" in page.locator("#keep-answer").inner_text()
    root = ElementTree.fromstring(kept(page, "svg")[1])
    text = " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))
    assert "learning rate" in text
    assert "valley" not in text


def test_a_printed_page_has_whole_figures_the_address_and_no_controls(visit):
    page = visit(STATE, color_scheme="dark", viewport={"width": 720, "height": 1000})
    trained(page)
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("button:visible, input:visible, fieldset:visible").count() == 0
    for figure in ("curve", "valley", "pairs", "predicted"):
        assert page.locator(f"#{figure} svg").is_visible()
    assert page.locator("#verdict").is_visible()
    assert page.locator("#table").is_visible()
    address = page.locator("#printed-address")
    assert address.is_visible()
    assert address.inner_text() == page.evaluate("location.href")
    settings = page.locator("#printed-settings")
    assert settings.is_visible()
    assert "Peak: 0.3 · " in settings.inner_text()
    assert "Updates of each network: 20 · Seed: 1" in settings.inner_text()
    assert "torch" in page.locator("#code").inner_text()
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert min(map(int, re.findall(r"\d+", paper))) > 240
    # One below the other: nothing is printed over anything.
    boxes = [
        page.locator(f"#{name}").bounding_box()
        for name in (
            "curve",
            "facts",
            "printed-settings",
            "verdict",
            "valley",
            "pairs",
            "table",
            "predicted",
            "code",
        )
    ]
    for above, below in zip(boxes, boxes[1:], strict=False):
        assert above["y"] + above["height"] <= below["y"] + 1
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 4
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen", color_scheme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert not page.locator("#table").is_visible()


def test_in_a_frame_there_are_charts_and_verdict_and_a_link_to_the_whole(
    visit, browser, tmp_path
):
    page = visit(STATE, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#keep-frame").click()
    page.wait_for_function("document.querySelector('#keep-answer').innerText")
    frame = page.evaluate("navigator.clipboard.readText()")
    assert frame.startswith("<iframe src=")
    host = tmp_path / "host.html"
    host.write_text(f"<!doctype html><title>x</title>{frame}", "utf-8")
    page = browser.new_page()
    page.goto(host.as_uri())
    inside = page.frame_locator("iframe")
    inside.locator("#start").click()
    inside.locator("#verdict strong").wait_for()
    for name in ("curve", "valley", "pairs", "verdict"):
        assert inside.locator(f"#{name}").is_visible()
    for name in ("take", "descend", "predict", "family", "arguments", "theme"):
        assert not inside.locator(f"#{name}").is_visible()
    assert inside.locator("#arguments input:visible, label:visible").count() == 0
    whole = inside.locator("#whole-page")
    assert whole.get_attribute("target") == "_top"
    with page.expect_navigation():
        whole.click()
    assert "?" not in page.url
    assert "shape=one_cycle&peak=0.3" in page.url
    assert page.locator("#take").is_visible()
    page.close()
