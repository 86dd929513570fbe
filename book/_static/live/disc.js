// A tree in the Poincaré disc: any node can be dragged, and three measures compare the picture with the first one.
//
// Points are complex numbers [x, y]. A drag moves the whole tree by a motion of the hyperbolic plane, so that no distance
// changes. With the figure come layout.meta.nodes, in the order of the slider, and layout.meta.edges between them.
// tests/site/test_disc.py holds the measures and those of the package together.
(() => {
  "use strict";

  const minus = ([a, b], [c, d]) => [a - c, b - d];
  const times = ([a, b], [c, d]) => [a * c - b * d, a * d + b * c];
  const over = (z, [c, d]) => times(z, [c / (c * c + d * d), -d / (c * c + d * d)]);
  const opposite = ([a, b]) => [-a, -b];
  const square = ([a, b]) => a * a + b * b;

  // The motion that carries a to the centre, and the one that carries a to b.
  const toCentre = (a) => (z) => over(minus(z, a), minus([1, 0], times([a[0], -a[1]], z)));
  const carry = (a, b) => { const there = toCentre(a), back = toCentre(opposite(b)); return (z) => back(there(z)); };

  // ---- the measures ----------------------------------------------------------------------------------------------

  const sum = (v) => v.reduce((a, b) => a + b, 0);
  const dot = (a, b) => a.reduce((s, x, i) => s + x * b[i], 0);
  const centred = (v) => { const mean = sum(v) / v.length; return v.map((x) => x - mean); };
  const columns = (Z) => [0, 1].map((axis) => centred(Z.map((z) => z[axis])));
  const cross = (X, Y) => X.flatMap((x) => Y.map((y) => dot(x, y)));
  const norm = (v) => Math.sqrt(dot(v, v));

  const linearCka = (X, Y) => dot(cross(X, Y), cross(X, Y)) / (norm(cross(X, X)) * norm(cross(Y, Y)));

  function procrustes(X, Y) {
    const M = cross(X, Y), kept = Math.sqrt(dot(M, M) + 2 * Math.abs(M[0] * M[3] - M[1] * M[2])); // its singular values
    return kept / Math.sqrt((dot(X[0], X[0]) + dot(X[1], X[1])) * (dot(Y[0], Y[0]) + dot(Y[1], Y[1])));
  }

  // exp(−distance) of all pairs, without the means of rows and columns.
  function kernel(Z) {
    const room = Z.map((z) => 1 - square(z));
    const K = Z.map((x, i) => Z.map((y, j) => Math.exp(-Math.acosh(1 + (2 * square(minus(x, y))) / (room[i] * room[j])))));
    const rows = K.map((row) => sum(row) / row.length), all = sum(rows) / rows.length;
    return K.flatMap((row, i) => row.map((v, j) => v - rows[i] - rows[j] + all));
  }

  // ---- the figure ------------------------------------------------------------------------------------------------

  const FARTHEST = 0.97; // how close to the rim a hand may carry a node
  let still, edges, X, K; // the first picture
  let at, now; // where the slider stood, and where the nodes are

  function begin({ nodes, edges: pairs }) {
    still = nodes.map((z) => Array.from(z));
    edges = pairs.map((pair) => Array.from(pair));
    X = columns(still);
    K = kernel(still);
  }

  // The node in the centre; between two values of the slider, a point on the way from one to the next.
  function arrange(node) {
    if (node === at) return;
    at = node;
    const [a, b] = [still[Math.floor(node)], still[Math.ceil(node)]], t = node % 1;
    now = still.map(toCentre(a.map((v, axis) => v + (b[axis] - v) * t)));
  }

  CommonGround.live("disc", ({ node }, first) => {
    if (!still) begin(first.layout.meta);
    arrange(node);
    requestAnimationFrame(listen);
    const Y = columns(now), L = kernel(now);
    const values = [linearCka(X, Y), procrustes(X, Y), dot(K, L) / (norm(K) * norm(L))];
    const lines = edges.flatMap(([i, j]) => [now[i], now[j], [NaN, NaN]]);
    return [
      [["data", 1, "x"], lines.map((z) => z[0])],
      [["data", 1, "y"], lines.map((z) => z[1])],
      [["data", 2, "x"], [now[0][0]]],
      [["data", 2, "y"], [now[0][1]]],
      [["data", 3, "x"], values],
      [["data", 4, "x"], values],
      [["data", 4, "text"], values.map((v) => ` ${v.toFixed(2)}`)],
    ];
  });

  // ---- by hand: a node follows the pointer, the arrow keys move the tree ------------------------------------------

  const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const STEP = 0.1; // of the disc's radius, for a key
  const REACH = 24; // pixels from a node that still take hold of it
  const figure = () => document.querySelector('figure[data-live="disc"]');

  function redraw() {
    figure().figure.pause();
    figure().figure.draw();
  }

  function place(plot, { clientX, clientY }) {
    const { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
    return [xaxis.p2d(clientX - box.left - xaxis._offset), yaxis.p2d(clientY - box.top - yaxis._offset)];
  }

  // The node under the pointer, or null.
  function held(plot, event) {
    const where = place(plot, event), pixels = Math.abs(plot._fullLayout.xaxis.d2p(1) - plot._fullLayout.xaxis.d2p(0));
    const away = now.map((z) => Math.sqrt(square(minus(z, where))));
    const nearest = away.indexOf(Math.min(...away));
    return away[nearest] * pixels <= REACH ? nearest : null;
  }

  function listen() {
    const plot = figure()?.figure?.plot;
    if (!plot || plot.dataset.moves) return;
    plot.dataset.moves = "yes";
    plot.tabIndex = 0;
    plot.setAttribute("aria-keyshortcuts", [...Object.keys(KEYS), "Home"].join(" "));
    let grip = null; // the node in the hand, and where all nodes were when it was taken
    plot.addEventListener("pointerdown", (event) => {
      const node = held(plot, event);
      if (node === null) return;
      grip = { node, from: now };
      plot.style.cursor = "grabbing";
    }, true);
    // A finger on a node moves the node, elsewhere the page.
    plot.addEventListener("touchstart", (event) => { if (held(plot, event.touches[0]) !== null) event.preventDefault(); }, { passive: false });
    addEventListener("pointermove", (event) => {
      if (!grip) {
        if (plot.contains(event.target)) plot.style.cursor = held(plot, event) === null ? "" : "grab";
        return;
      }
      const to = place(plot, event), far = Math.sqrt(square(to)), cut = Math.min(1, FARTHEST / far);
      now = grip.from.map(carry(grip.from[grip.node], far > 0 ? to.map((v) => v * cut) : to));
      redraw();
    });
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { grip = null; plot.style.cursor = ""; });
    plot.addEventListener("keydown", (event) => {
      const towards = KEYS[event.key];
      if (!towards && event.key !== "Home") return;
      event.preventDefault();
      now = towards ? now.map(toCentre(opposite(towards.map((v) => v * STEP)))) : still;
      redraw();
    });
  }
})();
