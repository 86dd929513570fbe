// A cloud of points, its complex at one scale, and its barcode: computed in the page. Outliers can be dragged.
//
// All points come with the figure, in layout.meta: first those of the shape, then the outliers.
// tests/site/test_barcode.py holds these bars and the package's together.
(() => {
  "use strict";

  const WIDTH = 0.2, SHORTEST = 0.04; // of the density's kernel; of a bar that is drawn
  const EDGE = 1.5; // of the axes
  const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

  // How dense the cloud is at each point: a Gaussian kernel, mean 1.
  function density(points) {
    const at = points.map((a) => points.reduce((sum, b) => sum + Math.exp(-(apart(a, b) ** 2) / (2 * WIDTH ** 2)), 0));
    const mean = at.reduce((sum, value) => sum + value, 0) / at.length;
    return at.map((value) => value / mean);
  }

  // All pairs of points, the shortest first, and for each pair its place in that order.
  function edgesOf(points) {
    const edges = [];
    for (let i = 0; i < points.length; i++) for (let j = 0; j < i; j++) edges.push([i, j, apart(points[i], points[j])]);
    edges.sort((a, b) => a[2] - b[2]);
    const place = points.map(() => new Array(points.length));
    edges.forEach(([i, j], k) => (place[i][j] = place[j][i] = k));
    return { edges, place };
  }

  // Deaths of pieces: a piece dies with the edge that joins it to another.
  function pieces(count, edges) {
    const parent = Array.from({ length: count }, (_, i) => i);
    const root = (i) => (parent[i] === i ? i : (parent[i] = root(parent[i])));
    const joined = edges.filter(([i, j]) => {
      const [a, b] = [root(i), root(j)];
      parent[a] = b;
      return a !== b;
    });
    return joined.map(([, , length]) => [0, length]);
  }

  // Loops: the triangles in the order in which they fill, each with its three edges; a column that is left after those
  // before have been added says which edge's loop the triangle fills.
  function loops(count, { edges, place }) {
    const triangles = [];
    for (let i = 0; i < count; i++)
      for (let j = 0; j < i; j++)
        for (let k = 0; k < j; k++) triangles.push([place[i][j], place[i][k], place[j][k]].sort((a, b) => b - a));
    triangles.sort((a, b) => a[0] - b[0]);
    const filledBy = new Map(), bars = [], open = edges.length - Math.max(0, count - 1);
    for (const triangle of triangles) {
      if (filledBy.size === open) break;
      let column = triangle;
      while (column.length && filledBy.has(column[0])) column = sum(column, filledBy.get(column[0]));
      if (!column.length) continue;
      filledBy.set(column[0], column);
      bars.push([edges[column[0]][2], edges[triangle[0]][2]]);
    }
    return bars;
  }

  // What is in one of two falling lists and not in both.
  function sum(a, b) {
    const both = [];
    let i = 0, j = 0;
    while (i < a.length || j < b.length) {
      if (j === b.length || a[i] > b[j]) both.push(a[i++]);
      else if (i === a.length || b[j] > a[i]) both.push(b[j++]);
      else i++, j++;
    }
    return both;
  }

  const drawn = (bars) => bars.filter(([born, dead]) => dead - born > SHORTEST).sort((a, b) => a[0] - b[0] || a[1] - b[1]);

  // Bars one above the other, from this height on, as one broken line.
  function rows(bars, height) {
    const x = [], y = [];
    bars.forEach(([born, dead], k) => {
      x.push(born, dead, null);
      y.push(height + k, height + k, null);
    });
    return [x, y];
  }

  let cache = {}; // the bars of the last cloud: a move of the scale keeps them

  function barsOf(points) {
    const key = points.join();
    if (cache.key !== key) {
      const found = edgesOf(points);
      cache = { key, found, pieces: drawn(pieces(points.length, found.edges)), loops: drawn(loops(points.length, found)) };
    }
    return cache;
  }

  CommonGround.live("barcode", ({ scale, least, outliers, places }, first) => {
    const { points, shape } = first.layout.meta;
    // An outlier that the first view has not waits off the axes: its place is the one in meta, until a reader moves it.
    places.forEach(([x], i) => { if (x > EDGE) places[i] = [...points[shape + i]]; });
    const outside = places.slice(0, Math.round(outliers));
    const there = [...points.slice(0, shape), ...outside], dense = density(there);
    const kept = there.filter((_, i) => dense[i] >= least), dropped = there.filter((_, i) => dense[i] < least);
    const bars = barsOf(kept), x = [], y = [];
    for (const [i, j, length] of bars.found.edges) {
      if (length > scale) break;
      x.push(kept[i][0], kept[j][0], null);
      y.push(kept[i][1], kept[j][1], null);
    }
    const ball = first.layout.shapes[0];
    const balls = kept.map(([a, b]) => ({ ...ball, x0: a - scale / 2, x1: a + scale / 2, y0: b - scale / 2, y1: b + scale / 2 }));
    const [pieceX, pieceY] = rows(bars.pieces, 0), [loopX, loopY] = rows(bars.loops, bars.pieces.length + 1);
    return [
      [["layout", "shapes"], balls],
      [["data", 0, "x"], x], [["data", 0, "y"], y],
      [["data", 1, "x"], kept.map((p) => p[0])], [["data", 1, "y"], kept.map((p) => p[1])],
      [["data", 2, "x"], dropped.map((p) => p[0])], [["data", 2, "y"], dropped.map((p) => p[1])],
      [["data", 3, "x"], pieceX], [["data", 3, "y"], pieceY],
      [["data", 4, "x"], loopX], [["data", 4, "y"], loopY],
      [["data", 5, "x"], [scale, scale]],
      [["data", 6, "x"], outside.map((p) => p[0])], [["data", 6, "y"], outside.map((p) => p[1])],
    ];
  });
})();
