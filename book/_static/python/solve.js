// A place to write under each exercise of a sheet, with the check of the notebook. Python and the editor come when they are asked
// for; a page that is only read loads neither. Text and verdicts are set as text, never as HTML: who wrote them is anybody.
(() => {
  "use strict";

  const parts = window.COMMONGROUND_PYTHON; // null where this build has no Python
  const scripts = new URL(".", document.currentScript.src);
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  const sheet = decodeURIComponent(location.pathname).match(/([\w-]+)\.html$/)?.[1] ?? "";
  const fromDisk = location.protocol === "file:";

  const make = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const button = (name, text) => make("button", { type: "button", name, textContent: text, className: "cg-button" });

  // ---- what is kept: exercise → { cells: { name: text }, tries: [digest, …] } ---------------------------------------

  const KEY = (number) => `commonground:answer:${number}`;
  let keeps = !localStorage.forgetful; // the stand-in of a browser that keeps nothing (see layout.html)

  function recall(number) {
    try {
      const { cells, tries } = JSON.parse(localStorage.getItem(KEY(number)));
      const texts = Object.entries(cells).filter(([, text]) => typeof text === "string");
      return { cells: Object.fromEntries(texts), tries: Array.isArray(tries) ? tries.filter(Number.isInteger) : [] };
    } catch {
      return { cells: {}, tries: [] };
    }
  }

  function keep(number, state) {
    try {
      localStorage.setItem(KEY(number), JSON.stringify(state));
      keeps = !localStorage.forgetful;
    } catch {
      keeps = false;
    }
    for (const note of document.querySelectorAll(".cg-solve .cg-forgetful")) note.hidden = keeps;
  }

  // ---- Python, one for all exercises of the page ---------------------------------------------------------------------

  let session;
  async function ask(given, say) {
    const { Session } = await import(new URL("session.mjs", scripts));
    session ??= new Session(parts, root);
    return session.ask("check", given, { say, doing: "Checking …" });
  }

  // ---- an exercise ---------------------------------------------------------------------------------------------------

  class Exercise {
    constructor(place) {
      this.place = place;
      this.number = place.dataset.exercise;
      this.section = place.closest("section");
      this.cells = new Map(); // name → the cell of the sheet with its stub
      for (const cell of this.section.querySelectorAll("[class*='tag_answer:']"))
        this.cells.set(cell.className.match(/tag_answer:(\w+)/)[1], cell);
      this.state = recall(this.number);
      this.opener = place.querySelector("[name=open]");
      this.opener.addEventListener("click", () => this.open().then((opened) => opened && this.editors.values().next().value.focus()));
      if (Object.keys(this.state.cells).length) this.open();
    }

    stub(name) {
      return this.cells.get(name).querySelector("pre").textContent.replace(/\n$/, "");
    }

    text(name) {
      return this.state.cells[name] ?? this.stub(name);
    }

    texts() {
      return Object.fromEntries([...this.cells.keys()].map((name) => [name, this.text(name)]));
    }

    refuse(...words) {
      this.opener.parentElement.replaceChildren(make("span", { className: "cg-solve-note" }, ...words));
    }

    // Puts editors in the place of the cells; once.
    async open() {
      const elsewhere = "Solve it in Colab or Binder, or download the sheet: the links stand under the title.";
      if (fromDisk) return void this.refuse(`Opened from a disk, a page cannot start Python: run “make serve” and read the course there. Or: ${elsewhere}`);
      if (!parts) return void this.refuse(`This copy of the site was built without Python for its pages. ${elsewhere}`);
      if (typeof WebAssembly !== "object") return void this.refuse(`This browser runs no WebAssembly, which Python in the page needs. ${elsewhere}`);
      return (this.opening ??= this.build());
    }

    async build() {
      const { editor } = await import(new URL("editor.mjs", scripts));
      this.editors = new Map();
      for (const [name, cell] of this.cells) {
        const parent = make("div", { className: "cg-editor" });
        cell.before(parent);
        cell.hidden = true;
        this.editors.set(name, editor({
          parent,
          text: this.text(name),
          label: `Your answer to ${this.number}: ${name}, Python. Control Enter checks it, Tab leaves it.`,
          change: (text) => this.changed(name, text),
          check: () => this.check(),
        }));
      }
      for (const cell of this.section.querySelectorAll("[class*='tag_check:']")) cell.hidden = true;
      this.hints = [...this.section.querySelectorAll("details")].filter(({ firstElementChild: s }) => /^Hint \d/.test(s?.textContent));
      for (const hint of this.hints) hint.hidden = true;

      const tools = make("div", { className: "cg-solve-tools" });
      const buttons = {
        check: ["Check", () => this.check()],
        stop: ["Stop", () => session?.stop()],
        hint: ["Hint", () => this.hint()],
        solution: ["Solution", () => this.solution()],
        reset: ["Reset", () => this.reset()],
      };
      for (const [name, [text, act]] of Object.entries(buttons)) {
        const made = (this[`${name}Button`] = button(name, text));
        made.addEventListener("click", act);
        tools.append(made);
      }
      this.stopButton.hidden = true;
      this.checkButton.title = "Ctrl-Enter in the editor";
      this.say = make("p", { className: "cg-solve-note" });
      this.verdict = make("pre", { className: "cg-verdict", hidden: true });
      this.solved = make("pre", { className: "cg-solution", hidden: true });
      const live = make("div", {}, this.say, this.verdict);
      live.setAttribute("role", "status");
      const full = make("p", { className: "cg-forgetful", hidden: keeps }, "This browser’s storage is full or denied: your text lasts until you leave the page. Download your answers above.");
      this.place.replaceChildren(tools, live, full, ...this.hints, this.solved);
      return true;
    }

    changed(name, text) {
      this.state.cells[name] = text;
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.keep(), 300);
    }

    keep() {
      clearTimeout(this.pause);
      this.pause = undefined;
      keep(this.number, this.state);
    }

    async check() {
      if (this.busy) return;
      this.busy = true;
      this.keep();
      const cells = this.texts();
      const above = Object.assign({}, ...exercises.slice(0, exercises.indexOf(this)).map((exercise) => exercise.texts()));
      this.verdict.hidden = true;
      this.stopButton.hidden = false;
      this.checkButton.setAttribute("aria-disabled", "true");
      try {
        const result = await ask([this.number, cells, above], (words) => (this.say.textContent = words));
        const lacks = /^ModuleNotFoundError|raised ModuleNotFoundError/m.test(result.report);
        this.say.textContent = lacks ? "Python in this page has NumPy and its standard library alone. What imports more runs in Colab and Binder: the links stand under the title." : "";
        this.show(result.printed ? `${result.printed.trimEnd()}\n\n${result.report}` : result.report, result.passed ? "passed" : "not");
        if (result.attempted) this.tried(cells);
        if (result.passed) this.tick();
      } catch (error) {
        this.say.textContent = "";
        this.show(`${error.message} Your text is kept, and the next check starts Python anew.`, "stopped");
      } finally {
        this.busy = false;
        if (document.activeElement === this.stopButton) this.checkButton.focus();
        this.stopButton.hidden = true;
        this.checkButton.removeAttribute("aria-disabled");
      }
    }

    show(words, kind) {
      this.verdict.textContent = words;
      this.verdict.dataset.verdict = kind;
      this.verdict.hidden = false;
    }

    tick() {
      const tick = this.section.querySelector(":scope > [data-mark]");
      if (!tick || tick.checked) return;
      tick.checked = true;
      tick.dispatchEvent(new Event("change", { bubbles: true }));
    }

    // Different answers that ran and were judged.
    tried(cells) {
      let digest = 0;
      for (const letter of JSON.stringify(cells)) digest = (digest * 31 + letter.codePointAt(0)) | 0;
      if (!this.state.tries.includes(digest)) this.state.tries.push(digest);
      this.keep();
    }

    hint() {
      const next = this.hints.find(({ hidden }) => hidden);
      if (!next) return void (this.say.textContent = "These are all hints there are.");
      next.hidden = false;
      next.open = true;
      next.querySelector("summary").focus({ preventScroll: true });
      if (next === this.hints.at(-1)) this.hintButton.remove();
    }

    async solution() {
      const passed = this.verdict.dataset.verdict === "passed";
      if (!passed && this.state.tries.length < 2) return void (this.say.textContent = "The solution opens when two different answers of yours have been checked.");
      try {
        const answer = await fetch(new URL(`${parts.at}solutions.json`, root));
        this.solved.textContent = (await answer.json())[this.number];
        this.solved.hidden = false;
      } catch {
        this.say.textContent = "The solution could not be loaded: is there a network?";
      }
    }

    reset() {
      for (const [name, editor] of this.editors) editor.set(this.stub(name));
      this.keep();
      this.say.textContent = "As at the start. Undo (Ctrl-Z) in the editor brings your text back.";
    }

    async set(name, text) {
      this.state.cells[name] = text;
      this.keep();
      if (await this.open()) if (this.editors.get(name).text() !== text) this.editors.get(name).set(text);
    }
  }

  const exercises = [...document.querySelectorAll(".cg-solve")].map((place) => new Exercise(place));
  addEventListener("pagehide", () => exercises.forEach((exercise) => exercise.pause && exercise.keep()));

  // ---- out into the sheet's notebook, and back -----------------------------------------------------------------------

  const form = document.querySelector(".cg-answers");
  if (!form) return;
  const said = form.querySelector("[role=status]");
  const nameOf = (cell) => {
    if (cell?.cell_type !== "code") return undefined;
    const tag = (Array.isArray(cell.metadata?.tags) ? cell.metadata.tags : []).find((t) => /^answer:\w+$/.test(t));
    return tag?.slice(7) ?? (/^answer-\w+$/.test(cell.id) ? cell.id.slice(7) : undefined);
  };
  const textOf = ({ source }) => (Array.isArray(source) ? source.join("") : source);
  const owner = (name) => exercises.find(({ cells }) => cells.has(name));

  form.elements.take.addEventListener("click", async () => {
    try {
      const answer = await fetch(new URL(`notebooks/exercises/${sheet}.ipynb`, root));
      const notebook = await answer.json();
      for (const cell of notebook.cells) {
        const name = nameOf(cell);
        if (owner(name)) cell.source = owner(name).text(name);
      }
      const link = make("a", { download: `${sheet}.ipynb` });
      link.href = URL.createObjectURL(new Blob([JSON.stringify(notebook, null, 1)], { type: "application/x-ipynb+json" }));
      link.click();
      URL.revokeObjectURL(link.href);
      said.textContent = "Saved. It opens in Jupyter and Colab, and is what you hand in.";
    } catch {
      said.textContent = fromDisk ? "Opened from a disk, a page cannot read the sheet: run “make serve”." : "The sheet could not be loaded: is there a network?";
    }
  });

  form.elements.file.addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    target.value = ""; // so that the same file can be read again
    if (!file) return;
    let cells;
    try {
      cells = file.size < 5_000_000 ? JSON.parse(await file.text()).cells : [];
    } catch {
      cells = [];
    }
    const found = (Array.isArray(cells) ? cells : [])
      .map((cell) => [nameOf(cell), cell])
      .filter(([name, cell]) => owner(name) && typeof textOf(cell) === "string" && textOf(cell) !== owner(name).text(name))
      .map(([name, cell]) => [name, textOf(cell)]);
    if (!found.length) return void (said.textContent = `${file.name} holds no answer to this sheet that is not here already.`);
    const before = found.map(([name]) => [name, owner(name).text(name)]);
    for (const [name, text] of found) await owner(name).set(name, text);
    const undo = button("undo", "Undo");
    undo.addEventListener("click", async () => {
      for (const [name, text] of before) await owner(name).set(name, text);
      said.textContent = "Your text is back.";
    });
    said.replaceChildren(`Read ${found.length} ${found.length === 1 ? "answer" : "answers"}; nothing of it was run. `, undo);
  });
})();
