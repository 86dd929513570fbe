// Measure yours: files in, numbers out, all of it in the reader's browser. Python comes with the first file; a page that is only
// read loads none of it. Names and messages are set as text, never as HTML: files may be called anything.
(() => {
  "use strict";

  const parts = window.COMMONGROUND_PYTHON; // null where this build has no Python
  const scripts = new URL(".", document.currentScript.src);
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  const place = document.querySelector(".cg-yours");
  if (!place) return;

  const make = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const button = (name, text, act) => {
    const made = make("button", { type: "button", name, textContent: text, className: "cg-button" });
    made.addEventListener("click", act);
    return made;
  };

  const elsewhere = "The package does the same on a machine of your own, as at the end of this page.";
  const refuse = (words) => place.replaceChildren(make("p", { className: "cg-solve-note" }, words));
  if (location.protocol === "file:") return refuse(`Opened from a disk, a page cannot start Python: run “make serve”, and come back to this page there. ${elsewhere}`);
  if (!parts) return refuse(`This copy of the site was built without Python for its pages, so nothing can be measured here. ${elsewhere}`);
  if (typeof WebAssembly !== "object") return refuse(`This browser runs no WebAssembly, which Python in the page needs. ${elsewhere}`);

  const form = place.querySelector("form");
  const { files, demo, measure, draws, go, stop } = form.elements;
  const [drop, list, said, far, found] = ["drop", "files", "said", "far", "found"].map((name) => place.querySelector(`.cg-yours-${name}`));
  const { most, address } = place.dataset;

  // ---- Python, which knows what it was told; ended and begun anew, it is told again -----------------------------------

  const steps = {
    loading: "Python is starting: loading its parts, the first time only …",
    "importing SciPy": "Python is starting: importing SciPy …",
  };
  const held = []; // [name, stimuli, units]
  const told = []; // what made them: ["add", file] or ["remove", name]
  let python, knows, working = () => {};

  async function ask(method, ...given) {
    await python.start();
    const id = ++python.count;
    return new Promise((resolve, reject) => {
      python.waiting.set(id, { resolve, reject });
      python.worker.postMessage({ id, method, given });
    }).then((result) => {
      if (result?.refused) throw Object.assign(new Error(result.refused), { refused: true });
      return result;
    });
  }

  const tell = async ([method, what]) =>
    method === "add" ? ask("add", what.name, new Uint8Array(await what.arrayBuffer())) : ask("remove", what);

  async function ready() {
    const { Python } = await import(new URL("client.mjs", scripts));
    python ??= new Python(new URL(`${parts.at}yours.worker.mjs`, root).href, {
      step: (what) => (typeof what === "string" ? say(steps[what]) : working(what.done / what.of)),
    });
    window.commongroundPython = python;
    await python.start();
    if (knows === python.worker) return;
    for (const each of told) await tell(each);
    knows = python.worker;
  }

  // ---- what is said ----------------------------------------------------------------------------------------------------

  const say = (...words) => said.replaceChildren(...words.map((text) => make("p", {}, text)));
  const how = (error) => (error.refused ? error.message : `${error.message} Your files are kept, and what you do next starts Python anew.`);

  let busy = false;
  async function alone(work) {
    if (busy) return say("Something is being measured: stop it first.");
    busy = true;
    go.setAttribute("aria-disabled", "true");
    try {
      await work();
    } catch (error) {
      say(how(error));
    } finally {
      busy = false;
      if (document.activeElement === stop) go.focus();
      stop.hidden = far.hidden = true;
      go.removeAttribute("aria-disabled");
    }
  }

  // ---- files -----------------------------------------------------------------------------------------------------------

  const counted = ([name, stimuli, units]) => `${name}: ${stimuli.toLocaleString("en")} stimuli, ${units.toLocaleString("en")} units`;

  async function bring(given) {
    const refused = given.filter((file) => file.size > most).map(
      (file) => `${file.name} holds ${Math.round(file.size / 1e6)} MB, and the page takes at most ${most / 1e6}: bring fewer stimuli or units, or use the package on a machine of your own.`);
    const fits = given.filter((file) => file.size <= most);
    if (!fits.length) return say(...refused);
    stop.hidden = false;
    say(python?.worker ? "Reading …" : steps.loading);
    await ready();
    say("Reading …");
    for (const file of fits) {
      try {
        const added = await tell(["add", file]);
        told.push(["add", file]);
        held.push(...added);
      } catch (error) {
        if (!error.refused) throw error;
        refused.push(sentence(error.message));
      }
    }
    show();
    say(...refused, held.length === 1 ? `Read ${counted(held[0])}. Two are compared: bring another of the same stimuli.` : held.length ? `Read: ${held.length} representations of ${held[0][1].toLocaleString("en")} stimuli.` : "");
  }

  const sentence = (words) => (/[.!?]$/.test(words) ? words : `${words}.`);

  function show() {
    list.replaceChildren(...held.map((each) => {
      const away = button("away", "Remove", () => alone(async () => {
        await ready();
        await tell(["remove", each[0]]);
        told.push(["remove", each[0]]);
        held.splice(held.indexOf(each), 1);
        show();
        say(`${each[0]} is removed.`);
        (list.querySelector("button") ?? files).focus();
      }));
      away.setAttribute("aria-label", `Remove ${each[0]}`);
      return make("li", {}, make("span", {}, counted(each)), away);
    }));
    found.hidden = true; // it was about others
  }

  files.addEventListener("change", () => {
    const given = [...files.files];
    files.value = ""; // so that the same file can be read again
    if (given.length) alone(() => bring(given));
  });
  demo.addEventListener("click", () => alone(async () => {
    const names = place.dataset.demo.split(" ");
    const got = names.filter((name) => !held.some(([other]) => `${other}.npy` === name)).map(async (name) => {
      const answer = await fetch(new URL(`../yours/${name}`, scripts));
      if (!answer.ok) throw new Error(`${name} is not there (${answer.status}).`);
      return new File([await answer.blob()], name);
    });
    await bring(await Promise.all(got));
    if (held.length > 1) await measured();
  }));
  // A file that misses its place must not take the page away.
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => event.preventDefault());
  for (const [kind, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]])
    place.addEventListener(kind, () => drop.toggleAttribute("data-over", over));
  place.addEventListener("drop", (event) => {
    const given = [...event.dataTransfer.files];
    if (given.length) alone(() => bring(given));
  });

  // ---- measures and their options ---------------------------------------------------------------------------------------

  const fieldsets = [...form.querySelectorAll("[data-measure]")];
  const chosen = () => fieldsets.find((each) => each.dataset.measure === measure.value);
  const choose = () => fieldsets.forEach((each) => (each.hidden = each !== chosen()));
  measure.addEventListener("change", choose);
  choose();

  // What differs from the package's defaults; a field that is empty has its default.
  function options() {
    const entries = [...chosen().querySelectorAll("[data-option]")].map(({ dataset, tagName, value, valueAsNumber }) => {
      if (tagName === "SELECT") return [dataset, JSON.parse(value)];
      return [dataset, Number.isNaN(valueAsNumber) ? null : valueAsNumber];
    });
    return Object.fromEntries(entries.filter(([{ default: usual }, value]) => value !== null && JSON.stringify(value) !== JSON.stringify(JSON.parse(usual))).map(([{ option }, value]) => [option, value]));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    alone(measured);
  });
  stop.addEventListener("click", () => python?.stop("You stopped it."));

  async function measured() {
    const [name, given, times] = [measure.value, options(), Number(draws.value)];
    const { symmetric, kind } = chosen().dataset;
    found.hidden = true;
    stop.hidden = false;
    say(python?.worker ? "Measuring …" : held.length ? steps.loading : "Measuring …");
    await ready();
    const matrix = await ask("matrix", name, given);
    const names = held.map(([each]) => each);
    const pairs = names.flatMap((x, i) => names.map((y, j) => [i, j]).filter(([, j]) => (symmetric === "true" ? i < j : i !== j)));
    const work = { name, given, times, kind, names, matrix, stimuli: held[0][1], symmetric: symmetric === "true" };
    work.words = await ask("told", name, given, times, address);
    work.pairs = pairs.map(([i, j]) => ({ x: names[i], y: names[j], value: matrix[i][j] }));
    draw(work);
    say(times ? `The matrix is there; intervals and chance of ${plural(pairs.length, "pair")} are being drawn …` : "The matrix is there.");
    const began = performance.now();
    far.hidden = !times;
    try {
      for (const [k, pair] of times ? work.pairs.entries() : []) {
        working = (share) => goOn((k + share) / pairs.length, k + 1, pairs.length, began);
        working(0);
        Object.assign(pair, await ask("pair", name, pair.x, pair.y, given, times), { done: true });
        row(work, pair);
      }
    } finally {
      work.over = true;
      notes(work);
    }
    if (times) say(`Done: ${plural(pairs.length, "pair")}, each with its interval and chance.`);
    const { stayOffline } = await import(new URL("offline.mjs", scripts));
    stayOffline(root, parts.at, [...parts.files, ...parts.yours]);
  }

  const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

  function goOn(share, k, of, began) {
    far.querySelector("progress").value = share;
    const left = ((performance.now() - began) / 1000 / share) * (1 - share);
    const time = share > 0.02 && left > 2 ? `, about ${left < 90 ? `${Math.ceil(left)} s` : `${Math.ceil(left / 60)} min`} to go` : "";
    far.querySelector("span").textContent = `Pair ${k} of ${of}${time}`;
  }

  // ---- results ---------------------------------------------------------------------------------------------------------

  const short = (x) => (x === undefined || Number.isNaN(x) ? "" : Math.abs(x) >= 100 ? String(Number(x.toPrecision(3))) : x.toFixed(3));
  const between = (low, high) => (Number.isNaN(low) || low === undefined ? "" : `${short(low)} to ${short(high)}`);

  // The ramp of the course's heat maps: 0 is its first colour, 1 its last.
  const ramp = JSON.parse(place.dataset.ramp).map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  function colour(share) {
    const at = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
    const i = Math.min(Math.floor(at), ramp.length - 2);
    return ramp[i].map((c, k) => Math.round(c + (ramp[i + 1][k] - c) * (at - i)));
  }
  // Black or white, whichever stands out more.
  function ink(rgb) {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000" : "#fff";
  }

  const head = (text, scope) => make("th", { scope, textContent: text });

  function table(kind, label, heads, rows, caption) {
    const box = make("div", { tabIndex: 0 }, make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows)));
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", label);
    return make("figure", { className: `cg-table ${kind}` }, box, make("figcaption", {}, caption));
  }

  function draw(work) {
    const { name, kind, names, matrix, words, symmetric } = work;
    const largest = kind === "distance" ? Math.max(...matrix.flat()) : 1;
    const cells = names.map((x, i) => make("tr", {}, head(x, "row"), ...names.map((y, j) => {
      const rgb = colour(largest > 0 ? matrix[i][j] / largest : 0);
      const cell = make("td", { textContent: short(matrix[i][j]) });
      Object.assign(cell.style, { backgroundColor: `rgb(${rgb})`, color: ink(rgb) });
      return cell;
    })));
    const order = symmetric ? "" : " Rows are the first of two, columns the second: the measure tells them apart.";
    const scale = kind === "distance" ? `0 is the same representation; pale 0, dark ${short(largest)}.` : "1 is the same representation; pale 0 and below, dark 1.";
    const heat = table("cg-yours-heat", `${name}, of every two`, [make("td"), ...names.map((each) => Object.assign(head(each, "col"), { title: each }))], cells, `${name}, a ${kind}: ${scale}${order}`);

    work.rows = new Map(work.pairs.map((pair) => [pair, make("tr")]));
    const titles = ["Pair", "Value", ...(work.times ? ["95 % interval", "Chance", "p"] : [])].map((text) => head(text, "col"));
    const pairs = table("cg-yours-pairs", work.times ? "Each pair, with interval and chance" : "Each pair", titles, [...work.rows.values()], "");
    for (const pair of work.pairs) row(work, pair);

    const took = make("p", { className: "cg-solve-note" });
    took.setAttribute("role", "status");
    const save = button("save", "Download all of it, .csv", () => download(`${name}.csv`, csv(work)));
    const copy = (what, text) => button("copy", `Copy the ${what}`, async () => {
      took.textContent = "";
      took.textContent = await navigator.clipboard.writeText(text).then(() => "Copied.", () => "This browser does not let a page copy: select the text instead.");
    });
    const code = make("pre", { textContent: words.code, tabIndex: 0 });
    code.setAttribute("aria-label", "Python that gives the same numbers");
    code.setAttribute("role", "region");
    work.note = pairs.querySelector("figcaption");
    found.replaceChildren(heat, pairs, make("div", { className: "cg-solve-tools" }, save),
      make("p", { className: "cg-yours-label" }, "To cite it"), make("p", { className: "cg-yours-cite" }, words.cite), copy("sentence", words.cite),
      make("p", { className: "cg-yours-label" }, "Python that gives the same numbers"), code, copy("lines", words.code), took);
    found.hidden = false;
    notes(work);
  }

  function row(work, pair) {
    const { value, low, high, mean, spread, p } = pair;
    const chance = Number.isNaN(mean) || mean === undefined ? "" : `${short(mean)} ± ${short(spread)}`;
    const words = [short(value), between(low, high), chance, p === undefined || Number.isNaN(p) ? "" : p < 0.001 ? String(Number(p.toPrecision(1))) : p.toFixed(3)];
    const shown = work.times ? words : words.slice(0, 1);
    work.rows.get(pair).replaceChildren(head(`${pair.x} · ${pair.y}`, "row"), ...shown.map((text) => make("td", { textContent: text })));
  }

  // What the intervals are of, and why one is missing.
  function notes({ pairs, note, times, stimuli, over: ended }) {
    const done = pairs.filter((pair) => pair.done);
    if (!times) return void (note.textContent = "Values alone: neither intervals nor chance were asked for.");
    if (!ended) return void (note.textContent = "Intervals and chance follow, pair by pair.");
    const some = done.length < pairs.length ? `It was ended after ${done.length} of ${plural(pairs.length, "pair")}.` : "";
    const why = [...new Set(done.map(({ over }) => over))].map((over) => (over.startsWith("no interval") ? sentence(over[0].toUpperCase() + over.slice(1)) : ""));
    const all = `Intervals are over stimuli, from ${times.toLocaleString("en")} random halves of the ${stimuli.toLocaleString("en")}; chance is what ${times.toLocaleString("en")} random orders of the second give, mean ± standard deviation, and p how often they come as close.`;
    note.textContent = [some, all, ...why].filter(Boolean).join(" ");
  }

  const quoted = (value) => (/[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const plain = (value) => quoted(typeof value === "number" ? (Number.isNaN(value) ? "" : String(value)) : String(value ?? ""));

  function csv({ name, given, times, stimuli, pairs, words }) {
    const titles = ["x", "y", "measure", "options", "stimuli", "value", "interval_low", "interval_high", "interval", "chance_mean", "chance_spread", "p", "draws", "package"];
    const set = Object.entries(given).map(([option, value]) => `${option}=${value}`).join(" ");
    const rows = pairs.map((pair) => [pair.x, pair.y, name, set, stimuli, pair.value, pair.low, pair.high, pair.over, pair.mean, pair.spread, pair.p, times, words.package]);
    return [titles, ...rows].map((cells) => `${cells.map(plain).join(",")}\n`).join("");
  }

  function download(name, text) {
    const link = make("a", { download: name });
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.click();
    URL.revokeObjectURL(link.href);
  }
})();
