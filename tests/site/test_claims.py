"""The page of all claims shows those that are asked for, and a link to a claim opens the table that holds it."""

import re
from pathlib import Path

from .conftest import SITE

PAGE = "book/claims.html"
SHOWN = "() => [...document.querySelectorAll('.cg-claims-table tbody tr')].filter((row) => row.checkVisibility()).length"
LIMIT, OPEN = 12, 0.08


def test_counts_are_those_of_the_list():
    html = (SITE / PAGE).read_text("utf8")
    kinds = re.findall(r'data-kinds="([^"]*)"', html)
    differ, beside = (sum(kind in found.split() for found in kinds) for kind in ("differs", "paper"))
    (said,) = re.findall(r'<p class="cg-count" role="status">(.*?)</p>', html)
    numbers = [int(n) for n in re.findall(r"\d+", said)]
    assert numbers == [len(kinds), *([differ] if differ else []), beside] and len(kinds) >= 30


def test_choices_show_what_they_say(reader, address):
    reader.goto(address + PAGE)
    total = reader.evaluate(SHOWN)
    for name in ("differs", "paper"):
        box = reader.locator(f"input[name={name}]")
        promised = int(re.search(r"\((\d+)\)", box.locator("..").inner_text())[1])
        box.check()
        assert reader.evaluate(SHOWN) == promised < total
        assert f"{promised} of {total}" in reader.locator(".cg-count").inner_text()
        assert f"{name}=" in reader.url
        box.uncheck()
    assert reader.evaluate(SHOWN) == total
    option = reader.locator("select[name=module] option").nth(1)
    reader.select_option("select[name=module]", index=1)
    assert reader.evaluate(SHOWN) == int(re.search(r"\((\d+)\)", option.inner_text())[1])
    assert reader.locator("section.cg-claims-of:visible").count() == 1
    reader.reload()
    assert reader.locator("section.cg-claims-of:visible").count() == 1, "the choice stands in the address"
    assert reader.log["errors"] == []


def test_choices_work_from_disk(reader):
    reader.goto(Path(SITE, PAGE).as_uri())
    reader.locator("input[name=paper]").check()
    assert reader.evaluate(SHOWN) > 0 and reader.log["errors"] == []


def test_without_scripts_all_are_listed_and_no_choice_is_offered(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE)
    assert page.locator(".cg-claims-table tbody tr:visible").count() >= 30
    assert not page.locator(".cg-filter").is_visible()
    context.close()


def test_a_link_to_a_claim_opens_its_table(reader, address):
    reader.goto(address + PAGE)
    link = reader.locator(".cg-claims-table th a").first
    sentence = link.inner_text()
    link.click()
    row = reader.locator(f"[id='{reader.url.partition('#')[2]}']")
    row.wait_for(state="visible")
    assert sentence in row.inner_text()


def test_claims_take_little_of_a_page(reader, address):
    """At most twelve a lesson, folded, and together no more than a twelfth of its height."""
    for page in sorted(SITE.glob("lessons/*.html")):
        rows = page.read_text("utf8").count('<tr role="row" id="claim-')
        assert 0 < rows <= LIMIT, page.name
        reader.goto(address + f"lessons/{page.name}")
        taken = reader.evaluate(
            """() => [...document.querySelectorAll(".cg-claims")].reduce((sum, e) => sum + e.offsetHeight, 0)
                     / document.querySelector("article").offsetHeight"""
        )
        assert 0 < taken <= OPEN, page.name
