// Draws the figures of a page when they come near the view, and moves them without a kernel.
//
// A figure's document (see commonground/figures/frames.py) is a script of its own that calls CommonGround.figure.
// plotly is loaded once, for the first figure that needs it. All of this works from disk.
(() => {
  "use strict";

  const root = document.currentScript.src.replace(/figures\.js.*$/, "");
  const waiting = new Map(); // key → resolve, for documents on their way
  const live = {}; // name → function (state, figure) → patches, for figures computed in the page
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const load = (src) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = src;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`could not load ${src}`));
      document.head.append(script);
    });

  let plotly; // one promise for the whole page
  const loadPlotly = () => (plotly ??= load(`${root}plotly/plotly.min.js`));

  // ---- numbers -------------------------------------------------------------------------------------------------

  // A typed array of the document as rows of numbers, or one row.
  function unpack(value) {
    if (!value || typeof value !== "object" || !value.bdata) return value;
    const bytes = Uint8Array.from(atob(value.bdata), (c) => c.charCodeAt(0));
    const flat = new Float32Array(bytes.buffer);
    if (!value.shape) return flat;
    const [rows, columns] = value.shape.split(",").map(Number);
    return Array.from({ length: rows }, (_, i) => flat.subarray(i * columns, (i + 1) * columns));
  }

  const isNumbers = (v) => v instanceof Float32Array || (Array.isArray(v) && typeof v[0] === "number");
  const isRows = (v) => Array.isArray(v) && v[0] instanceof Float32Array;

  // A value between a and b: numbers move, everything else changes half way.
  function between(a, b, t) {
    if (typeof a === "number" && typeof b === "number") return a + (b - a) * t;
    if (isNumbers(a) && isNumbers(b) && a.length === b.length) return a.map((v, i) => v + (b[i] - v) * t);
    if (isRows(a) && isRows(b) && a.length === b.length) return a.map((row, i) => between(row, b[i], t));
    return t < 0.5 ? a : b;
  }

  function put(target, path, value) {
    const last = path.length - 1;
    const parent = path.slice(0, last).reduce((node, key) => (node[key] ??= {}), target);
    parent[path[last]] = value;
  }

  function get(source, path) {
    return path.reduce((node, key) => node?.[key], source);
  }

  function unpackAll(node) {
    if (Array.isArray(node)) return node.map(unpackAll);
    if (!node || typeof node !== "object") return node;
    if (node.bdata) return unpack(node);
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, unpackAll(value)]));
  }

  // ---- one figure ----------------------------------------------------------------------------------------------

  class Figure {
    constructor(element, content) {
      this.element = element;
      this.plot = element.querySelector(".cg-plot");
      this.form = element.querySelector(".cg-controls");
      this.controls = content.controls ?? [];
      this.content = content;
      this.first = { data: unpackAll(content.data), layout: unpackAll(content.layout) };
      this.handles = this.first.layout.meta?.handles;
      if (this.handles) this.places = (this.handles.places ?? points(this.first.data[this.handles.trace])).map(([x, y]) => [x, y]);
      this.grips = [];
      this.pool = [];
      // A reader may have moved a control while the figure was on its way.
      this.at = Object.fromEntries(this.controls.map((c) => [c.name, Number(this.form.elements[c.name].value)]));
      this.restore();
    }

    // The frame of whole-numbered positions, as a map from path to value.
    frame(at) {
      const index = this.controls.reduce((sum, c) => sum * c.values.length + at[c.name], 0);
      return (this.content.frames?.[index] ?? []).map(([path, i]) => [path, (this.pool[i] ??= unpack(this.content.pool[i]))]);
    }

    // What differs from the first view at these positions; a position between two values is interpolated.
    patches() {
      if (this.content.page) return live[this.content.page](this.state(), this.first);
      const whole = Object.fromEntries(Object.entries(this.at).map(([name, i]) => [name, Math.floor(i)]));
      const moving = Object.keys(this.at).find((name) => this.at[name] > whole[name]);
      if (!moving) return this.frame(whole);
      const t = this.at[moving] - whole[moving];
      const a = new Map(this.frame(whole).map(([path, value]) => [path.join(), [path, value]]));
      const b = new Map(this.frame({ ...whole, [moving]: whole[moving] + 1 }).map(([path, value]) => [path.join(), [path, value]]));
      return [...new Set([...a.keys(), ...b.keys()])].map((key) => {
        const path = (a.get(key) ?? b.get(key))[0];
        const start = get(this.first, path);
        return [path, between(a.has(key) ? a.get(key)[1] : start, b.has(key) ? b.get(key)[1] : start, t)];
      });
    }

    // The controls' values, by name; and where the reader has put the points that can be dragged.
    state() {
      const values = this.controls.map((c) => [c.name, between(c.values[Math.floor(this.at[c.name])], c.values[Math.ceil(this.at[c.name])], this.at[c.name] % 1)]);
      return { ...Object.fromEntries(values), places: this.places };
    }

    draw() {
      const view = { data: this.first.data.map((trace) => structuredClone(trace)), layout: structuredClone(this.first.layout) };
      for (const [path, value] of this.patches()) put(view, path, value);
      const narrow = innerWidth <= 540;
      for (const [path, value] of Object.entries((narrow && view.layout.meta?.narrow) || {})) put(view.layout, path.split("."), value);
      const layout = { ...view.layout, ...themed(view.layout, narrow), datarevision: ++this.revision };
      return Plotly.react(this.plot, inked(view.data, layout.font.color), layout, CONFIG).then(() => this.handles && this.layGrips());
    }

    // While a figure plays, points are moved where they stand, which costs a tenth of drawing them anew. Only what can
    // be moved so may have changed: positions of points and lines on axes that stay, and the words of annotations.
    glide() {
      const patches = this.patches();
      const { _fullLayout: layout, _fullData: traces } = this.plot;
      const moved = new Set();
      for (const [[part, i, key], value] of patches) {
        if (part === "layout" && i === "annotations") continue;
        const trace = traces[i];
        if (part !== "data" || !(key === "x" || key === "y") || trace.type !== "scatter" || trace.fill !== "none") return this.draw();
        if (axes(layout, trace).some((axis) => axis.type !== "linear" || axis.autorange)) return this.draw();
        moved.add(i);
      }
      const now = new Map(patches.map(([path, value]) => [path.join(), value]));
      for (const i of moved) {
        const [x, y] = ["x", "y"].map((key) => now.get(`data,${i},${key}`) ?? this.first.data[i][key]);
        if (!place(this.plot, traces[i], layout, x, y)) return this.draw();
      }
      const words = this.plot.querySelectorAll(".annotation-text");
      (now.get("layout,annotations") ?? this.first.layout.annotations ?? []).forEach((note, i) => (words[i].textContent = note.text));
    }

    async begin() {
      await loadPlotly();
      this.revision = 0;
      this.plot.querySelector("img").hidden = true; // paper still shows it: see print.css
      await this.draw();
      if (this.form) this.connect();
      this.element.classList.add("cg-ready");
      addEventListener("commonground:theme", () => this.draw());
      let width = this.plot.clientWidth;
      new ResizeObserver(() => {
        if (this.plot.clientWidth !== width) {
          width = this.plot.clientWidth;
          this.draw().then(() => Plotly.Plots.resize(this.plot));
        }
      }).observe(this.plot);
    }

    connect() {
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("input", (event) => {
        this.pause();
        this.move(event.target.name, Number(event.target.value));
        this.remember();
      });
      this.button = this.form.querySelector(".cg-play");
      this.button?.addEventListener("click", () => (this.playing ? this.pause() : this.play()));
      for (const control of this.controls) this.show(control);
    }

    move(name, position) {
      this.at[name] = position;
      this.show(this.controls.find((c) => c.name === name));
      this.redraw();
    }

    redraw() {
      this.pending ??= requestAnimationFrame(() => {
        this.pending = undefined;
        if (this.playing) this.glide();
        else this.draw();
      });
    }

    // ---- points that a reader drags, or moves by arrow keys ----------------------------------------------------
    //
    // layout.meta.handles names the trace whose points they are, what they are called, along which axes they are free
    // ("x" or "xy"), the step that they keep to, and all places, where the first view does not show all. Over each lies a
    // button; the script of the figure gets the places.

    layGrips() {
      const { data, _fullLayout: layout, offsetLeft, offsetTop } = this.plot;
      const trace = data[this.handles.trace], [across, up] = axes(layout, trace);
      this.tray ??= this.layTray();
      Object.assign(this.tray.style, { left: `${offsetLeft}px`, top: `${offsetTop}px` });
      while (this.grips.length < trace.x.length) this.grips.push(this.grip(this.grips.length));
      this.grips.forEach((grip, i) => {
        grip.hidden = i >= trace.x.length;
        if (grip.hidden) return;
        const [x, y] = [trace.x[i], trace.y[i]], shown = (v) => String(+v.toPrecision(3));
        Object.assign(grip.style, { left: `${across._offset + across.l2p(x)}px`, top: `${up._offset + up.l2p(y)}px` });
        grip.setAttribute("aria-valuemin", across.range[0]);
        grip.setAttribute("aria-valuemax", across.range[1]);
        grip.setAttribute("aria-valuenow", x);
        grip.setAttribute("aria-valuetext", this.handles.free === "x" ? shown(x) : `${shown(x)}, ${shown(y)}`);
      });
    }

    layTray() {
      const tray = document.createElement("div");
      tray.className = "cg-grips";
      tray.setAttribute("role", "group");
      tray.setAttribute("aria-label", `${this.handles.name}: drag, or move by arrow keys`);
      this.plot.after(tray);
      return tray;
    }

    grip(i) {
      const grip = document.createElement("button");
      grip.type = "button";
      grip.className = "cg-grip";
      grip.setAttribute("role", "slider");
      grip.setAttribute("aria-label", `${this.handles.name} ${i + 1}`);
      grip.addEventListener("pointerdown", (event) => {
        this.pause();
        grip.setPointerCapture(event.pointerId);
      });
      grip.addEventListener("pointermove", (event) => {
        if (!grip.hasPointerCapture(event.pointerId)) return;
        const box = this.plot.getBoundingClientRect();
        const [across, up] = axes(this.plot._fullLayout, this.first.data[this.handles.trace]);
        this.put(i, across.p2l(event.clientX - box.left - across._offset), up.p2l(event.clientY - box.top - up._offset));
      });
      grip.addEventListener("lostpointercapture", () => this.remember());
      grip.addEventListener("keydown", (event) => {
        const [right, above] = ARROWS[event.key] ?? [];
        if (right === undefined || (above && this.handles.free === "x")) return;
        event.preventDefault();
        this.pause();
        const [x, y] = this.places[i], { step } = this.handles;
        this.put(i, x + right * step, y + above * step);
        this.remember();
      });
      this.tray.append(grip);
      return grip;
    }

    // Move a point to x, y: on the axes, on a step, and only where it is free.
    put(i, x, y) {
      const { trace, free, step } = this.handles;
      const [across, up] = axes(this.plot._fullLayout, this.first.data[trace]);
      const kept = (v, { range: [low, high] }) => {
        const steps = Math.min(Math.floor(high / step), Math.max(Math.ceil(low / step), Math.round(v / step)));
        return +(steps * step).toFixed(6);
      };
      this.places[i] = [kept(x, across), free === "x" ? this.places[i][1] : kept(y, up)];
      this.redraw();
    }

    // Bring a control's own element in line with its position.
    show(control) {
      const input = this.form.elements[control.name];
      const position = Math.round(this.at[control.name]);
      const value = control.values[position];
      input.value = position;
      if (input.type !== "range") return;
      const text = String(+value.toPrecision(6));
      input.setAttribute("aria-valuetext", text);
      this.form.querySelector(`output[for="${input.id}"]`).textContent = text;
    }

    play() {
      const control = this.controls.find((c) => c.name === this.content.play);
      const end = control.values.length - 1;
      let position = this.at[control.name] >= end ? 0 : this.at[control.name];
      let last; // the moment of the last frame, told by the frames themselves: by any other clock the first may lie before it
      this.playing = true;
      this.button.classList.add("cg-playing");
      this.button.setAttribute("aria-label", `Pause ${control.label}`);
      const step = (now) => {
        if (!this.playing) return;
        position = Math.min(end, position + ((now - (last ?? now)) / 1000) * SPEED);
        last = now;
        this.move(control.name, calm.matches ? Math.floor(position) : position);
        if (position >= end) this.pause();
        else requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    }

    pause() {
      if (!this.playing) return;
      this.playing = false;
      const control = this.controls.find((c) => c.name === this.content.play);
      this.button.classList.remove("cg-playing");
      this.button.setAttribute("aria-label", `Play ${control.label}`);
      this.move(control.name, Math.round(this.at[control.name]));
      this.remember();
    }

    // ---- the view in the page's address: ?f3=epoch:12,measure:CKA ----------------------------------------------

    restore() {
      // A value may hold a comma itself, as in "measure:R², A to B": of the values that fit, the longest is meant.
      const text = `,${new URLSearchParams(location.search).get(this.element.id)},`;
      const put = text.match(/,places:([-\d._]+),/)?.[1].split("_").map(Number);
      if (put && this.handles) this.places = this.places.map(([x, y], i) => (this.handles.free === "x" ? [put[i] ?? x, y] : [put[2 * i] ?? x, put[2 * i + 1] ?? y]));
      for (const { name, values } of this.controls) {
        const fit = values.filter((value) => text.includes(`,${name}:${value},`));
        if (fit.length) this.at[name] = values.indexOf(fit.reduce((a, b) => (String(b).length > String(a).length ? b : a)));
      }
    }

    remember() {
      const query = new URLSearchParams(location.search);
      const view = this.controls.map((c) => `${c.name}:${c.values[Math.round(this.at[c.name])]}`);
      if (this.handles) this.patches(); // drawing waits for its turn: what the script does to the places is done now
      if (this.handles) view.push(`places:${this.places.flatMap(([x, y]) => (this.handles.free === "x" ? [x] : [x, y])).join("_")}`);
      query.set(this.element.id, view.join(","));
      try {
        const text = query.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
        history.replaceState(null, "", `?${text}${location.hash}`);
      } catch {
        // Some browsers refuse this for a page from disk; the figure moves all the same.
      }
    }
  }

  const points = (trace) => Array.from(trace.x, (x, i) => [x, trace.y[i]]);
  const axes = (layout, trace) => [trace.xaxis ?? "x", trace.yaxis ?? "y"].map((id) => layout[`${id[0]}axis${id.slice(1)}`]);

  // Move the drawn points and line of a trace to x, y; false if only drawing can do it, since plotly leaves out the
  // points that are missing, and which they are may change.
  function place(plot, trace, layout, x, y) {
    const group = plot.querySelector(`.trace${trace.uid}`);
    const [across, up] = axes(layout, trace);
    const at = Array.from(x, (v, i) => [across.l2p(v), up.l2p(y[i])]);
    const there = at.map((point) => point.every(Number.isFinite));
    if (there.includes(false) && group.querySelector(".points > path, .textpoint")) return false;
    group.querySelectorAll(".points > path").forEach((node, i) => node.setAttribute("transform", `translate(${at[i]})`));
    group.querySelectorAll(".textpoint").forEach((node, i) => {
      const text = node.firstElementChild;
      if (!text) return; // a point without a word
      // A word's offset from its point, taken once, where plotly has drawn it.
      text.home ??= [text.getAttribute("x") - across.l2p(trace.x[i]), text.getAttribute("y") - up.l2p(trace.y[i])];
      text.setAttribute("x", at[i][0] + text.home[0]);
      text.setAttribute("y", at[i][1] + text.home[1]);
    });
    // Between its gaps a line has a path each; while it moves, the first of them holds the whole line.
    const line = at.map((point, i) => (there[i] ? (there[i - 1] ? "L" : "M") + point : "")).join("");
    group.querySelectorAll(".js-line").forEach((path, i) => path.setAttribute("d", i ? "" : line));
    return true;
  }

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
  const SPEED = 3; // values a second while a figure plays
  const CONFIG = { displayModeBar: false, responsive: false, scrollZoom: false };

  // Lines and words in the course's ink take the page's, which is light on a dark page.
  const INK = "#1f2a33";
  function inked(node, ink) {
    if (node === INK) return ink;
    if (Array.isArray(node)) return typeof node[0] === "number" ? node : node.map((part) => inked(part, ink));
    if (node?.constructor !== Object) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inked(value, ink)]));
  }

  // The page's own ink and grid for plotly; narrower margins on a phone.
  function themed(layout, narrow) {
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--pst-color-text-base").trim() || INK;
    const paper = style.getPropertyValue("--pst-color-surface").trim() || "#fff";
    const own = {
      font: { ...layout.font, color: ink },
      hoverlabel: { ...layout.hoverlabel, bgcolor: paper, font: { color: ink } },
      autosize: true,
    };
    if (narrow && !layout.margin) own.margin = { l: 44, r: 6, t: 24, b: 40 };
    return own;
  }

  const files = new Map();
  function fetchDocument(element) {
    const key = element.dataset.figure;
    if (!files.has(key)) {
      files.set(key, new Promise((resolve, reject) => {
        waiting.set(key, resolve);
        load(element.dataset.src).catch(reject);
      }));
    }
    return files.get(key);
  }

  // Menus wait in templates: see figures.py.
  const layMenus = (element) => element.querySelectorAll(".cg-control > template").forEach((menu) => menu.replaceWith(menu.content));
  const nearly = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        nearly.unobserve(target);
        layMenus(target);
      }
    },
    { rootMargin: "600px 0px" },
  );
  document.querySelectorAll("figure:has(template)").forEach((element) => nearly.observe(element));

  const start = (element) =>
    fetchDocument(element)
      .then((content) => {
        layMenus(element);
        element.figure = new Figure(element, content);
        return element.figure.begin();
      })
      .catch((error) => {
        element.classList.add("cg-failed");
        console.error(error);
      });

  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        const script = target.dataset.live;
        (script ? load(`${root}live/${script}.js`) : Promise.resolve()).then(() => start(target));
      }
    },
    { rootMargin: "300px 0px" },
  );

  // The page is complete without plotly: each figure shows its still picture. plotly comes at the first sign of a reader.
  const signs = ["pointermove", "pointerdown", "touchstart", "wheel", "scroll", "keydown", "focusin"];
  const awake = new Promise((resolve) => {
    for (const sign of signs) addEventListener(sign, resolve, { once: true, passive: true });
    if (location.search || location.hash) resolve();
  });
  window.CommonGround = {
    awake,
    figure: (key, content) => waiting.get(key)?.(content),
    live: (name, compute) => (live[name] = compute),
  };
  awake.then(() => document.querySelectorAll("figure[data-figure]").forEach((element) => near.observe(element)));

  new MutationObserver(() => dispatchEvent(new Event("commonground:theme"))).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme"],
  });
})();
