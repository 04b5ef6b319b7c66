"use strict";
// The page of one place in an exercise. It shows what `view` says, and asks `do` for what is done. Every text comes in as text: nothing that a
// scenario or a player writes is ever read as markup.

const here = location.pathname.endsWith("/") ? location.pathname : location.pathname + "/";
let seen = null, shown = {}, clockSkew = 0, busy = false, outlook = null, asked = null;
// A look under way and whether one more is due; how often something has come in.
let looking = null, again = false, heardOf = 0;

const at = id => document.getElementById(id);
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") node.addEventListener(value[0], value[1]);
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined && child !== false) node.append(child);
  return node;
}
function span(ms) {
  if (ms === null || ms === undefined) return "";
  // The two largest units, rounded: nobody reads minutes after days.
  const whole = Math.round(Math.abs(ms) / 60000), minutes = whole >= 1440 ? Math.round(whole / 60) * 60 : whole, sign = ms < 0 ? "-" : "";
  const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24, rest = minutes % 60;
  const parts = [];
  if (days) parts.push(days + " d");
  if (hours) parts.push(hours + " h");
  if (!days && (rest || !hours)) parts.push(rest + " min");
  return sign + parts.join(" ");
}
const ago = ms => ms === null || ms === undefined ? "" : Math.abs(seen.view.story_ms - ms) < 30000 ? "just now" : span(seen.view.story_ms - ms) + " ago";
// An id as a person would write it: "general-counsel" is the general counsel.
const plain = id => String(id).replace(/[-_]/g, " ");
const called = id => { const text = plain(id); return text.charAt(0).toUpperCase() + text.slice(1); };
const nameIn = (list, id) => (list.find(one => one.id === id) || {name: plain(id)}).name;
const systemName = id => nameIn(seen.view.systems, id);
const personName = id => nameIn(seen.view.people, id);
const withRole = one => one.name + (one.role ? " (" + plain(one.role) + ")" : "");
// What somebody is paged for names decisions and escalations by their ids.
const about = text => text.replace(/^(the decision|advice on|escalation) (\S+)/, (_, kind, id) => kind + " " + plain(id));
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
// "2026-03-07 02:55 EST" as it is said: "Saturday 7 March, 02:55 EST".
function day(local, short) {
  const parts = /^(\d+)-(\d\d)-(\d\d) (.*)$/.exec(local);
  if (!parts) return local;
  const weekday = weekdays[new Date(Date.UTC(parts[1], parts[2] - 1, parts[3])).getUTCDay()], month = months[parts[2] - 1];
  return short ? weekday.slice(0, 3) + " " + Number(parts[3]) + " " + month.slice(0, 3) + " " + parts[4].slice(0, 5) : weekday + " " + Number(parts[3]) + " " + month + ", " + parts[4];
}
const waitsFor = {undetected: "nobody has noticed", unanswered: "nobody answers", off_duty: "nobody on duty can do it", busy: "those who can are busy", no_grant: "nobody there has the access",
  no_knowledge: "nobody there knows how", decision_reach: "who may decide is being reached", deliberation: "a decision", consultation: "advice", hand_over: "reading in", dependency: "something else first",
  vendor: "a vendor", rework: "doing it again", working: "under way"};

function say(text, trouble) {
  const status = at("status");
  status.textContent = text;
  status.className = trouble ? "trouble" : "";
}
async function ask(deed, done) {
  if (busy) return false;
  busy = true;
  const heard = heardOf;
  say("");
  try {
    const answer = await fetch(here + "do", {method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify(deed)});
    // What came of it may be known here before the answer to it is: it stays said.
    if (answer.ok) { if (done && heard === heardOf) say(done); await look(); return true; }
    let text = await answer.text();
    try { text = JSON.parse(text).trouble || text; } catch { /* it is text already */ }
    say(text.trim(), true);
    await look();
  } catch {
    say("The exercise cannot be reached. It goes on where it was: try again.", true);
  } finally { busy = false; }
  return false;
}
// Looks go one after the other, so that an older view never comes after a newer one; what is asked for meanwhile is one look more.
function look() {
  again = true;
  looking ??= (async () => {
    while (again) { again = false; await lookOnce(); }
    looking = null;
  })();
  return looking;
}
async function lookOnce() {
  try {
    const answer = await fetch(here + "view", {signal: AbortSignal.timeout(10000)});
    if (!answer.ok) { say(await answer.text(), true); return; }
    const before = seen;
    seen = await answer.json();
    clockSkew = Date.now();
    show();
    news(before);
  } catch { say("The exercise cannot be reached.", true); }
}
// What has come in since the last look is said, so that a jump in the story passes nothing over.
function news(before) {
  if (!before) return;
  const known = new Set(cameIn(before.view).map(one => one.key)), came = cameIn(seen.view).filter(one => !known.has(one.key));
  if (came.length) { heardOf++; say("Has come in: " + came.map(one => one.text).join(" · ")); }
  else if (seen.view.entries > before.view.entries && at("status").textContent.startsWith("Has come in: ")) say("");
}
function listen() {
  const news = new EventSource(here + "events");
  news.onmessage = () => look();
}

