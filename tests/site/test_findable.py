"""Pages can be found: by search, in lists of modules and figures, by search engines, and in a citation."""

import re
import subprocess
from html import unescape
from pathlib import Path

import pytest
import yaml
from PIL import Image

from commonground.site.course.modules import modules
from commonground.site.page.history import changes

from .conftest import PAGES, SITE

ROOT = Path(__file__).resolve().parents[2]
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf8"))
OWNER, NAME = CONFIG["repository"]["url"].split("/")[-2:]
BASE = f"https://{OWNER.lower()}.github.io/{NAME}/"
TOC = re.findall(r"(?:root|file): (\S+)", (ROOT / "_toc.yml").read_text("utf8"))
LESSONS = [page for page in TOC if page.startswith("lessons/")]
FIGURE = re.compile(r'<figure class="cg-figure[^"]*" id="([^"]+)"')


def text(page):
    return Path(SITE, page).with_suffix(".html").read_text("utf8")


@pytest.mark.parametrize("disk", [False, True], ids=["served", "from disk"])
def test_search_finds(reader, address, disk):
    reader.goto((Path(SITE).as_uri() + "/" if disk else address) + "book/claims.html")
    for word, where in [("Procrustes", LESSONS[0]), ("noise ceiling", "book/glossary")]:
        reader.keyboard.press("Control+k")
        reader.keyboard.type(word)
        with reader.expect_navigation():
            reader.keyboard.press("Enter")
        reader.get_by_text("Search finished").wait_for()
        found = reader.evaluate(
            "[...document.querySelectorAll('#search-results li > a')].map((a) => a.pathname)"
        )
        assert any(path.endswith(f"{where}.html") for path in found[:5])
    assert reader.log["errors"] == []


def test_sitemap_has_the_pages_of_the_toc_and_only_those():
    listed = re.findall("<loc>(.*?)</loc>", (SITE / "sitemap.xml").read_text("utf8"))
    assert sorted(listed) == sorted(f"{BASE}{page}.html" for page in TOC)
    assert f"{BASE}sitemap.xml" in (SITE / "robots.txt").read_text("utf8")


@pytest.mark.parametrize("name", PAGES)
def test_page_says_its_address_title_and_picture(name):
    html = text(name)
    assert f'<link rel="canonical" href="{BASE}{name}"' in html
    social = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', html))
    assert social["url"] == BASE + name
    assert social["title"] and social["description"] and "not set" not in html[:9000]
    assert (SITE / social["image"].removeprefix(BASE)).is_file()


def test_card_is_light_and_of_the_size_that_sites_ask_for():
    card = SITE / "_static" / "card.png"
    with Image.open(card) as picture:
        assert picture.size == (1200, 630)
    assert card.stat().st_size < 60_000


def test_each_written_module_has_a_card_that_leads_to_it(reader, address):
    reader.goto(f"{address}book/index.html")
    cards = reader.locator(".cg-module")
    assert cards.count() == len(LESSONS)
    led = {card.locator("a").first.get_attribute("href"): card for card in cards.all()}
    for lesson in LESSONS:
        card = led[f"../{lesson}.html"]
        line = card.locator(".cg-effort").inner_text()
        assert re.search(r"\d (h|min) to read · .*(h|min) of exercises", line)
        assert line in unescape(re.sub(r"<[^>]+>", "", text(lesson)))  # the card and the lesson say the same
        card.click(position={"x": 20, "y": 20})
        assert reader.url == f"{address}{lesson}.html"
        reader.go_back()


@pytest.mark.parametrize("page", ["book/index", "book/syllabus"])
def test_landing_page_and_syllabus_have_every_module(page):
    words = unescape(re.sub(r"<[^>]+>", "", text(page)))
    for module in modules():
        assert module.title in words and module.question in words
        if module.is_built:
            (line,) = re.findall(r'<p class="cg-effort">(.*?)</p>', text(module.lesson))
            assert line in text(page), "this page and the lesson say another time"


def test_every_figure_is_in_the_index_and_leads_home():
    shown = re.findall(
        r'<a class="reference internal" href="\.\./?([^"]+)\.html#([^"]+)"><img', text("book/figures")
    )
    shown = {(page.removeprefix("/"), name) for page, name in shown}
    shown |= {
        ("book/index", name) for name in re.findall(r'href="index\.html#([^"]+)"><img', text("book/figures"))
    }
    assert shown == {
        (page, name) for page in TOC if page != "book/figures" for name in FIGURE.findall(text(page))
    }


def test_pictures_of_the_index_load(reader, address):
    reader.goto(f"{address}book/figures.html")
    for picture in reader.locator(
        ".cg-small"
    ).all():  # a lazy one may be passed unseen by a reader in a hurry
        picture.scroll_into_view_if_needed()
        picture.evaluate("(i) => i.decode()")
    pictures = reader.evaluate(
        "[...document.querySelectorAll('.cg-small')].map((i) => [i.naturalWidth, i.alt.length])"
    )
    assert len(pictures) > 20 and all(width > 0 and words > 20 for width, words in pictures)
    assert reader.log["errors"] == []


def test_a_page_can_be_cited(reader, address):
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.goto(f"{address}{LESSONS[0]}.html")
    reader.get_by_text("Cite this page").click()
    words, bibtex = (block.inner_text() for block in reader.locator(".cg-foot pre").all())
    title = reader.locator("article h1").inner_text().removesuffix("#").strip()
    for form in (words, bibtex):
        assert title in form and f"{BASE}{LESSONS[0]}.html" in form and CONFIG["copyright"] in form
    assert bibtex.startswith("@misc{commonground-01-measuring-alignment,")
    assert bibtex.count("{") == bibtex.count("}")
    reader.locator(".cg-foot .copybtn").last.click()
    assert reader.evaluate("navigator.clipboard.readText()").strip() == bibtex.strip()


def git(folder, *arguments):
    who = ("-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, "-C", folder, *arguments], check=True, capture_output=True)


def test_what_changed_is_read_from_git_and_nothing_without_it(tmp_path):
    assert changes(tmp_path) == {}
    git(tmp_path, "init", "-q")
    assert changes(tmp_path) == {}
    for number, what in enumerate(["Write it", 'Mend "it"\twell']):
        (tmp_path / "größe.md").write_text(str(number))
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "-m", what)
    assert [change.what for change in changes(tmp_path)["größe.md"]] == ['Mend "it"\twell', "Write it"]
    git(tmp_path, "clone", "-q", "--depth=1", tmp_path.as_uri(), "shallow")
    assert changes(tmp_path / "shallow") == {}
