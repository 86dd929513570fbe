// Try it: a cell of a lesson that its reader changes and runs, on what the lesson had computed before it. Editor and Python come
// when they are asked for; a page that is only read loads neither. What a cell printed is set as text, never as HTML.
(() => {
  "use strict";

  const parts = window.COMMONGROUND_PYTHON; // null where this build has no Python
  const scripts = new URL(".", document.currentScript.src);
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  const page = decodeURIComponent(location.pathname).match(/([\w-]+)\.html$/)?.[1] ?? "";

  const make = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  let session, lesson;
  async function run(from, cell, text, say) {
    const { Session } = await import(new URL("session.mjs", scripts));
    session ??= new Session(parts, root);
    lesson ??= load(new URL(from, root));
    let file;
    try {
      file = await lesson;
    } catch (error) {
      lesson = undefined; // the next run asks again
      throw error;
    }
    return session.ask("run", [cell, text], { say, doing: "Running …", file });
  }

  async function load(address) {
    const answer = await fetch(address).catch(() => undefined);
    if (!answer?.ok) throw new Error("What the lesson computed before this cell could not be loaded: is there a network?");
    return new Uint8Array(await answer.arrayBuffer());
  }

  class Trial {
    constructor(place) {
      this.place = place;
      this.cell = place.previousElementSibling;
      this.key = `commonground:try:${page}:${place.dataset.cell}`;
      this.text = this.recalled();
      this.opener = place.querySelector("[name=open]");
      this.opener.addEventListener("click", () => this.open().then((opened) => opened && this.editor.focus()));
      if (this.text !== undefined) this.open();
    }

    get own() {
      return this.cell.querySelector(".cell_input pre").textContent.replace(/\n$/, "");
    }

    recalled() {
      try {
        return localStorage.getItem(this.key) ?? undefined;
      } catch {
        return undefined;
      }
    }

    keep() {
      clearTimeout(this.pause);
      this.pause = undefined;
      let kept = !localStorage.forgetful; // the stand-in of a browser that keeps nothing (see layout.html)
      try {
        if (this.text === this.own) localStorage.removeItem(this.key);
        else localStorage.setItem(this.key, this.text);
      } catch {
        kept = false;
      }
      this.full.hidden = kept;
    }

    // Puts the editor under the cell; once.
    async open() {
      const elsewhere = "Run the lesson in Colab or Binder, or download it: the links stand under the title.";
      const refuse = (words) => void this.opener.parentElement.replaceChildren(make("span", { className: "cg-solve-note" }, words));
      if (location.protocol === "file:") return refuse(`Opened from a disk, a page cannot start Python: run “make serve” and read the course there. Or: ${elsewhere}`);
      if (!parts) return refuse(`This copy of the site was built without Python for its pages. ${elsewhere}`);
      if (typeof WebAssembly !== "object") return refuse(`This browser runs no WebAssembly, which Python in the page needs. ${elsewhere}`);
      return (this.opening ??= this.build());
    }

    async build() {
      const { editor } = await import(new URL("editor.mjs", scripts));
      const parent = make("div", { className: "cg-editor cg-editor-of-cell" });
      this.place.before(parent);
      this.editor = editor({
        parent,
        text: this.text ?? this.own,
        label: "The cell above, to change, Python. Control Enter runs it, Tab leaves it.",
        change: (text) => this.changed(text),
        check: () => this.run(),
      });
      const tools = make("div", { className: "cg-solve-tools" });
      const button = (name, text, act) => {
        const made = make("button", { type: "button", name, textContent: text, className: "cg-button" });
        made.addEventListener("click", act);
        tools.append(made);
        return made;
      };
      this.runButton = button("run", "Run", () => this.run());
      this.runButton.title = "Ctrl-Enter in the editor";
      this.stopButton = button("stop", "Stop", () => session?.stop());
      this.stopButton.hidden = true;
      button("reset", "Reset", () => this.reset());
      this.say = make("p", { className: "cg-solve-note" });
      this.out = make("pre", { className: "cg-verdict", hidden: true });
      const live = make("div", {}, this.say, this.out);
      live.setAttribute("role", "status");
      this.full = make("p", { className: "cg-forgetful", hidden: true }, "This browser’s storage is full or denied: your text lasts until you leave the page.");
      this.place.replaceChildren(tools, ...this.names(), live, this.full);
      return true;
    }

    // What of the lesson the cell may use.
    names() {
      const names = this.place.dataset.names.split(" ").filter((name) => name && name !== "np");
      if (!names.length) return [];
      const codes = names.flatMap((name, i) => [i ? ", " : "", make("code", {}, name)]);
      return [make("p", { className: "cg-solve-note" }, "From the lesson it has ", ...codes, ".")];
    }

    changed(text) {
      this.text = text;
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.keep(), 300);
    }

    async run() {
      if (this.busy) return;
      this.busy = true;
      this.out.hidden = true;
      this.stopButton.hidden = false;
      this.runButton.setAttribute("aria-disabled", "true");
      try {
        const { from, cell } = this.place.dataset;
        const { printed, error } = await run(from, cell, this.editor.text(), (words) => (this.say.textContent = words));
        const lacks = /^(ModuleNotFoundError|ImportError)/m.test(error);
        this.say.textContent = lacks ? "Python in this page has NumPy and its standard library alone. What imports more runs in Colab and Binder: the links stand under the title." : "";
        this.show([printed.trimEnd(), error].filter(Boolean).join("\n\n") || "(It printed nothing.)", error ? "not" : "ran");
      } catch (error) {
        this.say.textContent = "";
        this.show(`${error.message} Your text is kept, and the next run begins anew.`, "stopped");
      } finally {
        this.busy = false;
        if (document.activeElement === this.stopButton) this.runButton.focus();
        this.stopButton.hidden = true;
        this.runButton.removeAttribute("aria-disabled");
      }
    }

    show(words, kind) {
      this.out.textContent = words;
      this.out.dataset.verdict = kind;
      this.out.hidden = false;
    }

    reset() {
      this.editor.set(this.own);
      this.keep();
      this.say.textContent = "As in the lesson. Undo (Ctrl-Z) in the editor brings your text back.";
    }
  }

  const trials = [...document.querySelectorAll(".cg-try")].map((place) => new Trial(place));
  addEventListener("pagehide", () => trials.forEach((trial) => trial.pause && trial.keep()));
})();