// A section is made anew only when what it shows has changed, and what had the focus has it again.
function section(id, title, key, make, attributes) {
  const text = JSON.stringify(key);
  if (shown[id] === text && at(id)) return;
  shown[id] = text;
  const focused = document.activeElement && document.activeElement.id;
  const kept = {};
  const old = at(id);
  if (old) for (const field of old.querySelectorAll("input,textarea,select")) if (field.id) kept[field.id] = field.value;
  const body = make();
  const whole = el("section", Object.assign({id, "aria-labelledby": id + "-h"}, attributes || {}), el("h2", {id: id + "-h", text: title}), body);
  if (old) old.replaceWith(whole); else at(home(id, attributes)).append(whole);
  for (const [field, value] of Object.entries(kept)) if (at(field) && value) at(field).value = value;
  if (focused && at(focused) && document.activeElement !== at(focused)) at(focused).focus();
}
// Where a section stands: what is asked now on top, then what happens, who and what there is, and what the part can do.
const column = {
  facilitator: {moves: 1, injects: 1, expected: 1, incidents: 2, told: 2, notices: 2, decisions: 2, acts: 2, people: 3, systems: 3, pages: 3},
  room: {moves: 1, told: 1, incidents: 2, notices: 2, systems: 3, decisions: 3},
};
function home(id, attributes) {
  if (attributes && attributes.class === "first") return "first";
  const own = column[seen.part] || {incidents: 1, told: 1, acts: 1, moves: 1, decisions: 2, notices: 2, systems: 2, notes: 2};
  return "c" + (own[id] || 3);
}
function gone(id) { if (at(id)) at(id).remove(); delete shown[id]; }

const says = {approve: "Approve", defer: "Not yet", refuse: "Refuse"};
function option(choice) {
  if (choice.decide) return says[choice.decide.says];
  return choice.answer.after_ms === null ? "Does not answer" : "Answers";
}
function takes(choice) { return choice.decide ? choice.decide.takes_ms : choice.answer.after_ms; }
function withTime(choice, minutes) {
  const ms = Math.max(0, Math.round(minutes * 60000));
  if (choice.decide) return {decide: {says: choice.decide.says, takes_ms: ms}};
  return {answer: {after_ms: choice.answer.after_ms === null ? null : ms}};
}
function choose(number, place) {
  const waiting = seen.view.waiting[number], choice = waiting && waiting.options[place];
  if (!choice) return;
  const minutes = at("t" + number), why = at("w" + number);
  const given = minutes && minutes.value !== "" ? Number(minutes.value) : NaN;
  const taken = Number.isFinite(given) ? withTime(choice, given) : choice;
  ask({do: "choose", at: waiting.at, choice: taken, why: why && why.value || null}, waiting.name + ": " + option(choice) + ".");
}
function waitingFor(waiting, number) {
  const decision = waiting.at.point === "decision";
  const head = decision ? waiting.about.map(called).join(", ") + "?" : "Paged for " + waiting.about.map(about).join("; ");
  const offer = waiting.offer || waiting.options[0];
  const details = [
    withRole(waiting) + (waiting.authority === "holder" ? ", who may decide" : waiting.authority === "delegate" ? ", as a deputy" : ""),
    waiting.task ? "waiting for it: " + waiting.task + (waiting.system ? " on " + waiting.system : "") : null,
    waiting.asked_ms !== null ? "asked " + ago(waiting.asked_ms) : null,
    waiting.quorum > 1 ? waiting.quorum + " must agree" : null,
  ].filter(Boolean).join(" · ");
  const minutes = takes(waiting.options.find(o => takes(o) !== null) || offer);
  return el("div", {class: "choice"},
    el("h3", {text: (number + 1) + ". " + head}),
    el("p", {text: details}),
    waiting.offer ? el("p", {class: "muted", text: "The simulator would have: " + option(offer).toLowerCase() + (takes(offer) === null ? "" : " after " + span(takes(offer))) + "."}) : null,
    el("div", {class: "row"},
      waiting.options.map((choice, place) => el("button", {id: "c" + number + place, class: place === 0 && waiting.offer ? "main" : null, on: ["click", () => choose(number, place)]},
        el("kbd", {text: (number + 1) + "abcdefgh"[place]}), option(choice)))),
    el("div", {class: "row"},
      el("label", {class: "in", for: "t" + number}, "Story time it takes, in minutes ",
        el("input", {id: "t" + number, type: "number", min: 0, step: "any", size: 6, placeholder: minutes === null ? "" : Math.round(minutes / 60000)})),
      el("label", {class: "in", for: "w" + number}, "Why ", el("input", {id: "w" + number, maxlength: 400, size: 28}))));
}
function waitings(view) {
  const list = view.waiting;
  if (!list.length || view.phase === "ended") { gone("waiting"); return; }
  const title = seen.part === "seat" ? "Your choice" : "Waiting for a choice";
  section("waiting", title, [list, seen.part], () => el("div", null, seen.part === "room"
    ? list.map((w, n) => el("p", {text: (n + 1) + ". " + w.about.map(called).join(", ") + "? " + withRole(w) + (w.system ? ", for " + w.system : "")}))
    : list.map(waitingFor)), {class: "first"});
  if (at("first").firstChild !== at("waiting")) at("first").prepend(at("waiting"));
}

