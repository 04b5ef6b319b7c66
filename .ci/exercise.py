"""Plays an exercise in Chromium, keyboard only: once with the facilitator alone, once with three seats and the room's page at once. Nothing is
said on the console or asked of another host, axe-core finds nothing, nothing is wider than the screen, the room never sees what is to come."""

import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

FIREDRILL, SCENARIO, OUT = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])


class Exercise:
    all = []

    def __init__(self, name):
        self.folder = OUT / name
        command = [FIREDRILL, "exercise", SCENARIO, "--seed", "3", "--out", str(self.folder)]
        self.program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        Exercise.all.append(self.program)
        self.links, self.codes = {}, {}
        for line in self.program.stdout:
            if found := re.match(r"(Facilitator|Room|Evaluator).*(http://\S+)", line):
                self.links[found[1]] = found[2]
            elif found := re.match(r"Seat +(\S+), code (\w+) at (\S+)", line):
                self.codes[found[1]] = (found[2], found[3])
            elif "kept in" in line:
                break

    def leave(self):
        self.program.send_signal(signal.SIGINT)
        return self.program.wait(timeout=2)


class Window:
    def __init__(self, browser, title, link, size=(1280, 800), scheme="light"):
        self.title, self.said, self.asked = title, [], []
        # The page lets no script run but its own; axe-core is let past that.
        self.context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": size[0], "height": size[1]})
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(link)

    def check(self, host, picture=None):
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.title} is {wide} wider than its screen"
        found = Axe().run(self.page).response["violations"]
        assert not found, (self.title, [(v["id"], v["nodes"][0]["html"][:300]) for v in found])
        # Two who are at one choice at once is part of the exercise; the browser notes the answer 409.
        said = [s for s in self.said if "409" not in s]
        assert not said, (self.title, said)
        assert all(url.startswith(host) for url in self.asked), (self.title, self.asked)
        if picture:
            self.page.screenshot(path=str(OUT / f"{picture}.png"), full_page=True)

    def phase(self):
        return self.page.text_content("#wall")

    def entries(self):
        return self.page.evaluate("seen && seen.view.entries")

    def press(self, *keys):
        before = self.entries()
        for key in keys:
            self.page.keyboard.press(key)
        self.page.wait_for_function("before => seen && seen.view.entries > before && !busy", arg=before, timeout=20_000)


def fits(room):
    high = room.page.evaluate("document.documentElement.scrollHeight - document.documentElement.clientHeight")
    assert high <= 0, f"the projector's page is {high} higher than its screen, and nobody scrolls it"


def start(window):
    window.page.wait_for_selector("#b-start")
    window.press("s")
    window.page.wait_for_selector("#b-go")


def end(window):
    window.page.focus("#b-end")
    window.press("Enter")
    window.page.wait_for_function("document.getElementById('wall').textContent.startsWith('Ended')")


def held_back(route):
    answer = route.fetch()
    time.sleep(0.5)
    route.fulfill(response=answer)


