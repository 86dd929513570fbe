// Shows of the page of all claims those that a reader asks for: a kind, a module. The choice stands in the address.
(() => {
  const form = document.querySelector(".cg-filter");
  const count = document.querySelector(".cg-count");
  const all = count.textContent;
  const rows = [...document.querySelectorAll(".cg-claims-table tbody tr")];

  const show = () => {
    const kinds = ["differs", "paper"].filter((kind) => form.elements[kind].checked);
    const module = form.elements.module.value;
    const wanted = (row) =>
      kinds.every((kind) => row.dataset.kinds.split(" ").includes(kind)) && (!module || row.closest("section").id === module);
    for (const row of rows) row.hidden = !wanted(row);
    for (const section of document.querySelectorAll(".cg-claims-of"))
      section.hidden = !section.querySelector("tbody tr:not([hidden])");
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = shown === rows.length ? all : `${shown} of ${rows.length} claims shown.`;
    return new URLSearchParams([...kinds.map((kind) => [kind, ""]), ...(module ? [["module", module]] : [])]).toString();
  };

  const asked = new URLSearchParams(location.search);
  for (const kind of ["differs", "paper"]) form.elements[kind].checked = asked.has(kind);
  if (rows.some((row) => row.closest("section").id === asked.get("module"))) form.elements.module.value = asked.get("module");
  form.hidden = false;
  show();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    const query = show();
    try {
      history.replaceState(null, "", `${query ? `?${query}` : location.pathname}${location.hash}`);
    } catch {
      // Some browsers refuse this for a page from disk; the list is filtered all the same.
    }
  });
})();