// What is to be expected of each answer, asked for once for each moment, and shown to the others when the facilitator says so.
async function expect(view) {
  if (seen.part !== "facilitator") { outlook = seen.forecast ? {made: seen.forecast.forecast} : null; return; }
  const nth = view.waiting.findIndex(w => w.at.point === "decision"), key = nth + "/" + seen.deeds;
  if (nth < 0) { outlook = null; return; }
  if (outlook && outlook.key === key) return;
  outlook = {key, at: view.waiting[nth].at, made: null};
  const mine = outlook;
  if (asked) asked.abort();
  try {
    // The one of the moment before is not waited for: a browser has few lines to one host, and what is done must not queue behind forecasts.
    asked = new AbortController();
    const answer = await fetch(here + "forecast/" + nth, {signal: asked.signal});
    const made = answer.ok ? await answer.json() : null;
    if (made && outlook === mine) { mine.made = made; expected(); }
  } catch { /* the next look asks again */ }
}
function spread(s) {
  if (!s) return "is already";
  const t = v => v === null ? "beyond the horizon" : span(v * 1000);
  return t(s.p50_s) + " (" + t(s.p10_s) + " to " + t(s.p90_s) + ")";
}
function expected() {
  if (!outlook || seen.view.phase === "ended") { gone("outlook"); return; }
  const made = outlook.made, shownToAll = Boolean(seen.forecast);
  section("outlook", "What is to be expected", [made, shownToAll, seen.part], () => made === null ? el("p", {class: "muted", text: "Several hundred continuations are being played …"}) : made.trouble ? el("p", {text: "There is no forecast: " + made.trouble}) : el("div", null,
    table(["If they", "Contained in", "Everything back in", "Back soonest", "Promises most likely missed"], made.options.map(o => [o.option === "defer" ? "say not yet" : o.option, spread(o.contained), spread(o.recovered), Math.round(100 * o.first_back) + " %",
      o.rto_missed.concat(o.notices_missed).filter(c => c.missed > 0).sort((a, b) => b.missed - a.missed).slice(0, 2).map(c => nameIn(seen.view.systems.concat(seen.view.notices), c.id) + " " + Math.round(100 * c.missed) + " %").join(", ")])),
    el("p", {class: "muted", text: "Middle, and from 1 in 10 to 9 in 10, of " + made.continuations + " ways in which it could go on from here. None of them knows the future."}),
    seen.part === "facilitator" ? el("button", {id: "o-show", on: ["click", async () => {
      await fetch(here + "show", {method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify({at: outlook.at, shown: !shownToAll})});
      look();
    }], text: shownToAll ? "Hide it from the others" : "Show it to the others"}) : null), {class: "first"});
  if (at("waiting") && at("outlook").previousSibling !== at("waiting")) at("waiting").after(at("outlook"));
}

