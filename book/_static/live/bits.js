// A tree or a grid, rebuilt from points that were rounded to so many bits per node: computed in the page.
//
// With the figure comes layout.meta.worlds: of each, the edges, and of each space its embeddings, a row per choice and run.
// A point is a vector from the centre; in a curved space its length is the hyperbolic distance.
// tests/site/test_bits.py holds this and NumPy together.
(() => {
  "use strict";

  const sum = (v) => v.reduce((a, b) => a + b, 0);
  const length = (v) => Math.sqrt(sum(v.map((x) => x * x)));

  // To the nearest whole number; from the middle of two, to the even one, as NumPy does.
  function nearest(x) {
    const low = Math.floor(x), rest = x - low;
    return rest === 0.5 ? low + (low % 2) : low + (rest > 0.5);
  }

  // Points on a lattice that spans the embedding, with 2^(bits / d) places per axis.
  function rounded(flat, d, bits) {
    const places = Math.floor(2 ** (bits / d) + 1e-9), size = Math.max(...flat.map(Math.abs));
    const moved = Array.from(flat, (v) => ((2 * nearest(((v / size + 1) / 2) * (places - 1))) / (places - 1) - 1) * size);
    return Array.from({ length: moved.length / d }, (_, i) => moved.slice(i * d, (i + 1) * d));
  }

  function distance(curved) {
    if (!curved) return ([u], [v]) => length(u.map((x, k) => x - v[k]));
    return ([u, r], [v, s]) => {
      const along = Math.sinh((r - s) / 2), around = length(u.map((x, k) => x / r - v[k] / s)) / 2;
      return 2 * Math.asinh(Math.sqrt(along ** 2 + Math.sinh(r) * Math.sinh(s) * around ** 2 + 1e-18));
    };
  }

  function distances(points, curved) {
    const measure = distance(curved), polar = points.map((v) => [v, Math.max(length(v), 1e-7)]);
    const D = points.map(() => new Float64Array(points.length));
    for (let i = 0; i < points.length; i++) for (let j = 0; j < i; j++) D[i][j] = D[j][i] = measure(polar[i], polar[j]);
    return D;
  }

  // Mean average precision: of each node, how far its neighbours come before all others. A tie counts against.
  function precision(D, near) {
    return sum(near.map((neighbours, i) => {
      const mine = new Set(neighbours);
      return sum(neighbours.map((j) => {
        let right = 0, wrong = 0;
        D[i].forEach((d, k) => {
          if (d > D[i][j] * (1 + 1e-9)) return;
          if (mine.has(k)) right++;
          else if (k !== i) wrong++;
        });
        return right / (right + wrong);
      })) / neighbours.length;
    })) / near.length;
  }

  // For each run its best choice; and the first choice that is best for the first run.
  function rebuilt({ points, runs, d, curved }, bits, near) {
    const scores = points.map((row) => precision(distances(rounded(row, d, bits), curved), near));
    const best = Array.from({ length: runs }, (_, run) => Math.max(...scores.filter((_, i) => i % runs === run)));
    return { best, choice: scores.indexOf(best[0]) };
  }

  function neighbours(edges, n) {
    const near = Array.from({ length: n }, () => []);
    for (const [i, j] of edges) near[i].push(j), near[j].push(i);
    return near;
  }

  // Where a point is drawn: within the disc, or the grid within a square that just fits.
  const drawn = (curved) => (v) => {
    const r = length(v);
    return v.map((x) => (curved ? (r > 0 ? (Math.tanh(r / 2) / r) * x : 0) : x / 5.2));
  };

  function view({ edges, spaces }, bits) {
    const near = neighbours(edges, spaces[0].points[0].length / spaces[0].d);
    const found = spaces.map((space) => rebuilt(space, bits, near));
    const [{ points, d, curved }] = spaces;
    const nodes = rounded(points[found[0].choice], d, bits).map(drawn(curved));
    const mean = found.map(({ best }) => sum(best) / best.length);
    const spread = found.map(({ best }, i) => (best.length > 1 ? Math.sqrt(sum(best.map((v) => (v - mean[i]) ** 2)) / (best.length - 1)) : 0));
    return { mean, spread, rim: curved, lines: edges.flatMap(([i, j]) => [nodes[i], nodes[j], [NaN, NaN]]) };
  }

  const views = new Map(); // each is computed once

  CommonGround.live("bits", ({ tree, bits }, first) => {
    const whole = Math.round(bits), key = `${tree},${whole}`;
    if (!views.has(key)) views.set(key, view(first.layout.meta.worlds[tree], whole));
    const { mean, spread, rim, lines } = views.get(key);
    const circle = Array.from({ length: 91 }, (_, k) => (rim ? (2 * Math.PI * k) / 90 : NaN));
    return [
      [["data", 0, "x"], circle.map(Math.cos)],
      [["data", 0, "y"], circle.map(Math.sin)],
      [["data", 1, "x"], lines.map((z) => z[0])],
      [["data", 1, "y"], lines.map((z) => z[1])],
      [["data", 2, "x"], mean],
      [["data", 2, "error_x", "array"], spread],
      [["data", 3, "x"], mean.map((m, i) => m + spread[i])],
      [["data", 3, "text"], mean.map((m) => ` ${m.toFixed(2)}`)],
    ];
  });
})();
