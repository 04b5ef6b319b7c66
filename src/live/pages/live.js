"use strict";
// The page of one place in an exercise. It shows what `view` says, and asks `do` for what is done. Every text comes in as text: nothing that a
// scenario or a player writes is ever read as markup.

const here = location.pathname.endsWith("/") ? location.pathname : location.pathname + "/";
let seen = null, shown = {}, clockSkew = 0, busy = false, outlook = null;

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
  const minutes = Math.round(Math.abs(ms) / 60000), sign = ms < 0 ? "-" : "";
  const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24, rest = minutes % 60;
  const parts = [];
  if (days) parts.push(days + " d");
  if (hours) parts.push(hours + " h");
  if (rest || !parts.length) parts.push(rest + " min");
  return sign + parts.join(" ");
}
const ago = ms => ms === null || ms === undefined ? "" : span(seen.view.story_ms - ms) + " ago";
const words = text => String(text).replaceAll("_", " ");

function say(text, trouble) {
  const status = at("status");
  status.textContent = text;
  status.className = trouble ? "trouble" : "";
}
async function ask(deed, done) {
  if (busy) return false;
  busy = true;
  try {
    const answer = await fetch(here + "do", {method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify(deed)});
    if (answer.ok) { say(done || ""); await look(); return true; }
    let text = await answer.text();
    try { text = JSON.parse(text).trouble || text; } catch { /* it is text already */ }
    say(text.trim(), true);
    await look();
  } catch {
    say("The exercise cannot be reached. It goes on where it was: try again.", true);
  } finally { busy = false; }
  return false;
}
async function look() {
  try {
    const answer = await fetch(here + "view");
    if (!answer.ok) { say(await answer.text(), true); return; }
    seen = await answer.json();
    clockSkew = Date.now();
    show();
  } catch { say("The exercise cannot be reached.", true); }
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
  room: {incidents: 1, told: 1, systems: 2, notices: 3, decisions: 3, moves: 3},
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
  const head = decision ? waiting.about.join(", ") + "?" : "Paged for " + waiting.about.join("; ");
  const offer = waiting.offer || waiting.options[0];
  const details = [
    waiting.name + (waiting.role ? " (" + waiting.role + ")" : "") + (waiting.authority ? ", as " + waiting.authority : ""),
    waiting.task ? "the task " + waiting.task + (waiting.system ? " on " + waiting.system : "") + " waits for it" : null,
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
  if (!list.length) { gone("waiting"); return; }
  const title = seen.part === "seat" ? "Your choice" : "Waiting for a choice";
  section("waiting", title, [list, seen.part], () => el("div", null, seen.part === "room"
    ? list.map((w, n) => el("p", {text: (n + 1) + ". " + w.about.join(", ") + "? " + w.name + (w.role ? " (" + w.role + ")" : "")}))
    : list.map(waitingFor)), {class: "first"});
  if (at("first").firstChild !== at("waiting")) at("first").prepend(at("waiting"));
}

// What is to be expected of each answer, asked for once for each moment, and shown to the others when the facilitator says so.
async function expect(view) {
  if (seen.part !== "facilitator") { outlook = seen.forecast ? {made: seen.forecast.forecast} : null; return; }
  const nth = view.waiting.findIndex(w => w.at.point === "decision"), key = nth + "/" + view.entries;
  if (nth < 0) { outlook = null; return; }
  if (outlook && outlook.key === key) return;
  outlook = {key, at: view.waiting[nth].at, made: null};
  const mine = outlook;
  try {
    const answer = await fetch(here + "forecast/" + nth);
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
  if (!outlook) { gone("outlook"); return; }
  const made = outlook.made, shownToAll = Boolean(seen.forecast);
  section("outlook", "What is to be expected", [made, shownToAll, seen.part], () => made === null ? el("p", {class: "muted", text: "Several hundred continuations are being played …"}) : made.trouble ? el("p", {text: "There is no forecast: " + made.trouble}) : el("div", null,
    table(["If they", "Contained in", "Everything back in", "Back soonest", "Most likely missed"], made.options.map(o => [o.option, spread(o.contained), spread(o.recovered), Math.round(100 * o.first_back) + " %",
      o.rto_missed.concat(o.notices_missed).filter(c => c.missed > 0).sort((a, b) => b.missed - a.missed).slice(0, 2).map(c => c.id + " " + Math.round(100 * c.missed) + " %").join(", ")])),
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
  section("people", "People", [mine, rest], () => el("div", {class: "list", tabindex: 0}, table(["Who", "Now", "At work on"], mine.map(p => [
    p.name + (p.role ? " (" + p.role + ")" : "") + (p.seat ? " · the room speaks" : ""),
    duties[p.duty] + (p.until_local ? " until " + p.until_local : "") + (p.pages_open ? " · paged, no answer" : "") + (p.leads ? " · leads" : ""),
    p.task ? p.task + (p.system ? " on " + p.system : "") : "",
  ])), rest ? el("p", {class: "muted", text: rest + " more are off duty."}) : null), {class: "tall"});
}
function table(head, rows, marks) {
  return el("table", null, el("thead", null, el("tr", null, head.map(text => el("th", {scope: "col", text})))),
    el("tbody", null, rows.map((row, r) => el("tr", null, row.map((cell, c) => el(c ? "td" : "th", {scope: c ? null : "row", text: cell, class: marks && marks(r, c)}))))));
}
function systems(view) {
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
  return el("ul", null, tasks.map(t => el("li", {text: t.name + (t.system ? " on " + t.system : "") + ": " + (t.at_work ? t.at_work + " is at it" : t.under_way ? "under way" : "waits" + (t.waits_for ? " (" + words(t.waits_for) + ")" : ""))})));
}
function pages(view) {
  const open = view.pages.filter(p => p.answered_ms === null);
  if (!open.length) { gone("pages"); return; }
  section("pages", "Pages out and unanswered", [open, view.story_ms], () => el("ul", {class: "plain"}, open.map(p => el("li", {text: p.name + ", " + p.about + ", paged " + (p.times > 1 ? p.times + " times, " : "") + ago(p.at_ms)}))));
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
  section("decisions", "Decisions", [view.decisions, view.story_ms], () => el("ul", {class: "plain"}, view.decisions.slice(-12).map(d => el("li", {text: d.decision + " for " + d.task + ": "
    + (d.granted_ms !== null ? "taken " + ago(d.granted_ms) + (d.authority ? ", " + words(d.authority) : "") : d.answers.length ? d.answers.map(a => (a[0] || "nobody") + " said " + says[a[1]].toLowerCase()).join(", ") : d.reached.length ? "with " + d.reached.join(", ") : "nobody reached yet")}))));
}
function told(view) {
  const came = view.injects.filter(i => i.came_ms.length && i.says).map(i => [Math.max(...i.came_ms), i.says]);
  const all = came.concat(view.said.map(s => [s.at_ms, s.text])).sort((a, b) => b[0] - a[0]);
  if (!all.length) { gone("told"); return; }
  section("told", "What has come in", [all, view.story_ms], () => el("ul", {class: "plain"}, all.map(([ms, text]) => el("li", null, el("span", {class: "muted", text: ago(ms) + ": "}), text))));
}
function injects(view) {
  const list = view.injects;
  section("injects", "Injects", [list, view.phase], () => el("div", null,
    list.length ? el("ul", {class: "plain list", tabindex: 0}, list.map(i => el("li", null, el("div", {class: "row"},
      el("span", {text: (i.came_ms.length ? "✓ " : i.held_back ? "held back: " : i.at_ms !== null ? (i.at_ms > view.story_ms ? "in " + span(i.at_ms - view.story_ms) + ": " : "") : "when it is time: ") + (i.says || words(i.id))}),
      i.to_come ? el("button", {id: "i-" + i.id, on: ["click", () => ask({do: "act", act: {inject: {inject: i.id}}}, "Played: " + i.id)], text: "Play now"}) : null)))) : el("p", {text: "The scenario has no injects."}),
    el("form", {on: ["submit", event => { event.preventDefault(); const text = at("tell").value.trim(); if (text) ask({do: "tell", text, to: at("tell-to").value || null}, "Said.").then(ok => { if (ok) at("tell").value = ""; }); }]},
      el("label", {for: "tell"}, "Say something on the spot", el("input", {id: "tell", maxlength: 1000, size: 40})),
      el("label", {for: "tell-to"}, "To ", el("select", {id: "tell-to"}, el("option", {value: "", text: "everybody"}),
        [...new Set(view.people.map(p => p.role).filter(Boolean))].sort().map(role => el("option", {value: role, text: role})))),
      el("button", {text: "Say it"}))), {class: "tall"});
}
function moves() {
  const script = seen.script;
  if (!script || !script.moves.length && seen.part !== "facilitator") { gone("moves"); return; }
  section("moves", script.title || "The exercise", [script.moves, script.now, seen.part], () => el("div", null,
    seen.part === "facilitator" ? el("p", {class: "muted", text: "Meant to last " + script.minutes + " min."}) : null,
    el("ol", null, script.moves.map(m => el("li", null, el("h3", {text: m.title + " (" + m.minutes + " min)" + (script.now === m.number ? " · now" : "")}),
      m.says ? el("p", {text: m.says}) : null,
      el("ul", null, m.questions.map(text => el("li", {text}))),
      seen.part === "facilitator" && m.began_wall_ms === null ? el("button", {id: "m" + m.number, on: ["click", () => ask({do: "note", note: {move: {number: m.number}}}, m.title + " begins.")], text: "Begin this move"}) : null)))));
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
  section("seats", "Links and seats", [seen.seats, view.people.filter(p => p.seat).map(p => p.id)], () => el("div", null,
    el("p", {class: "muted", text: "A whole session works without anybody at a seat. Those who want one open " + location.origin + "/ and type their code."}),
    el("ul", {class: "plain"}, seen.seats.map(s => el("li", null, el("a", {href: s.path, target: "_blank", rel: "noopener", text: s.title}), s.code ? el("span", {class: "code", text: " " + s.code}) : null))),
    el("form", {on: ["submit", event => { event.preventDefault(); const [id, room] = at("speak").value.split("|"); ask({do: "seat", person: id, room: room === "1"}, "Done."); }]},
      el("label", {for: "speak"}, "Who speaks for whom", el("select", {id: "speak"}, view.people.filter(p => p.seat || p.role).map(p => el("option", {value: p.id + "|" + (p.seat ? 0 : 1), text: p.name + ": " + (p.seat ? "give to the simulator" : "give to the room")})))),
      el("button", {text: "Change"}))));
}
const bads = ["low", "medium", "high", "critical"];
function acts(view) {
  if (!view.incidents.length) { gone("acts"); return; }
  const some = (id, label, list) => el("label", {class: "in", for: id}, label, el("select", {id}, list.map(([value, text]) => el("option", {value, text}))));
  const people = [...view.people].sort((a, b) => a.name.localeCompare(b.name)).map(p => [p.id, p.name + (p.role ? " (" + p.role + ")" : "")]);
  const which = view.incidents.map(i => [i.incident, "#" + i.incident + " " + (i.name || "")]);
  const incident = () => Number(at("a-incident").value);
  section("acts", "Act", [which, people, view.tasks, seen.part, view.systems.filter(s => !s.up).map(s => s.id)], () => el("div", null,
    some("a-incident", "In ", which),
    el("div", {class: "row"}, some("a-person", "Whom ", people), el("button", {id: "a-page", on: ["click", () => ask({do: "act", act: {page: {incident: incident(), person: at("a-person").value}}}, "Paged.")], text: "Page them"})),
    el("div", {class: "row"}, some("a-bad", "How bad ", bads.map(b => [b, b])), el("button", {id: "a-assess", on: ["click", () => ask({do: "act", act: {assess: {incident: incident(), severity: at("a-bad").value}}}, "Assessed.")], text: "Take it for this bad"}),
      el("button", {id: "a-declare", on: ["click", () => ask({do: "act", act: {declare: {incident: incident()}}}, "Declared.")], text: "Declare a major incident"})),
    view.tasks.length ? el("div", {class: "row"}, some("a-task", "Task ", view.tasks.map((t, n) => [n, t.name + (t.system ? " on " + t.system : "")])),
      el("button", {id: "a-assign", on: ["click", () => { const t = view.tasks[Number(at("a-task").value)]; ask({do: "act", act: {assign: {incident: t.incident, task: t.id, system: t.system, person: at("a-person").value}}}, "Assigned."); }], text: "Give it to whom is named above"})) : null,
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
  const told = e => { const w = e.what; return typeof w === "string" ? w.toUpperCase() : w.chose ? (w.chose.at.decision || "page") + ": " + option(w.chose.choice) + " (" + w.chose.at.person + ")" : w.told ? "said: " + w.told.text : w.move ? "move " + (w.move.number + 1) : w.note ? "note: " + w.note.text : w.observed ? "observed: " + w.observed.text : w.acted ? "acted: " + JSON.stringify(w.acted) : JSON.stringify(w); };
  section("journal", "Journal", view.journal.length, () => el("ol", {class: "plain list", reversed: true, tabindex: 0}, [...view.journal].reverse().filter(e => e.what !== "went").slice(0, 60).map(e =>
    el("li", {text: e.story + (e.who ? " · " + e.who : "") + " · " + told(e) + (e.why ? " · because " + e.why : "")}))), {class: "tall"});
}
function brief() {
  const script = seen.script;
  if (!script || seen.view.phase !== "ready") return gone("brief");
  section("brief", script.title, [script.brief, script.ground_rules], () => el("div", null, el("p", {text: script.brief}), el("ul", null, script.ground_rules.map(text => el("li", {text})))), {class: "first"});
}

function buttons(view) {
  const text = view.phase + seen.part + view.over + (view.waiting.length > 0);
  if (shown.buttons === text) return;
  shown.buttons = text;
  const nav = at("buttons"), focused = document.activeElement && document.activeElement.id;
  if (seen.part !== "facilitator") { nav.hidden = true; return; }
  const button = (id, key, label, deed, off, main) => el("button", {id, class: main ? "main" : null, disabled: off, on: ["click", () => ask(deed)]}, el("kbd", {text: key}), label);
  const running = view.phase === "running", waits = view.waiting.length > 0;
  nav.replaceChildren(el("div", {class: "row"},
    running ? button("b-pause", "p", "Pause (PAUSEX)", {do: "pause"}) : button("b-start", "s", view.phase === "paused" ? "Go on" : "Start (STARTEX)", {do: "start"}, view.phase === "ended", true),
    button("b-step", "n", "Next thing", {do: "step"}, !running || waits || view.over),
    button("b-go", "g", "To the next choice", {do: "go"}, !running || waits || view.over, running && !waits),
    button("b-hour", "h", "One hour on", {do: "go_on", by_ms: 3600000}, !running || waits || view.over),
    el("button", {id: "b-end", disabled: view.phase === "ended", on: ["click", () => { if (confirm("End the exercise (ENDEX)? It goes no further then.")) ask({do: "end"}, "ENDEX."); }], text: "End (ENDEX)"})));
  if (focused && at(focused)) at(focused).focus();
}
function clock(view) {
  at("title").textContent = (seen.part === "room" ? "" : seen.title + " · ") + (seen.script && seen.script.title || view.scenario);
  document.title = seen.title + " · " + (seen.script && seen.script.title || view.scenario);
  at("story").textContent = view.story_local;
  document.body.className = seen.part;
  wall();
}
function wall() {
  if (!seen) return;
  const view = seen.view, running = view.phase === "running";
  const ms = view.wall_running_ms + (running ? Date.now() - clockSkew : 0);
  const phase = {ready: "Not started", running: "Under way", paused: "Paused", ended: "Ended"}[view.phase];
  at("wall").textContent = phase + (view.started_wall_ms === null ? "" : " · " + Math.floor(ms / 60000) + " min on the wall, STARTEX " + new Date(view.started_wall_ms).toTimeString().slice(0, 5)) + (view.over ? " · the story is over" : "");
}
function show() {
  const view = seen.view, part = seen.part;
  clock(view); buttons(view); brief(); waitings(view); expect(view); expected();
  incidents(view); told(view); systems(view); notices(view); decisions(view);
  if (part !== "room") { people(view); pages(view); }
  moves();
  if (part === "facilitator") { injects(view); acts(view); expectations(); }
  if (part === "seat") acts(view);
  if (part !== "room") notes();
  if (part === "facilitator") { seats(view); journal(view); }
}

// Two keystrokes make a choice: its number, then the letter of what is chosen.
let first = null;
document.addEventListener("keydown", event => {
  if (!seen || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input,select,textarea")) return;
  const key = event.key.toLowerCase();
  if (/^[1-9]$/.test(key) && seen.view.waiting[Number(key) - 1]) { first = Number(key) - 1; say("Choice " + key + ": now its letter."); return; }
  if (first !== null && /^[a-h]$/.test(key)) { const number = first; first = null; event.preventDefault(); choose(number, key.charCodeAt(0) - 97); return; }
  first = null;
  const button = {s: "b-start", p: "b-pause", n: "b-step", g: "b-go", h: "b-hour"}[key];
  if (button && at(button) && !at(button).disabled) { event.preventDefault(); at(button).click(); }
});
setInterval(wall, 1000);
look().then(listen);