const duties = {on_shift: "on shift", called_out: "called out", stays_on: "staying on", on_call: "on call", resting: "resting", away: "away", off_duty: "off duty"};
function people(view) {
  const mine = view.people.filter(p => !["off_duty", "away", "resting"].includes(p.duty) || p.seat || p.task || p.pages_open);
  const rest = view.people.length - mine.length;
  section("people", "People", [mine, rest, view.phase], () => el("div", {class: "list", tabindex: 0}, table(["Who", "Now", "At work on"], mine.map(p => [
    el("span", null, p.name, el("span", {class: "sub", text: [p.role && plain(p.role), p.seat && "the room speaks"].filter(Boolean).join(" · ")})),
    duties[p.duty] + (p.until_local ? " until " + p.until_local : "") + (p.pages_open ? " · paged, no answer" : "") + (p.leads ? " · leads" : ""),
    p.task ? p.task + (p.system ? " on " + p.system : "") : "",
  ])), rest ? el("p", {class: "muted", text: "Off duty: " + rest + " more."}) : null), {class: "tall"});
}
function table(head, rows, marks) {
  return el("table", null, el("thead", null, el("tr", null, head.map(text => el("th", {scope: "col", text})))),
    el("tbody", null, rows.map((row, r) => el("tr", null, row.map((cell, c) => el(c ? "td" : "th", {scope: c ? null : "row", class: marks && marks(r, c)}, cell instanceof Node ? cell : String(cell)))))));
}
// For the projector, which nobody can scroll: names by state, the worst first.
function systemsAtAGlance(view) {
  const over = s => s.rto_ms !== null && s.down_ms !== null && view.story_ms - s.down_ms > s.rto_ms;
  const groups = [["Down for longer than promised (RTO)", "down", s => !s.up && over(s)], ["Down", "down", s => !s.up && !over(s)], ["Up", "up", s => s.up]];
  const sorted = [...view.systems].sort((a, b) => a.tier - b.tier || a.name.localeCompare(b.name));
  section("systems", "Systems", [sorted.map(s => [s.name, s.up, s.hit, s.isolated, over(s)])], () => el("div", null, groups.map(([title, mark, is]) => {
    const list = sorted.filter(is);
    // Of what is up it is enough to know how much, where it is much.
    const names = mark === "down" || list.length <= 12;
    return list.length ? [el("h3", {class: mark, text: title + ": " + list.length}), names && el("p", {text: list.map(s => s.name + (s.hit ? " (hit)" : "") + (s.isolated ? " (isolated)" : "")).join(", ")})] : null;
  }).flat()));
}
function systems(view) {
  if (seen.part === "room") return systemsAtAGlance(view);
  const list = [...view.systems].sort((a, b) => (a.up && !a.hit) - (b.up && !b.hit) || a.tier - b.tier || a.name.localeCompare(b.name));
  section("systems", "Systems", list.map(s => [s, s.down_ms === null ? 0 : Math.floor((view.story_ms - s.down_ms) / 60000)]), () => el("div", {class: "list", tabindex: 0},
    table(["System", "Tier", "State"], list.map(s => [s.name, s.tier,
      (s.up ? "up" : "down " + (s.down_ms === null ? "" : span(view.story_ms - s.down_ms))) + (s.hit ? " · hit" : "") + (s.isolated ? " · isolated" : "")
      + (!s.up && s.rto_ms !== null && s.down_ms !== null ? (view.story_ms - s.down_ms > s.rto_ms ? " · over its RTO of " : " · RTO ") + span(s.rto_ms) : "")]),
      (r, c) => c === 2 ? (list[r].up ? "up" : "down") : null)), {class: "tall"});
}
function incidents(view) {
  if (!view.incidents.length) { section("incidents", "What is known", "none", () => el("p", {text: "Nobody knows of anything yet."})); return; }
  const line = (label, ms) => ms === null ? null : el("li", {text: label + " " + ago(ms)});
  section("incidents", "What is known", [view.incidents, view.story_ms, view.tasks], () => el("div", null, view.incidents.map(i => el("div", null,
    el("h3", {text: "#" + i.incident + " " + (i.name || "Something is wrong") + (i.assessed ? ", " + i.assessed : "") + (i.false_alarm ? ": a false alarm" : "")}),
    el("ul", null, line("Alerted", i.alerted_ms), line("Answered", i.acknowledged_ms), line("Taken for an incident", i.aware_ms), line("Major incident declared", i.declared_ms),
      i.lead ? el("li", {text: "Led by " + i.lead}) : null, line("Contained", i.contained_ms), line("Everything back", i.recovered_ms), line("Closed", i.closed_ms)),
    tasksOf(view, i.incident)))));
}
function tasksOf(view, incident) {
  const tasks = view.tasks.filter(t => t.incident === incident);
  if (!tasks.length) return null;
  // One line for the same work on several systems that stands the same.
  const lines = new Map();
  for (const t of tasks) {
    const state = t.at_work ? t.at_work + " is at it" : t.under_way ? "under way" : t.waits_for ? "waits (" + (waitsFor[t.waits_for] || plain(t.waits_for)) + ")" : "waits";
    const key = t.name + "\n" + state;
    lines.set(key, (lines.get(key) || []).concat(t.system ? [systemName(t.system)] : []));
  }
  // On the projector, which nobody scrolls, one line for all work that waits for the same.
  if (seen.part === "room") {
    const states = new Map(), work = (name, on) => name + (on.length ? " on " + on.join(", ") : "");
    for (const [key, on] of lines) { const [name, state] = key.split("\n"); states.set(state, (states.get(state) || []).concat([work(name, on)])); }
    return el("ul", null, [...states].map(([state, all]) => el("li", null, el("b", {text: state.charAt(0).toUpperCase() + state.slice(1)}), ": " + all.join("; "))));
  }
  return el("ul", null, [...lines].map(([key, on]) => { const [name, state] = key.split("\n"); return el("li", {text: name + (on.length ? " on " + on.join(", ") : "") + (!on.length && name.endsWith("?") ? " " : ": ") + state}); }));
}
function pages(view) {
  const open = view.pages.filter(p => p.answered_ms === null);
  if (!open.length) { gone("pages"); return; }
  // One line for each person: the longest wait first.
  const by = new Map();
  for (const p of [...open].sort((a, b) => a.at_ms - b.at_ms)) by.set(p.name, (by.get(p.name) || []).concat([p]));
  section("pages", "Pages out and unanswered", [open, view.story_ms], () => el("ul", {class: "plain"}, [...by].map(([name, all]) => el("li", null, el("b", {text: name}),
    ", paged " + ago(all[0].at_ms) + ", for " + [...new Set(all.map(p => about(p.about)))].join("; ")))));
}
function notices(view) {
  if (!view.notices.length) { gone("notices"); return; }
  section("notices", "Clocks of notices", [view.notices, view.story_ms], () => el("ul", {class: "plain"}, view.notices.map(n => {
    const left = n.deadline_ms === null ? null : n.deadline_ms - view.story_ms;
    const text = n.sent_ms !== null ? "sent " + ago(n.sent_ms) : n.waived ? "not owed" : n.missed ? "deadline missed"
      : left !== null ? span(left) + " left, until " + n.deadline_local + (n.runs ? "" : " (its own clock has not started)") : "its clock has not started: nobody has determined";
    return el("li", {class: n.missed && n.sent_ms === null ? "missed" : null, text: n.name + (n.to ? " to " + n.to : "") + ": " + text});
  })));
}
function decisions(view) {
  if (!view.decisions.length) { gone("decisions"); return; }
  const on = {holder: "who may decide", delegate: "as a deputy", pre_authorised: "as agreed beforehand", nobody: "without the right to"};
  const took = d => { const who = [...new Set(d.answers.filter(a => a[1] === "approve").map(a => a[0] || "those at work"))].join(" and "); return "taken " + ago(d.granted_ms) + (who ? " by " + who : "") + (d.authority ? ", " + on[d.authority] : ""); };
  const state = d => d.granted_ms !== null ? took(d) : d.answers.length ? d.answers.map(a => (a[0] || "nobody") + " said " + {approve: "yes", defer: "not yet", refuse: "no"}[a[1]]).join(", ") : d.reached.length ? "with " + d.reached.join(", ") : "nobody reached yet";
  section("decisions", "Decisions", [view.decisions, view.story_ms], () => el("ul", {class: "plain"}, view.decisions.slice(seen.part === "room" ? -6 : -12).reverse().map(d => el("li", null,
    el("b", {text: called(d.decision)}), ": " + state(d)))));
}
// Injects that have come and words said on the spot, with who says them to whom.
function cameIn(view) {
  const came = view.injects.filter(i => i.came_ms.length && i.says).map(i => ({ms: Math.max(...i.came_ms), text: i.says, from: i.from, to: i.to.map(plain).join(", ")}));
  const all = came.concat(view.said.map(s => ({ms: s.at_ms, text: s.text, from: null, to: s.to ? plain(s.to) : ""})));
  return all.map(one => ({...one, key: one.ms + one.text})).sort((a, b) => b.ms - a.ms);
}
const between = one => [one.from && "from " + one.from, one.to && "to " + one.to].filter(Boolean).join(" ");
function told(view) {
  const all = cameIn(view);
  if (!all.length) { gone("told"); return; }
  section("told", "What has come in", [all, view.story_ms], () => el("ul", {class: "plain"}, all.slice(0, seen.part === "room" ? 4 : 40).map(one => el("li", null,
    el("span", {class: "sub", text: [ago(one.ms), between(one)].filter(Boolean).join(", ")}), one.text))));
}
function injects(view) {
  const place = i => i.move_number === undefined ? 99 : i.move_number;
  const list = [...view.injects].sort((a, b) => a.came_ms.length - b.came_ms.length || place(a) - place(b));
  const state = i => i.came_ms.length ? "✓ came" : i.held_back ? "held back" : i.at_ms !== null && i.at_ms > view.story_ms ? "comes in " + span(i.at_ms - view.story_ms) : "comes by itself";
  section("injects", "Injects", [list, view.phase, view.story_ms], () => el("div", null,
    list.length ? el("ul", {class: "plain list", tabindex: 0}, list.map(i => el("li", {class: "card"},
      el("span", {class: "sub", text: [state(i), i.move_number === undefined ? "" : "move " + (i.move_number + 1), between({from: i.from, to: i.to.map(plain).join(", ")})].filter(Boolean).join(" · ")}),
      el("div", {text: i.says || called(i.id)}),
      i.expected ? el("div", {class: "sub", text: "Expected: " + i.expected}) : null,
      i.notes ? el("div", {class: "sub", text: "Note: " + i.notes}) : null,
      i.to_come && view.phase !== "ended" ? el("button", {id: "i-" + i.id, "aria-label": "Play now: " + (i.says || i.id), on: ["click", () => ask({do: "act", act: {inject: {inject: i.id}}}, "Played.")], text: "Play now"}) : null))) : el("p", {text: "The scenario has no injects."}),
    view.phase === "ended" ? null : el("form", {on: ["submit", event => { event.preventDefault(); onTheSpot(view); }]},
      el("h3", {text: "One of your own, on the spot"}),
      el("label", {for: "tell"}, "What is said", el("input", {id: "tell", maxlength: 1000, size: 40})),
      el("label", {for: "tell-to"}, "To ", el("select", {id: "tell-to"}, el("option", {value: "", text: "everybody"}),
        [...new Set(view.people.map(p => p.role).filter(Boolean))].sort().map(role => el("option", {value: role, text: plain(role)})))),
      el("label", {for: "spot"}, "And then ", el("select", {id: "spot", on: ["change", spotFields]}, [["", "no more than the words"], ["away", "somebody is away"], ["down", "a system is down"], ["severity", "it is as bad as"]].map(([value, text]) => el("option", {value, text})))),
      el("div", {class: "row", id: "spot-fields"},
        el("select", {id: "spot-away", "aria-label": "Who is away", hidden: true}, [...view.people].filter(p => p.duty !== "away").sort((a, b) => a.name.localeCompare(b.name)).map(p => el("option", {value: p.id, text: withRole(p)}))),
        el("select", {id: "spot-down", "aria-label": "Which system is down", hidden: true}, view.systems.map(s => el("option", {value: s.id, text: s.name}))),
        el("select", {id: "spot-severity", "aria-label": "How bad it is", hidden: true}, bads.map(bad => el("option", {value: bad, text: bad}))),
        el("label", {class: "in", for: "spot-hours", id: "spot-lasts", hidden: true}, "for hours ", el("input", {id: "spot-hours", type: "number", min: 0.1, step: "any", size: 5, value: 4}))),
      el("button", {text: "Say it"}))), {class: "tall"});
  if (at("spot")) spotFields();
}
// An inject written on the spot may do one of a few things besides being said.
function spotFields() {
  const kind = at("spot").value;
  for (const one of ["away", "down", "severity"]) at("spot-" + one).hidden = one !== kind;
  at("spot-lasts").hidden = kind !== "away" && kind !== "down";
}
function onTheSpot(view) {
  const says = at("tell").value.trim(), to = at("tell-to").value || null, kind = at("spot").value;
  if (!says) { say("Say what the room is told.", true); return; }
  const lasts_ms = Math.round(Number(at("spot-hours").value) * 3600000), incident = Math.max(1, ...view.incidents.map(i => i.incident));
  const effect = {away: () => ({away: {person: at("spot-away").value, lasts_ms}}), down: () => ({down: {incident, system: at("spot-down").value, lasts_ms}}), severity: () => ({severity: {incident, severity: at("spot-severity").value}})}[kind];
  ask(effect ? {do: "act", act: {spot: {says, to, effect: effect()}}} : {do: "tell", text: says, to}, "Said.").then(ok => { if (ok) { at("tell").value = ""; at("spot").value = ""; spotFields(); } });
}
const beginMove = move => ask({do: "note", note: {move: {number: move.number}}}, "Move " + (move.number + 1) + " begins.");
function nextMove() {
  const script = seen.script;
  return script && script.moves.find(m => m.began_wall_ms === null && (script.now === null || m.number > script.now));
}
function moves() {
  const script = seen.script, view = seen.view, facilitator = seen.part === "facilitator";
  if (!script || !script.moves.length && !facilitator) { gone("moves"); return; }
  // The projector has room for what is talked about now.
  const shownMoves = seen.part === "room" ? script.moves.filter(m => m.number === script.now) : script.moves;
  const open = view.phase === "running" || view.phase === "paused";
  const one = m => [el("h3", {text: "Move " + (m.number + 1) + ": " + m.title + (facilitator ? " (" + m.minutes + " min)" : "") + (script.now === m.number && shownMoves.length > 1 ? " · now" : "")}),
    m.says ? el("p", {text: m.says}) : null,
    el("ul", null, m.questions.map(text => el("li", {text}))),
    facilitator && open && m.began_wall_ms === null ? el("button", {id: "m" + m.number, "aria-label": "Begin move " + (m.number + 1), on: ["click", () => beginMove(m)], text: "Begin this move"}) : null];
  section("moves", facilitator ? "Moves, " + script.minutes + " minutes in all" : "To be talked about", [shownMoves, script.now, view.phase], () => el("div", null, shownMoves.map(m => el("div", {class: script.now === m.number ? "now" : null}, one(m)))));
}
function expectations() {
  const script = seen.script;
  if (!script || !script.expectations.length) { gone("expected"); return; }
  section("expected", "Expectations", [script.expectations, seen.view.story_ms], () => table(["What should happen", "State"],
    script.expectations.map(e => [e.text, e.state + (e.at_ms === null ? "" : e.state === "open" ? ", " + span(e.at_ms - seen.view.story_ms) + " left" : " " + ago(e.at_ms))]),
    (r, c) => c === 1 ? script.expectations[r].state : null));
}
function seats(view) {
  if (!seen.seats) return;
  section("seats", "Links and seats", [seen.seats, view.phase, view.people.filter(p => p.seat).map(p => p.id)], () => el("div", null,
    el("p", {class: "muted", text: "A whole session works without anybody at a seat. Those who want one open " + location.origin + "/ and type their code."}),
    el("ul", {class: "plain"}, seen.seats.map(s => el("li", null, el("a", {href: s.path, target: "_blank", rel: "noopener", text: s.names.length ? s.names.slice(0, 3).join(", ") + (s.names.length > 3 ? " and " + (s.names.length - 3) + " more" : "") : s.title}), s.names.length > 0 ? el("span", {class: "muted", text: " " + plain(s.title)}) : null, s.code ? el("span", {class: "code", text: " " + s.code}) : null))),
    el("form", {on: ["submit", event => { event.preventDefault(); const [id, room] = at("speak").value.split("|"); ask({do: "seat", person: id, room: room === "1"}, "Done."); }]},
      el("label", {for: "speak"}, "Who speaks for whom", el("select", {id: "speak"}, view.people.filter(p => p.seat || p.role).map(p => el("option", {value: p.id + "|" + (p.seat ? 0 : 1), text: p.name + ": " + (p.seat ? "give to the simulator" : "give to the room")})))),
      el("button", {text: "Change"}))));
}
const bads = ["low", "medium", "high", "critical"];
function acts(view) {
  if (!view.incidents.length || view.phase === "ended") { gone("acts"); return; }
  const some = (id, label, list) => el("label", {class: "in", for: id}, label, el("select", {id}, list.map(([value, text]) => el("option", {value, text}))));
  const people = [...view.people].sort((a, b) => a.name.localeCompare(b.name)).map(p => [p.id, withRole(p)]);
  const which = view.incidents.map(i => [i.incident, "#" + i.incident + " " + (i.name || "")]);
  const incident = () => Number(at("a-incident").value);
  section("acts", "Act", [which, people, view.tasks, seen.part, view.systems.filter(s => !s.up).map(s => s.id)], () => el("div", null,
    some("a-incident", "In ", which),
    el("div", {class: "row"}, some("a-person", "Whom ", people), el("button", {id: "a-page", on: ["click", () => ask({do: "act", act: {page: {incident: incident(), person: at("a-person").value}}}, "Paged.")], text: "Page them"})),
    el("div", {class: "row"}, some("a-bad", "How bad ", bads.map(b => [b, b])), el("button", {id: "a-assess", on: ["click", () => ask({do: "act", act: {assess: {incident: incident(), severity: at("a-bad").value}}}, "Assessed.")], text: "Take it to be that bad"}),
      el("button", {id: "a-declare", on: ["click", () => ask({do: "act", act: {declare: {incident: incident()}}}, "Declared.")], text: "Declare a major incident"})),
    view.tasks.length ? el("div", {class: "row"}, some("a-task", "Task ", view.tasks.map((t, n) => [n, t.name + (t.system ? " on " + systemName(t.system) : "")])),
      el("button", {id: "a-assign", on: ["click", () => { const t = view.tasks[Number(at("a-task").value)]; ask({do: "act", act: {assign: {incident: t.incident, task: t.id, system: t.system, person: at("a-person").value}}}, "Assigned."); }], text: "Give it to the person named above"})) : null,
    seen.part === "facilitator" ? el("details", null, el("summary", {text: "Override, with a reason"}),
      el("label", {for: "o-why"}, "Reason ", el("input", {id: "o-why", maxlength: 400, size: 34})),
      view.tasks.length ? el("div", {class: "row"}, el("button", {id: "o-done", on: ["click", () => override(view, "done")], text: "The task chosen above is done now"}), el("button", {id: "o-fail", on: ["click", () => override(view, "failed")], text: "It fails now"})) : null,
      el("div", {class: "row"}, some("o-system", "System ", view.systems.filter(s => !s.up).map(s => [s.id, s.name])), el("button", {id: "o-back", on: ["click", () => ask({do: "act", act: {system_back: {incident: incident(), system: at("o-system").value}}, why: at("o-why").value}, "It is back.")], text: "This system is back"}))) : null));
}
function override(view, ends) {
  const t = view.tasks[Number(at("a-task").value)];
  ask({do: "act", act: {end_task: {incident: t.incident, task: t.id, system: t.system, after_ms: 0, ends}}, why: at("o-why").value}, "Set.");
}
function notes() {
  const judges = seen.part === "evaluator" || seen.part === "facilitator", script = seen.script;
  const objectives = judges && script ? script.objectives : [];
  section("notes", judges ? "Observe and note" : "Note", [seen.part, objectives], () => el("form", {on: ["submit", event => {
    event.preventDefault();
    const text = at("n-text").value.trim(), kind = at("n-kind").value, objective = at("n-objective") && at("n-objective").value || null;
    const note = kind.startsWith("observed") ? {observed: {text, objective, strength: kind === "observed" ? null : kind === "observed+"}} : {note: {text, about: kind}};
    ask({do: "note", note}, "Noted.").then(ok => { if (ok) at("n-text").value = ""; });
  }]},
    el("label", {for: "n-text"}, "In a sentence", el("textarea", {id: "n-text", rows: 2, maxlength: 2000, cols: 36})),
    el("div", {class: "row"},
      el("label", {class: "in", for: "n-kind"}, "As ", el("select", {id: "n-kind"}, judges ? [el("option", {value: "observed+", text: "strength"}), el("option", {value: "observed-", text: "area for improvement"}), el("option", {value: "observed", text: "observation"})] : null,
        el("option", {value: "course", text: "note"}), el("option", {value: "parking_lot", text: "parking lot"}), el("option", {value: "hot_wash", text: "hot wash"}))),
      objectives.length ? el("label", {class: "in", for: "n-objective"}, "For ", el("select", {id: "n-objective"}, el("option", {value: "", text: "the exercise as a whole"}), objectives.map(o => el("option", {value: o.id, text: o.capability + ": " + o.text})))) : null,
      el("button", {text: "Write it down"}))));
  if (!objectives.length) return gone("rate");
  section("rate", "Rate", objectives, () => el("form", {on: ["submit", event => { event.preventDefault(); ask({do: "note", note: {rated: {objective: at("r-o").value, grade: at("r-g").value}}, why: at("r-w").value || null}, "Rated."); }]},
    el("label", {for: "r-o"}, "Objective ", el("select", {id: "r-o"}, objectives.map(o => el("option", {value: o.id, text: o.capability + ": " + o.text})))),
    el("div", {class: "row"}, el("label", {class: "in", for: "r-g"}, "Rating ", el("select", {id: "r-g"}, [["P", "P, performed without challenges"], ["S", "S, with some challenges"], ["M", "M, with major challenges"], ["U", "U, unable to be performed"]].map(([value, text]) => el("option", {value, text})))),
      el("label", {class: "in", for: "r-w"}, "Why ", el("input", {id: "r-w", maxlength: 400, size: 26})), el("button", {text: "Rate it"}))));
}
function journal(view) {
  if (!view.journal) return;
  const task = one => plain(one.task) + (one.system ? " on " + systemName(one.system) : "");
  const acted = {page: a => "paged " + personName(a.person), declare: () => "declared a major incident", assess: a => "took it to be " + a.severity, inject: a => "played the inject: " + ((view.injects.find(i => i.id === a.inject) || {}).says || plain(a.inject)),
    assign: a => "gave " + task(a) + " to " + personName(a.person), end_task: a => "set: " + task(a) + (a.ends === "done" ? " is done" : " fails"), answer_page: a => "set: " + personName(a.person) + (a.after_ms === null ? " does not answer" : " answers"),
    system_back: a => "set: " + systemName(a.system) + " is back", spot: a => "said" + (a.to ? " to the " + plain(a.to) : "") + ": " + a.says + " (" + spotWords(a.effect) + ")"};
  const spotWords = effect => effect.away ? personName(effect.away.person) + " is away for " + span(effect.away.lasts_ms) : effect.down ? systemName(effect.down.system) + " is down for " + span(effect.down.lasts_ms) : "it is " + effect.severity.severity;
  const did = {chose: w => personName(w.at.person) + (w.at.decision ? ", " + called(w.at.decision) : ", paged") + ": " + option(w.choice).toLowerCase(), told: w => "said" + (w.to ? " to the " + plain(w.to) : "") + ": " + w.text, move: w => "move " + (w.number + 1) + " begins",
    note: w => plain(w.about || "note") + ": " + w.text, observed: w => "observed: " + w.text, rated: w => "rated " + plain(w.objective) + ": " + w.grade, acted: w => { const [kind, what] = Object.entries(w)[0]; return acted[kind](what); },
    seat: w => personName(w.person) + (w.room ? ": the room speaks for them" : ": simulated from here on"), present: w => w.part + ": " + (w.name || "nobody, simulated")};
  const told = e => { if (typeof e.what === "string") return e.what.toUpperCase(); const [kind, what] = Object.entries(e.what)[0]; return did[kind] ? did[kind](what) : plain(kind); };
  section("journal", "Journal", view.journal.length, () => el("ol", {class: "plain list", reversed: true, tabindex: 0}, [...view.journal].reverse().filter(e => e.what !== "went").slice(0, 60).map(e =>
    el("li", {text: day(e.story, true) + (e.who ? " · " + e.who : "") + " · " + told(e) + (e.why ? " · because " + e.why : "")}))), {class: "tall"});
}
function brief() {
  const script = seen.script;
  if (!script || seen.view.phase !== "ready") return gone("brief");
  section("brief", "Before we begin", [script.brief, script.ground_rules], () => el("div", null, el("p", {text: script.brief}), el("ul", null, script.ground_rules.map(text => el("li", {text}))),
    seen.part === "facilitator" ? el("p", {class: "muted", text: "Read this out, then press s: the exercise starts, and its first move with it. Then g goes on to the first choice; on the way injects come in. The room's page, for the projector, is under Links and seats."}) : null), {class: "first"});
}
// What the last exercise left to be done is what this one opens with.
function last() {
  const left = seen.last, ready = seen.view.phase === "ready";
  if (!left || seen.part === "seat" || seen.part === "room" && !ready) return gone("last");
  if (at("last") && at("last").classList.contains("first") !== ready) gone("last");
  const state = a => a.retested ? "done and retested on " + a.retested : a.done && a.state.startsWith("done") ? "done on " + a.done + ", to be retested" : a.state + (a.open && a.due ? ", due " + a.due : "");
  section("last", "What the last exercise left to be done", [left, ready], () => el("div", null, el("p", {class: "muted", text: left.session + (left.held ? ", " + left.held : "")}),
    left.actions.length ? table(["Action", "Owner", "How it stands"], left.actions.map(a => [a.action, a.owner || "nobody yet", state(a)])) : el("p", {text: "Nothing."})), ready ? {class: "first"} : null);
}
function ended() {
  if (seen.view.phase !== "ended") return gone("ended");
  section("ended", "The exercise has ended (ENDEX)", [seen.folder, seen.part], () => el("div", null,
    el("p", {text: "Hot wash: what went well, what did not, and what will be done about it?"}),
    seen.part === "facilitator" ? el("p", {text: "Write down what is said under “Observe and note”, as hot wash, and rate the objectives. Then leave with Ctrl-C and make the report and the improvement plan:"}) : null,
    seen.part === "facilitator" && seen.folder ? el("p", null, el("code", {text: "firedrill after-action " + (/^[\w./-]+$/.test(seen.folder) ? seen.folder : "'" + seen.folder.replaceAll("'", "'\\''") + "'")})) : null), {class: "first"});
}

