// What a page does for whoever has a pointer or keys: read values off curves, take curves of a figure away and back, pick the play that is shown,
// open what a link points into. Without it everything is there to be read, and on paper as well.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const all = (root, what) => [...root.querySelectorAll(what)];
  const make = (tag, fields, ...inside) => {
    const element = Object.assign(document.createElement(tag), fields);
    element.append(...inside);
    return element;
  };

  // Times as the rest of the page says them: the two largest units.
  const time = (seconds) => {
    const day = 86400;
    if (seconds >= 9.98 * day && seconds < 99.95 * day) return `${Number((seconds / day).toFixed(1))} d`;
    const step = seconds < 600 ? 1 : seconds < day ? 60 : seconds < 10 * day ? 3600 : day;
    const whole = Math.round(Math.max(seconds, 0) / step) * step;
    const parts = [[Math.floor(whole / day), "d"], [Math.floor((whole % day) / 3600), "h"], [Math.floor((whole % 3600) / 60), "min"], [whole % 60, "s"]];
    const first = parts.findIndex(([size]) => size > 0);
    if (first < 0) return "0 s";
    return parts.slice(first, first + 2).filter(([size]) => size > 0).map(([size, unit]) => `${size} ${unit}`).join(" ");
  };
  const words = (value, unit) =>
    unit === "s" ? time(value) : unit === "share" ? `${(100 * value).toFixed(value > 0.1 && value < 0.9 ? 0 : 1)} %` : Math.round(value).toLocaleString("en-US") + (unit ? ` ${unit}` : "");

  // An axis as the figure says it: first and last value, where these stand, whether equal steps are equal ratios, the unit.
  const axis = (text) => {
    const [from, to, start, end, ratio, unit] = text.split(" ").map((part, at) => (at < 5 ? Number(part) : part));
    const share = (place) => (place - start) / (end - start);
    return { start, end, unit, value: (place) => (ratio ? from * (to / from) ** share(place) : from + (to - from) * share(place)) };
  };

  // The height of a line at a place: between two points on the straight line; at a fall what lies after it.
  const height = (points, x) => {
    let before = null;
    for (const point of points) {
      if (point[0] > x) return before && before[1] + ((point[1] - before[1]) * (x - before[0])) / (point[0] - before[0]);
      before = point;
    }
    return before && before[0] >= x - 1 ? before[1] : null;
  };

  const series = (svg) => {
    const found = new Map();
    for (const group of all(svg, "g[data-series]")) {
      const known = found.get(group.dataset.series) || { name: group.dataset.name, groups: [], points: [], width: 0 };
      known.groups.push(group);
      for (const line of all(group, "polyline")) {
        const points = line.getAttribute("points").trim().split(/\s+/).map((pair) => pair.split(",").map(Number));
        const width = Number(line.getAttribute("stroke-width"));
        // The estimate and not its interval; the curve and not its piece in the key.
        if (width > known.width || (width === known.width && points.length > known.points.length)) {
          if (points.length > 2 || known.points.length === 0) Object.assign(known, { points, width });
        }
      }
      found.set(group.dataset.series, known);
    }
    return [...found.values()];
  };

  const switches = (figure, plot, lines, after) => {
    const boxes = lines.map((line) => {
      const box = make("input", { type: "checkbox", checked: true });
      box.addEventListener("change", () => {
        line.off = !box.checked;
        line.groups.forEach((group) => group.classList.toggle("off", line.off));
        after();
      });
      return make("label", {}, box, ` ${line.name}`);
    });
    const legend = make("legend", {}, "Shown");
    figure.insertBefore(make("fieldset", { className: "switches" }, legend, ...boxes), plot);
  };

  const readable = (svg) => {
    const plot = svg.closest(".plot");
    const figure = svg.closest("figure");
    const [x, y] = [axis(svg.dataset.x), axis(svg.dataset.y)];
    const lines = series(svg);
    const cursor = document.createElementNS(SVG, "line");
    cursor.setAttribute("class", "cursor off");
    cursor.setAttribute("y1", y.start);
    cursor.setAttribute("y2", y.end);
    svg.append(cursor);
    const reading = make("p", { className: "reading" }, "Point at the figure, or go to it and press the arrow keys, to read values off it.");
    plot.after(reading);
    let place = null;
    const read = (to) => {
      place = Math.min(Math.max(to, x.start), x.end);
      cursor.setAttribute("x1", place);
      cursor.setAttribute("x2", place);
      cursor.setAttribute("class", "cursor");
      const told = lines.filter((line) => !line.off).map((line) => {
        const at = height(line.points, place);
        return at === null ? null : `${line.name}: ${words(y.value(at), y.unit)}`;
      });
      reading.textContent = `${words(x.value(place), x.unit)} · ${told.filter(Boolean).join(" · ") || "nothing is shown here"}`;
    };
    svg.addEventListener("pointermove", (event) => {
      const matrix = svg.getScreenCTM();
      if (!matrix) return;
      reading.setAttribute("aria-live", "off");
      read(new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()).x);
    });
    plot.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -0.01, ArrowRight: 0.01, PageUp: -0.1, PageDown: 0.1, Home: -1, End: 1 }[event.key];
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      reading.setAttribute("aria-live", "polite");
      read((place === null ? x.start : place) + step * (x.end - x.start));
      // Of a figure that is wider than the screen the part is shown that is read.
      plot.scrollLeft = (place / svg.viewBox.baseVal.width) * plot.scrollWidth - plot.clientWidth / 2;
    });
    if (lines.length > 1) switches(figure, plot, lines, () => place !== null && read(place));
  };

  const pick = (plays) => {
    const figures = all(plays, "figure");
    if (figures.length < 2) return;
    const list = make("select", {}, ...figures.map((figure, at) => make("option", { value: at }, figure.querySelector("h3").textContent)));
    const show = () => figures.forEach((figure, at) => figure.classList.toggle("off", at !== Number(list.value)));
    list.addEventListener("change", show);
    plays.prepend(make("p", { className: "pick" }, make("label", {}, "Which play is shown ", list)));
    show();
  };

  // What a link points into is opened, in browsers that do not do so by themselves.
  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let part = target.closest("details"); part; part = part.parentElement && part.parentElement.closest("details")) part.open = true;
    target.scrollIntoView();
  };

  all(document, "figure svg[data-x]").forEach(readable);
  all(document, ".plays").forEach(pick);
  addEventListener("hashchange", open);
  open();
})();
