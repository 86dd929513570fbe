// A link into a page must lead there although sections on the way grow when they are first set (see heights.py).
(() => {
  const arrive = () => {
    const there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!there) return;
    let frames = 20;
    const moved = new AbortController();
    for (const sign of ["wheel", "touchstart", "pointerdown", "keydown"])
      addEventListener(sign, () => (frames = 0), { signal: moved.signal, passive: true });
    const again = () => {
      if (frames-- <= 0) return moved.abort();
      there.scrollIntoView({ behavior: "instant" });
      requestAnimationFrame(again);
    };
    again();
  };
  addEventListener("load", arrive);
  addEventListener("hashchange", arrive);
})();
