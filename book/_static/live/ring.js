// A ring of cells as samples of a neural field: where bumps of activity drift, computed in the page.
//
// A synapse is 6 cos(x − y) − 2, so that all that a cell hears from the others is three sums over the ring: of rates,
// and of rates times cosine and sine. With the figure comes layout.meta: by how much each cell may stand off its place.
// tests/site/test_ring.py holds this and the same field in NumPy together.
(() => {
  "use strict";

  const TURN = 2 * Math.PI, BUMPS = 60, SHOWN = 20, DT = 0.25;
  const around = (angle) => ((angle % TURN) + TURN) % TURN;
  const rate = (u) => 1 / (1 + Math.exp(-8 * (u - 0.25)));

  function ring(cells, uneven, jitter) {
    const x = Array.from({ length: cells }, (_, k) => (TURN * (k + uneven * jitter[k])) / cells);
    // Half of the way between a cell's two neighbours, as a share of the ring.
    const share = x.map((_, k) => around(x[(k + 1) % cells] - x[(k + cells - 1) % cells]) / (2 * TURN));
    return { x, share, cos: x.map(Math.cos), sin: x.map(Math.sin) };
  }

  // Activity of the cells after so many steps, from a bump at this centre.
  function settle({ x, cos, sin }, weight, centre, steps) {
    let u = x.map((place) => 1.5 * Math.cos(place - centre));
    for (let t = 0; t < steps; t++) {
      let all = 0, c = 0, s = 0;
      u.forEach((value, k) => {
        const sent = weight[k] * rate(value);
        all += sent;
        c += sent * cos[k];
        s += sent * sin[k];
      });
      u = u.map((value, k) => value + DT * (6 * (c * cos[k] + s * sin[k]) - 2 * all - value));
    }
    return u;
  }

  // The direction of the mean vector, each cell with the share of the ring that it stands for.
  function direction(u, { share, cos, sin }) {
    const total = (side) => u.reduce((sum, value, k) => sum + value * share[k] * side[k], 0);
    return around(Math.atan2(total(sin), total(cos)));
  }

  CommonGround.live("ring", ({ cells, uneven, synapses, time }, first) => {
    const here = ring(Number(cells), uneven, first.layout.meta.jitter), steps = Math.round(time / DT);
    const weight = synapses === "weighted" ? here.share : here.x.map(() => 1 / here.x.length);
    const bumps = Array.from({ length: BUMPS }, (_, k) => settle(here, weight, (TURN * k) / BUMPS, steps));
    return [
      [["data", 1, "x"], here.x], [["data", 1, "y"], bumps[SHOWN]],
      [["data", 3, "y"], bumps.map((u) => direction(u, here))],
    ];
  });
})();
