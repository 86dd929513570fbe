// A phone sets the sections near its reader first (see heights.py), and here, once there is a reader, the others: a few at a
// time, while it has nothing else to do.
(() => {
  const idle = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));
  const waiting = [...document.querySelectorAll("section[style*='--tall']")];

  const set = (section) => {
    section.style.contentVisibility = "visible";
    return section.offsetHeight; // now, so that its time is counted
  };
  const some = () => {
    const until = performance.now() + 8;
    while (waiting.length && performance.now() < until) set(waiting.shift());
    if (waiting.length) idle(some);
  };

  // A link into the page must lead there although sections on the way may turn out taller than we said.
  const arrive = () => {
    const there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!there) return;
    for (let fold = there.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    waiting.splice(0).forEach(set);
    there.scrollIntoView({ behavior: "instant" });
  };
  addEventListener("hashchange", arrive);
  addEventListener("load", () => {
    arrive();
    CommonGround.awake.then(() => idle(some));
  });
})();
