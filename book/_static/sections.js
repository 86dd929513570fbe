// A link into a page leads there, also into what is folded, and although the sections on the way may turn out taller
// than heights.py said of them.
(() => {
  const frames = (count, then) => requestAnimationFrame(() => (count > 1 ? frames(count - 1, then) : then()));

  const arrive = () => {
    const there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!there) return;
    for (let fold = there.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    let last;
    const stay = () => {
      const { top } = there.getBoundingClientRect();
      if (top === last) return;
      there.scrollIntoView({ behavior: "instant" });
      last = there.getBoundingClientRect().top;
      frames(2, stay); // by then the sections above it are set, and may have moved it
    };
    stay();
  };
  addEventListener("hashchange", arrive);
  addEventListener("load", arrive);
})();
