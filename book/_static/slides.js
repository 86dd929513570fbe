// A deck of slides: reveal.js turns the pages; here is what it must leave alone, and three keys of our own.
(() => {
  "use strict";

  const page = document.documentElement;

  function dark() {
    page.dataset.theme = page.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", page.dataset.theme);
    } catch {
      // A browser that keeps nothing: the next page asks its system again.
    }
  }

  // Paper shows the still pictures, which wait until their slide is near: fetch all of them first.
  async function print() {
    const stills = [...document.querySelectorAll(".cg-plot img")];
    for (const still of stills) still.loading = "eager";
    await Promise.allSettled(stills.map((still) => still.decode()));
    window.print();
  }
  matchMedia("print").addEventListener("change", ({ matches }) => {
    if (matches) page.screenTheme = page.dataset.theme;
    page.dataset.theme = matches ? "light" : page.screenTheme;
  });

  Reveal.initialize({
    plugins: [RevealNotes],
    disableLayout: true, // slides.css lays them out: a figure that is scaled would not know where it is touched
    scrollActivationWidth: null,
    transition: "none",
    touch: false, // a finger moves the figures, and scrolls what is longer than a phone
    hash: true,
    slideNumber: "c/t",
    // An arrow key that moves a slider, a point or a menu turns no page; nor does Space that opens an answer.
    keyboardCondition: ({ target }) => !target.closest?.(".cg-controls, .cg-grips, summary, a, button"),
    keyboard: { 68: dark, 80: print },
  });

  const tools = document.querySelector(".cg-tools");
  tools.querySelector("[name=dark]").addEventListener("click", dark);
  tools.querySelector("[name=print]").addEventListener("click", print);
  window.CommonGround.print = print;
})();
