// A set of handwritten digits, and the sum that two networks read from it: computed in the page.
//
// The networks come with the figure, in layout.meta, taken apart as far as eight digits allow: the code φ of each digit
// and the readout ρ of DeepSets; each digit's share of the MLP's first hidden layer, for each place in the list.
// tests/site/test_sets.py holds this and the networks together.
(() => {
  "use strict";

  const PLACES = 8, SIDE = 8, STEP = 9, LOWER = 10; // digits in a row, pixels of one, columns and rows from one to the next
  const relu = (v) => v.map((x) => Math.max(0, x));
  const plus = (a, b) => a.map((x, i) => x + b[i]);
  const affine = (v, [rows, bias]) => rows.map((row, k) => row.reduce((sum, w, i) => sum + w * v[i], bias[k]));

  function asSet(net, inside) {
    const pooled = inside.map((member) => net.code[member]).reduce(plus);
    return 10 * affine(relu(affine(pooled, net.readout[0])), net.readout[1])[0];
  }
  function asList(net, inside) {
    const first = relu(inside.map((member, place) => net.share[member][place]).reduce(plus, net.first));
    return 10 * affine(relu(affine(first, net.rest[0])), net.rest[1])[0];
  }

  // The picture: the set in the upper row, what is left out of it in the lower.
  function wall(net, rows) {
    const z = Array.from({ length: 2 * STEP }, () => new Array(PLACES * STEP).fill(null));
    rows.forEach((members, row) =>
      members.forEach((member, place) =>
        net.images[member].forEach((ink, pixel) => {
          z[row * LOWER + Math.floor(pixel / SIDE)][place * STEP + (pixel % SIDE)] = ink;
        }),
      ),
    );
    return z;
  }

  // What a reader has moved by hand holds until a slider is moved.
  let key, rows;

  function arrange(net, { size, shuffle }) {
    const now = `${Math.round(size)},${Math.round(shuffle)}`;
    if (now === key) return;
    key = now;
    const order = net.orders[Math.round(shuffle)];
    rows = [order.slice(0, Math.round(size)), order.slice(Math.round(size))];
  }

  CommonGround.live("sets", (state, first) => {
    const net = first.layout.meta;
    arrange(net, state);
    const values = [asList(net, rows[0]), asSet(net, rows[0])];
    const truth = rows[0].reduce((sum, member) => sum + net.label[member], 0);
    requestAnimationFrame(listen);
    return [
      [["data", 0, "z"], wall(net, rows)],
      [["data", 1, "x"], values],
      [["data", 1, "text"], values.map((v) => v.toFixed(1))],
      [["data", 2, "x"], [truth, truth]],
    ];
  });

  // ---- by hand: a tap moves a digit in or out, a drag to another place --------------------------------------------

  const figure = () => document.querySelector('figure[data-live="sets"]');

  function placeAt(plot, event) {
    const { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
    const x = xaxis.p2d(event.clientX - box.left - xaxis._offset), y = yaxis.p2d(event.clientY - box.top - yaxis._offset);
    const row = Math.floor(y / LOWER), place = Math.floor(x / STEP);
    return row >= 0 && row < 2 && place >= 0 && place < PLACES && y < 2 * STEP ? { row, place } : null;
  }

  function carry(from, to) {
    const tap = from.row === to.row && from.place === to.place;
    const row = tap ? 1 - from.row : to.row;
    if (row !== from.row && from.row === 0 && rows[0].length === 1) return; // a set of none has no sum to read
    const [member] = rows[from.row].splice(from.place, 1);
    rows[row].splice(tap ? rows[row].length : to.place, 0, member);
  }

  function listen() {
    const plot = figure()?.figure?.plot;
    if (!plot || plot.dataset.moves) return;
    plot.dataset.moves = "yes";
    let from = null;
    plot.addEventListener("pointerdown", (event) => {
      const at = placeAt(plot, event);
      from = at && rows[at.row][at.place] !== undefined ? at : null;
    }, true);
    addEventListener("pointerup", (event) => {
      const to = from && placeAt(plot, event);
      if (to) {
        carry(from, to);
        figure().figure.pause();
        figure().figure.draw();
      }
      from = null;
    });
  }
})();