function buttons(view) {
  const move = nextMove(), text = view.phase + seen.part + view.over + (view.waiting.length > 0) + (move ? move.number : "");
  if (shown.buttons === text) return;
  shown.buttons = text;
  const nav = at("buttons"), focused = document.activeElement && document.activeElement.id;
  nav.hidden = seen.part !== "facilitator" || view.phase === "ended";
  if (nav.hidden) { nav.replaceChildren(); return; }
  const button = (id, key, label, deed, off, main) => el("button", {id, class: main ? "main" : null, disabled: off, on: ["click", () => ask(deed)]}, el("kbd", {text: key}), label);
  const running = view.phase === "running", waits = view.waiting.length > 0;
  nav.replaceChildren(el("div", {class: "row"},
    running ? button("b-pause", "p", "Pause (PAUSEX)", {do: "pause"}) : button("b-start", "s", view.phase === "paused" ? "Go on" : "Start (STARTEX)", {do: "start"}, view.phase === "ended", true),
    button("b-step", "n", "Next thing", {do: "step"}, !running || waits || view.over),
    button("b-go", "g", "To the next choice", {do: "go"}, !running || waits || view.over, running && !waits),
    button("b-hour", "h", "One hour on", {do: "go_on", by_ms: 3600000}, !running || waits || view.over),
    move && view.phase !== "ready" ? el("button", {id: "b-move", on: ["click", () => beginMove(move)]}, el("kbd", {text: "m"}), "Next move") : null,
    el("button", {id: "b-end", disabled: view.phase === "ended", on: ["click", () => { if (confirm("End the exercise (ENDEX)? It goes no further then.")) ask({do: "end"}, "ENDEX."); }], text: "End (ENDEX)"})));
  if (focused && at(focused)) at(focused).focus();
}
function clock(view) {
  const who = seen.names.length === 1 ? seen.names[0] + " (" + plain(seen.title) + ")" : plain(seen.title);
  at("title").textContent = (seen.part === "room" ? "" : who + " · ") + (seen.script && seen.script.title || view.scenario);
  document.title = who + " · " + (seen.script && seen.script.title || view.scenario);
  at("story").textContent = day(view.story_local);
  document.body.className = seen.part;
  wall();
}
function wall() {
  if (!seen) return;
  const view = seen.view, running = view.phase === "running";
  const ms = view.wall_running_ms + (running ? Date.now() - clockSkew : 0);
  const script = seen.script, move = script && script.moves.find(m => m.number === script.now);
  const spent = move && move.began_running_ms !== null ? Math.floor((ms - move.began_running_ms) / 60000) : null;
  const phase = {ready: "Not started", running: "Under way", paused: "Paused", ended: "Ended"}[view.phase];
  at("wall").textContent = phase + (view.started_wall_ms === null ? "" : " · " + Math.floor(ms / 60000) + " min on the wall, STARTEX " + new Date(view.started_wall_ms).toTimeString().slice(0, 5)) 
    + (move && seen.part === "facilitator" && view.phase !== "ended" ? " · move " + (move.number + 1) + " of " + script.moves.length + (spent === null ? "" : ": " + spent + " of " + move.minutes + " min") : "") + (view.over ? " · the story is over" : "");
}
function show() {
  const view = seen.view, part = seen.part;
  clock(view); buttons(view); ended(); brief(); last(); waitings(view); expect(view); expected();
  incidents(view); told(view); systems(view); notices(view); decisions(view);
  if (part !== "room") { people(view); pages(view); }
  moves();
  if (part === "facilitator") { injects(view); acts(view); expectations(); }
  if (part === "seat") acts(view);
  if (part !== "room") notes();
  if (part === "facilitator") { seats(view); journal(view); }
  fit();
}
// Nobody scrolls a projector: where there is more to see than fits, it is a little smaller.
function fit() {
  if (!seen || seen.part !== "room") return;
  const root = document.documentElement, wide = innerWidth >= 1000;
  for (let size = 100; size >= 60; size -= 4) {
    root.style.fontSize = wide && size < 100 ? size + "%" : "";
    if (!wide || root.scrollHeight <= root.clientHeight) return;
  }
}
addEventListener("resize", fit);

// Two keystrokes make a choice: its number, then the letter of what is chosen.
let first = null;
document.addEventListener("keydown", event => {
  if (!seen || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input,select,textarea")) return;
  const key = event.key.toLowerCase();
  if (/^[1-9]$/.test(key) && seen.view.waiting[Number(key) - 1]) { first = Number(key) - 1; say("Choice " + key + ": now its letter."); return; }
  if (first !== null && /^[a-h]$/.test(key)) { const number = first; first = null; event.preventDefault(); choose(number, key.charCodeAt(0) - 97); return; }
  first = null;
  const button = {s: "b-start", p: "b-pause", n: "b-step", g: "b-go", h: "b-hour", m: "b-move"}[key];
  if (button && at(button) && !at(button).disabled) { event.preventDefault(); at(button).click(); }
});
setInterval(wall, 1000);
look().then(listen);
