// What a reader has done: ticks beside headings, kept by the browser, in a file that can be taken along.
//
// A mark is "page#section" → the day on which it was set. marks.js says which marks there are. Whether a section was clear is
// kept beside the marks, "page#section" → "yes", "partly" or "no", and goes into the same file.
(() => {
  "use strict";

  const KEY = "commonground:progress";
  const CLEAR = "commonground:clear";
  const SAID = { yes: "clear", partly: "partly clear", no: "not clear" };
  const MARK = /^[\w./-]+#[\w.-]+$/;
  const DAY = /^\d{4}-\d\d-\d\d$/;
  const marks = window.COMMONGROUND_MARKS ?? {};
  const root = new URL(document.documentElement.dataset.content_root, location.href).pathname;

  // Only what is a mark: storage, like a file, may have been written by anyone.
  const valid = (object) => Object.fromEntries(Object.entries(object ?? {}).filter(([mark, day]) => MARK.test(mark) && DAY.test(day)));

  function read() {
    try {
      return valid(JSON.parse(localStorage.getItem(KEY)));
    } catch {
      return {};
    }
  }

  let done = read();
  let keeps = !localStorage.forgetful; // the stand-in of a browser that keeps nothing (see layout.html)

  function write(marksDone) {
    done = marksDone;
    try {
      localStorage.setItem(KEY, JSON.stringify(done));
    } catch {
      keeps = false; // the storage is full
    }
    show();
  }

  // ---- was this clear? -----------------------------------------------------------------------------------------

  const answers = (object) => Object.fromEntries(Object.entries(object ?? {}).filter(([mark, answer]) => MARK.test(mark) && Object.hasOwn(SAID, answer)));

  function readClear() {
    try {
      return answers(JSON.parse(localStorage.getItem(CLEAR)));
    } catch {
      return {};
    }
  }

  let clear = readClear();

  function writeClear(said) {
    clear = said;
    try {
      localStorage.setItem(CLEAR, JSON.stringify(clear));
    } catch {
      keeps = false;
    }
    showClear();
  }

  function showClear() {
    for (const form of document.querySelectorAll("[data-clear]"))
      for (const answer of form.elements.clear) answer.checked = clear[form.dataset.clear] === answer.value;
    for (const place of document.querySelectorAll("[data-said]")) place.textContent = SAID[clear[place.dataset.said]] ?? "";
  }

  addEventListener("change", ({ target }) => {
    const mark = target.form?.dataset.clear;
    if (mark) writeClear({ ...(keeps ? readClear() : clear), [mark]: target.value });
  });
  showClear();

  // ---- what is seen --------------------------------------------------------------------------------------------

  // How many marks of a page are set, of how many.
  function share(page) {
    const all = marks[page] ?? [];
    return [all.filter((section) => `${page}#${section}` in done).length, all.length];
  }

  function show() {
    for (const tick of document.querySelectorAll("[data-mark]")) tick.checked = tick.dataset.mark in done;
    for (const place of document.querySelectorAll("[data-share]")) {
      const [count, all] = share(place.dataset.share);
      place.style.setProperty("--share", all ? count / all : 0);
      place.toggleAttribute("data-begun", count > 0);
      place.setAttribute("aria-label", `${count} of ${all} done`);
      place.title = `${count} of ${all} done`;
    }
    for (const place of document.querySelectorAll("[data-count]")) place.textContent = `${share(place.dataset.count).join(" of ")} done`;
    const note = document.querySelector(".cg-forgetful");
    if (note) note.hidden = keeps;
  }

  // A ring beside each page of the menu that has marks.
  for (const link of document.querySelectorAll(".bd-sidebar-primary .bd-links a")) {
    const path = new URL(link.href).pathname;
    const page = path.startsWith(root) ? path.slice(root.length).replace(/\.html$/, "") : "";
    if (!marks[page]) continue;
    const ring = document.createElement("span");
    ring.className = "cg-share";
    ring.dataset.share = page;
    link.append(ring);
  }
  for (const place of document.querySelectorAll("[data-share]")) place.setAttribute("role", "img");

  addEventListener("change", ({ target }) => {
    const mark = target.dataset?.mark;
    if (!mark) return;
    const now = keeps ? read() : { ...done }; // another window may have set marks meanwhile
    if (target.checked) now[mark] = new Date().toISOString().slice(0, 10);
    else delete now[mark];
    write(now);
  });
  addEventListener("storage", (event) => {
    if (![KEY, CLEAR, null].includes(event.key)) return;
    done = read();
    clear = readClear();
    show();
    showClear();
  });
  show();

  // ---- the page Progress: take the marks along, bring them back, begin anew ------------------------------------

  const tools = document.querySelector(".cg-keep");
  if (!tools) return;
  const said = tools.querySelector("[role=status]");
  const count = (n) => `${n} ${n === 1 ? "mark" : "marks"}`;

  tools.querySelector("[name=save]").addEventListener("click", () => {
    const text = JSON.stringify({ course: "Common Ground", version: 1, done, clear }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "common-ground-progress.json";
    link.click();
    URL.revokeObjectURL(link.href);
    said.textContent = `Saved ${count(Object.keys(done).length)}.`;
  });

  tools.querySelector("[name=file]").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    target.value = ""; // so that the same file can be read again
    if (!file) return;
    let read;
    try {
      read = JSON.parse(await file.text());
    } catch {
      read = undefined;
    }
    if (read?.course !== "Common Ground") {
      said.textContent = `${file.name} holds no marks of this course: choose the file that “Save to a file” gave you.`;
      return;
    }
    // Nothing is lost: marks of both stay, and of two days the first.
    const brought = valid(read.done);
    const before = Object.keys(done).length;
    const all = { ...brought, ...done };
    for (const mark in brought) if (brought[mark] < all[mark]) all[mark] = brought[mark];
    write(all);
    writeClear({ ...answers(read.clear), ...clear });
    said.textContent = `Read ${count(Object.keys(brought).length)}, ${Object.keys(all).length - before} of them new.`;
  });

  tools.querySelector("[name=reset]").addEventListener("click", () => {
    const before = done, answersBefore = clear;
    if (!Object.keys({ ...before, ...clear }).length) {
      said.textContent = "There are no marks.";
      return;
    }
    write({});
    writeClear({});
    const undo = document.createElement("button");
    undo.type = "button";
    undo.textContent = "Undo";
    undo.addEventListener("click", () => {
      write({ ...before, ...done });
      writeClear({ ...answersBefore, ...clear });
      said.textContent = "Your marks are back.";
      tools.querySelector("[name=reset]").focus();
    });
    said.replaceChildren(`Removed ${count(Object.keys(before).length)}. `, undo);
  });
})();
