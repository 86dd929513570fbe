// A kernel layer on points of a ring, computed in the page: what the sum makes of a wave, with weights and without.
//
// With the figure comes layout.meta: by how much each point may stand off its place, as a share of the gap.
// tests/site/test_functions.py holds this and the integral together.
(() => {
  "use strict";

  const TURN = 2 * Math.PI;
  const wave = (x) => Math.sin(TURN * x) + 0.5 * Math.cos(3 * TURN * x);

  CommonGround.live("layer", ({ points, uneven, weights }, { layout: { meta } }) => {
    const n = Math.round(points), x = Array.from({ length: n }, (_, k) => (k + uneven * meta.jitter[k]) / n);
    const gap = (a, b) => (((x[(b + n) % n] - x[(a + n) % n]) % 1) + 1) % 1;
    // The weight of a point is half of the way from its left neighbour to its right one.
    const share = { none: () => 1 / 16, "1/n": () => 1 / n, quadrature: (j) => (gap(j - 1, j) + gap(j, j + 1)) / 2 }[weights];
    const sent = x.map((place, j) => share(j) * wave(place));
    const answer = x.map((here) => x.reduce((sum, there, j) => sum + Math.exp(Math.cos(TURN * (here - there))) * sent[j], 0));
    return [[["data", 1, "x"], x], [["data", 1, "y"], x.map(wave)], [["data", 3, "x"], x], [["data", 3, "y"], answer]];
  });
})();
