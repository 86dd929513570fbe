// A fast signal c after the cells n that diffuse below it, ε c_t = c_xx − c + n and n_t = n_xx between walls: solved in the page,
// cosine by cosine, with no step. With the figure comes layout.meta: the cells' amplitudes, and those of the signal's start.
// tests/site/test_functions.py holds this and a stepwise solution together.
(() => {
  "use strict";

  const sum = (terms) => terms.reduce((a, b) => a + b, 0);

  // Amplitudes of c and of its equilibrium c* at a time: c* decays with the cells, c − c* at its own rate and with a push.
  function amplitudes(t, epsilon, off, { cells, start }) {
    return Array.from(cells, (a, k) => {
      const still = 1 + k * k, slow = Math.exp(-k * k * t), fast = Math.exp((-still * t) / epsilon);
      const driven = a / (still - epsilon * k * k); // the part of c that moves with the cells
      const c0 = a / still + off * start[k];
      return [driven * slow + (c0 - driven) * fast, (a / still) * slow];
    });
  }

  const values = (amplitude, x) => Array.from(x, (place) => sum(amplitude.map((a, k) => a * Math.cos(k * place))));
  // Root mean square over the line of a sum of cosines.
  const size = (amplitude) => Math.sqrt(sum(amplitude.map((a, k) => (k ? a * a * 0.5 : a * a))));

  CommonGround.live("chemotaxis", ({ epsilon, off, time }, { data, layout: { meta } }) => {
    const at = (t) => amplitudes(t, epsilon, off, meta), now = at(time);
    const apart = (t) => size(at(t).map(([c, still]) => c - still));
    const first = apart(0), push = size(Array.from(meta.cells, (a, k) => (k * k * a) / (1 + k * k))); // sup ‖c*_t‖: at the start
    const times = Array.from(data[2].x);
    return [
      [["data", 0, "y"], values(now.map(([, still]) => still), data[0].x)], [["data", 1, "y"], values(now.map(([c]) => c), data[0].x)],
      [["data", 2, "y"], times.map(apart)], [["data", 3, "y"], times.map((t) => first * Math.exp(-t / epsilon) + epsilon * push)],
      [["data", 4, "x"], [time]], [["data", 4, "y"], [apart(time)]],
    ];
  });
})();
