// What is wider than its place can be scrolled from the keyboard. Each block is asked when it is set, and whenever its size changes.
(() => {
  const look = new ResizeObserver((entries) => {
    const wide = entries.map(({ target }) => target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight);
    entries.forEach(({ target }, i) => (wide[i] ? target.setAttribute("tabindex", "0") : target.removeAttribute("tabindex")));
  });
  document.querySelectorAll("pre, .cell_output > .output, .pst-scrollable-table-container").forEach((block) => look.observe(block));
})();
