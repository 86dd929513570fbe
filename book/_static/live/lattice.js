// A path over the lattice of a matrix field, in exact whole numbers: computed in the page. Its corners can be dragged.
//
// With the figure comes layout.meta: for each field, by name, the terms [coefficient, power of x, power of y] of its two
// polynomials; the path's two ends; and ζ(3) as a fraction of more digits than a path of this length finds.
// tests/site/test_lattice.py holds these products and the package's together.
(() => {
  "use strict";

  const at = (terms, x, y) => terms.reduce((sum, [c, i, j]) => sum + BigInt(c) * BigInt(x) ** BigInt(i) * BigInt(y) ** BigInt(j), 0n);

  // The matrix [[p, q], [r, s]] of a step from (x, y), as p, q, r, s.
  function matrix({ f, bar }, step, x, y) {
    const b = at(f, x, 0) * at(bar, x, 0);
    return step === "x" ? [0n, b, 1n, at(f, x, y) - at(bar, x + 1, y)] : [at(bar, x, y), b, 1n, at(f, x, y)];
  }

  const times = ([a, b, c, d], [p, q, r, s]) => [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s];

  // The corners pushed on, so that no step goes back: each lies right of and above the one before.
  function inOrder(places, [start, end]) {
    let last = start;
    return places.map((place) => (last = place.map((v, k) => Math.min(end[k], Math.max(last[k], Math.round(v))))));
  }

  // All places of the path that goes to each corner in turn, along x and then up.
  function walk(corners) {
    const path = [corners[0]];
    for (const [x, y] of corners.slice(1)) {
      while (path.at(-1)[0] < x) path.push([path.at(-1)[0] + 1, path.at(-1)[1]]);
      while (path.at(-1)[1] < y) path.push([path.at(-1)[0], path.at(-1)[1] + 1]);
    }
    return path;
  }

  // The product after each step.
  function products(field, path) {
    let whole = [1n, 0n, 0n, 1n];
    return path.slice(1).map(([x, y], k) => (whole = times(whole, matrix(field, x > path[k][0] ? "x" : "y", ...path[k]))));
  }

  const size = (n) => (n < 0n ? -n : n);

  // log₁₀ of a whole number of any length.
  function log10(n) {
    const text = String(n), head = text.slice(0, 15);
    return Math.log10(Number(head)) + text.length - head.length;
  }

  // A product's last column has the quotient 1/ζ(3) − 1: ζ(3) is lower over the sum of both.
  const zeta = ([, above, , below]) => [below, above + below];

  function digits([p, q], [P, Q]) {
    const off = size(p * Q - P * q);
    return off && q ? log10(size(q * Q)) - log10(off) : 0;
  }

  function decimal([p, q], places) {
    if (!q) return "∞";
    const text = String((size(p) * 10n ** BigInt(places)) / size(q)).padStart(places + 1, "0");
    return `${p < 0n !== q < 0n ? "−" : ""}${text.slice(0, -places)}.${text.slice(-places)}`;
  }

  CommonGround.live("lattice", ({ field, places }, { data, layout: { meta } }) => {
    const corners = inOrder(places, meta.ends);
    corners.forEach((corner, i) => (places[i] = corner));
    const path = walk([meta.ends[0], ...corners, meta.ends[1]]);
    const found = products(meta.fields[field], path), limit = meta.limit.map(BigInt);
    return [
      [["data", 1, "x"], path.map(([x]) => x)], [["data", 1, "y"], path.map(([, y]) => y)],
      [["data", 2, "x"], corners.map(([x]) => x)], [["data", 2, "y"], corners.map(([, y]) => y)],
      [["data", 3, "text"], [decimal(zeta(found.at(-1)), 16)]],
      [["data", 4, "y"], found.map((product) => digits(zeta(product), limit))],
    ];
  });
})();
