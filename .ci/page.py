"""Opens reports in Chromium: nothing is loaded, said on the console or run; nothing is wider than the screen; axe-core finds nothing; no figure is cut on paper."""

import pathlib
import shutil
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

# Of A4 and Letter, without their margins, in CSS pixels (96 to the inch).
PAGES = {"A4": (688, 986), "Letter": (710, 920)}


def look(browser, page_file, scheme, width):
    # The page lets no script run; only axe-core is let past that, in a window of its own.
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
        context.close()


def paper(browser, page_file):
    for name, (width, height) in PAGES.items():
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto(page_file.as_uri())
        page.emulate_media(media="print")
        tall = page.evaluate("[...document.querySelectorAll('figure')].map(f => [f.id, f.getBoundingClientRect().height])")
        assert tall and all(h < height for _, h in tall), (name, tall)
        count = page.pdf(format=name).count(b"/Type /Page\n")
        assert 1 <= count <= 20, f"{count} pages of {name}"
        context.close()


with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    for folder in sys.argv[1:]:
        page_file = (pathlib.Path(folder) / "report.html").resolve()
        for scheme in ("light", "dark"):
            for width in (1280, 390):
                look(browser, page_file, scheme, width)
        paper(browser, page_file)
        print(f"{page_file.parent.name}: nothing loaded, run or cut, no violation")
    browser.close()
