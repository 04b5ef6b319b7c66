"""Opens pages in Chromium: nothing is loaded, said on the console, or run but the page's own script, which does what it is for; nothing is wider than the screen; axe-core finds nothing; with scripts off everything is there; no figure is cut on paper.

Arguments are results folders (every report.html and since.html in them) or pages."""

import pathlib
import shutil
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

# Of A4 and Letter, without their margins, in CSS pixels (96 to the inch).
PAGES = {"A4": (688, 986), "Letter": (710, 920)}


def figures_whole(browser, page_file, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(page_file.as_uri())
    cut = page.evaluate("[...document.querySelectorAll('.plot')].filter(p => p.scrollWidth > p.clientWidth).length")
    assert not cut, f"{cut} figures are wider than their frames at {width}"
    context.close()


def look(browser, page_file, scheme, width):
    # The page lets no script run but its own; only axe-core is let past that, in a window of its own.
    for past in (False, True):
        context = browser.new_context(bypass_csp=past, color_scheme=scheme, viewport={"width": width, "height": 800})
        page, said, asked = context.new_page(), [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("dialog", lambda dialog: (said.append("a script has run"), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(page_file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"wider than {width}"
        assert not said and len(asked) == 1, (said, asked)
        if past:
            for details in page.query_selector_all("details"):
                details.evaluate("details => details.open = true")
            found = Axe().run(page).response["violations"]
            assert not found, [(v["id"], v["nodes"][0]["html"][:200]) for v in found]
        else:
            use(page)
            assert not said and len(asked) == 1, (said, asked)
        context.close()


def use(page):
    """Whoever has no pointer reads values, takes a curve away, picks a play and follows a link to the line of a story."""
    for plot in page.query_selector_all(".plot:has(svg[data-x])"):
        reading = plot.query_selector("xpath=following-sibling::p[contains(@class, 'reading')]")
        before = reading.inner_text()
        plot.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("PageDown")
        told = reading.inner_text()
        assert told != before and "·" in told, told
    box = page.query_selector(".switches input")
    if box:
        box.focus()
        page.keyboard.press("Space")
        assert page.query_selector_all("svg g.off"), "a curve is taken away"
        page.keyboard.press("Space")
        assert not page.query_selector_all("svg g.off"), "and comes back"
    pick = page.query_selector(".pick select")
    if pick:
        shown = lambda: [figure.get_attribute("id") for figure in page.query_selector_all(".plays figure") if figure.is_visible()]
        first = shown()
        pick.select_option(index=1)
        assert len(first) == 1 and len(shown()) == 1 and shown() != first, (first, shown())
    link = page.query_selector(".shown a")
    if link:
        line = page.query_selector(link.get_attribute("href"))
        assert not line.is_visible()
        link.click()
        page.wait_for_timeout(200)
        assert line.is_visible(), "what a link points into is opened"


def without_scripts(browser, page_file):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(page_file.as_uri())
    hidden = [figure.get_attribute("id") for figure in page.query_selector_all("figure") if not figure.is_visible()]
    assert not hidden and not page.query_selector_all(".switches, .reading, .pick"), hidden
    context.close()


def paper(browser, page_file):
    for name, (width, height) in PAGES.items():
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto(page_file.as_uri())
        page.emulate_media(media="print")
        tall = page.evaluate("[...document.querySelectorAll('figure')].map(f => [f.id, f.getBoundingClientRect().height])")
        assert all(h < height for _, h in tall), (name, tall)
        # The two plays that stand on paper do so whichever is picked on the screen.
        on_paper = page.evaluate("[...document.querySelectorAll('.plays figure')].slice(0, 2).every(f => f.getBoundingClientRect().height > 0)")
        assert on_paper and not page.evaluate("[...document.querySelectorAll('.switches, .reading, .pick')].some(e => e.offsetParent)")
        count = page.pdf(format=name).count(b"/Type /Page\n")
        assert 1 <= count <= 20, f"{count} pages of {name}"
        context.close()


with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    for given in map(pathlib.Path, sys.argv[1:]):
        pages = [page for page in (given / "report.html", given / "since.html") if page.exists()] if given.is_dir() else [given]
        assert pages, f"{given} holds no page"
        for page_file in (page.resolve() for page in pages):
            for scheme in ("light", "dark"):
                for width in (1280, 390):
                    look(browser, page_file, scheme, width)
            for width in (1440, 1180, 1024, 768):
                figures_whole(browser, page_file, width)
            without_scripts(browser, page_file)
            paper(browser, page_file)
            print(f"{page_file.parent.name}/{page_file.name}: nothing loaded or cut, no violation, its own script does what it is for")
    browser.close()