def alone(browser):
    exercise = Exercise("alone")
    host = re.match(r"http://[^/]+", exercise.links["Facilitator"])[0]
    window = Window(browser, "facilitator", exercise.links["Facilitator"])
    begun = time.monotonic()
    start(window)
    # Two keys to the first inject: a newcomer has read the page long before. The answer to the key is held back until the page has been told
    # of the news by its other line, as can be on a slow day: what has come in stays said.
    window.page.route("**/do", held_back)
    window.press("g")
    window.page.wait_for_selector("#told li")
    assert "Luis has the on-call telephone" in window.page.inner_text("#told"), "the first inject is on the screen"
    window.page.wait_for_function("!busy")
    assert "Has come in" in window.page.inner_text("#status"), "and is said"
    window.page.unroute("**/do")
    print(f"alone: the first inject after {time.monotonic() - begun:.1f} s of two keys")
    window.check(host, "facilitator-begun")
    chosen, foreseen = 0, False
    for _ in range(60):
        if window.page.evaluate("seen.view.waiting.length"):
            decides = window.page.evaluate("seen.view.waiting.some(w => w.at.point === 'decision')")
            if decides and not foreseen:
                foreseen = True
                window.page.wait_for_selector("#outlook table", timeout=180_000)
                window.check(host, "facilitator-choice")
            window.press("1", "a")
            chosen += 1
        elif window.page.evaluate("seen.view.over"):
            break
        else:
            window.press("g")
    assert chosen >= 8 and foreseen, chosen
    window.check(host, "facilitator-late")
    told = window.page.inner_text("main")
    for id in ("declare-major", "general-counsel", "core-db", "decision_reach", '{"'):
        assert id not in told, f"the page says {id}, which is no word of people"
    window.press("m")
    window.page.wait_for_function("seen.script.now === 1")
    # An inject written on the spot, with an effect, by keyboard alone.
    window.page.focus("#tell")
    window.page.keyboard.type("Ana has broken her leg")
    for key in ("Tab", "Tab"):
        window.page.keyboard.press(key)
    window.page.keyboard.type("somebody")
    window.page.keyboard.press("Tab")
    window.page.keyboard.type("Ana Reyes")
    window.page.keyboard.press("Tab")
    window.check(host, "facilitator-on-the-spot")
    window.press("Enter")
    assert "Ana Reyes is away for 4 h" in window.page.inner_text("#journal"), "what was written on the spot is in the journal"
    dark = Window(browser, "facilitator, dark", exercise.links["Facilitator"], scheme="dark")
    dark.page.wait_for_selector("#journal")
    dark.check(host, "facilitator-dark")
    phone = Window(browser, "facilitator, phone", exercise.links["Facilitator"], size=(390, 800))
    phone.page.wait_for_selector("#journal")
    phone.check(host, "facilitator-phone")
    end(window)
    assert exercise.leave() == 0
    print(f"alone: {chosen} choices in two keystrokes each")


def together(browser):
    exercise = Exercise("together")
    host = re.match(r"http://[^/]+", exercise.links["Facilitator"])[0]
    facilitator = Window(browser, "facilitator", exercise.links["Facilitator"])
    room = Window(browser, "room", exercise.links["Room"], size=(1920, 1080))
    evaluator = Window(browser, "evaluator", exercise.links["Evaluator"])
    seats = []
    for title, (code, door) in list(exercise.codes.items())[:3]:
        seat = Window(browser, title, door, size=(390, 800))
        seat.page.keyboard.press("Tab")
        seat.page.keyboard.type(code.lower())
        seat.page.keyboard.press("Enter")
        seat.page.wait_for_selector("#notes")
        seats.append(seat)
    start(facilitator)
    by_seats = 0
    for _ in range(60):
        facilitator.page.wait_for_timeout(150)
        for seat in seats:
            if seat.page.evaluate("seen.view.waiting.length"):
                seat.page.wait_for_selector("#waiting button")
                seat.press("1", "a")
                by_seats += 1
        facilitator.page.evaluate("look()")
        facilitator.page.wait_for_timeout(100)
        if facilitator.page.evaluate("seen.view.waiting.length"):
            facilitator.press("1", "a")
        elif facilitator.page.evaluate("seen.view.over"):
            break
        else:
            facilitator.press("g")
        # The room never sees an inject to come, nor the journal, nor the forecast.
        leak = room.page.evaluate("seen.view.journal !== null || seen.view.about !== null || seen.view.injects.some(i => !i.came_ms.length)")
        assert not leak, "the room sees what is to come"
        fits(room)
    assert by_seats >= 1, "no seat was asked"
    evaluator.page.wait_for_selector("#n-text")
    evaluator.page.focus("#n-text")
    evaluator.page.keyboard.type("The desk answered at once")
    evaluator.page.keyboard.press("Tab")
    evaluator.page.keyboard.press("Tab")
    evaluator.page.keyboard.press("Tab")
    evaluator.press("Enter")
    for window, picture in [(facilitator, None), (room, "room"), (evaluator, "evaluator"), (seats[0], "seat")]:
        window.check(host, picture)
    fits(room)
    cut = room.page.evaluate("[...document.querySelectorAll('.list')].some(e => e.scrollHeight > e.clientHeight)")
    assert not cut, "what nobody can scroll is cut off on the projector"
    end(facilitator)
    assert "firedrill after-action" in facilitator.page.inner_text("#ended"), "what to do next is on the page"
    assert exercise.leave() == 0
    print(f"together: {by_seats} choices by seats")


with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    try:
        alone(browser)
        together(browser)
    finally:
        for program in Exercise.all:
            program.kill()
    browser.close()
for name in ("alone", "together"):
    subprocess.run([FIREDRILL, "after-action", str(OUT / name)], check=True, stdout=subprocess.DEVNULL)
    print(f"{name}: its after-action report is made")
