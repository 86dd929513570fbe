// The self-test: says the reply to the answer that was chosen, also to who listens, and counts what was right.
(() => {
  "use strict";

  const tests = [...document.querySelectorAll(".cg-test")];
  document.querySelector("article").classList.add("cg-talks"); // the reply is said below the question, not behind the answer

  addEventListener("change", ({ target }) => {
    const test = target.closest?.(".cg-test");
    if (!test) return;
    const reply = target.parentElement.querySelector(".cg-reply");
    test.querySelector(".cg-said").replaceChildren(...[...reply.childNodes].map((node) => node.cloneNode(true)));
    test.toggleAttribute("data-right", target.hasAttribute("data-right"));
    const chosen = tests.filter((each) => each.querySelector("input:checked"));
    const right = tests.filter((each) => each.querySelector("input:checked[data-right]"));
    document.querySelector(".cg-count").textContent = `${right.length} right of ${chosen.length} answered; ${tests.length} questions.`;
  });
})();
