// Two clouds of 40 stimuli, X and a transformed copy Y, and what each measure says of them: computed in the page.
//
// The same measures as commonground.similarity, written out for two columns, where singular values have closed
// forms. tests/site/test_clouds.py holds the two together.
(() => {
  "use strict";

  const sum = (v) => v.reduce((a, b) => a + b, 0);
  const centred = (v) => { const mean = sum(v) / v.length; return v.map((x) => x - mean); };
  const dot = (a, b) => a.reduce((s, x, i) => s + x * b[i], 0);

  // XᵀY for columns X = [x0, x1] and Y = [y0, y1], as [a, b, c, d] = [[a, b], [c, d]].
  const cross = (X, Y) => [dot(X[0], Y[0]), dot(X[0], Y[1]), dot(X[1], Y[0]), dot(X[1], Y[1])];
  const det = ([a, b, c, d]) => a * d - b * c;
  const norm = (M) => Math.sqrt(dot(M, M));
  const nuclear = (M) => Math.sqrt(dot(M, M) + 2 * Math.abs(det(M))); // sum of the two singular values
  const inverse = (M) => [M[3], -M[1], -M[2], M[0]].map((v) => v / det(M));
  const product = ([a, b, c, d], [e, f, g, h]) => [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
  const transpose = ([a, b, c, d]) => [a, c, b, d];

  const linearCka = (X, Y) => dot(cross(X, Y), cross(X, Y)) / (norm(cross(X, X)) * norm(cross(Y, Y)));

  function meanCca(X, Y) {
    const S = cross(X, Y), Sx = cross(X, X), Sy = cross(Y, Y);
    const squares = product(product(inverse(Sx), S), product(inverse(Sy), transpose(S)));
    return Math.sqrt(squares[0] + squares[3] + (2 * Math.abs(det(S))) / Math.sqrt(det(Sx) * det(Sy))) / 2;
  }

  const procrustes = (X, Y) => nuclear(cross(X, Y)) / Math.sqrt((dot(X[0], X[0]) + dot(X[1], X[1])) * (dot(Y[0], Y[0]) + dot(Y[1], Y[1])));

  // All distances, as rows; nine digits, so that rounding does not split ties.
  function distances([x, y]) {
    return Array.from(x, (_, i) => Array.from(x, (_, j) => Number(Math.hypot(x[i] - x[j], y[i] - y[j]).toPrecision(9))));
  }
  const triangle = (D) => D.flatMap((row, i) => row.slice(i + 1));

  function median(values) {
    const v = [...values].sort((a, b) => a - b), half = v.length >> 1;
    return v.length % 2 ? v[half] : (v[half - 1] + v[half]) / 2;
  }

  function centredKernel(D) {
    const sigma = median(triangle(D));
    const K = D.map((row) => row.map((d) => Math.exp(-(d * d) / (2 * sigma * sigma))));
    const rows = K.map((row) => sum(row) / row.length), all = sum(rows) / rows.length;
    return K.flatMap((row, i) => row.map((v, j) => v - rows[i] - rows[j] + all));
  }
  function rbfCka(DX, DY) {
    const K = centredKernel(DX), L = centredKernel(DY);
    return dot(K, L) / (norm(K) * norm(L));
  }

  function ranks(values) {
    const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
    const rank = new Array(values.length);
    for (let i = 0; i < order.length; ) {
      let j = i;
      while (j + 1 < order.length && values[order[j + 1]] === values[order[i]]) j++;
      for (let k = i; k <= j; k++) rank[order[k]] = (i + j) / 2;
      i = j + 1;
    }
    return rank;
  }
  function rsa(DX, DY) {
    const a = centred(ranks(triangle(DX))), b = centred(ranks(triangle(DY)));
    return dot(a, b) / (norm(a) * norm(b));
  }

  const neighbours = (D, k) => D.map((row, i) => row.map((_, j) => j).filter((j) => j !== i).sort((a, b) => row[a] - row[b]).slice(0, k));
  function mutualKnn(DX, DY, k) {
    const NX = neighbours(DX, k), NY = neighbours(DY, k);
    return sum(NX.map((list, i) => list.filter((j) => NY[i].includes(j)).length)) / (k * NX.length);
  }

  CommonGround.live("clouds", ({ rotate, scale, stretch, shift, noise }, first) => {
    const x = [first.data[0].x, first.data[0].y].map((v) => Array.from(v));
    const E = first.layout.meta.noise;
    const angle = (rotate * Math.PI) / 180, cos = Math.cos(angle), sin = Math.sin(angle);
    const moved = x[0].map((x0, i) => {
      const a = x0 + noise * E[i][0], b = stretch * x[1][i] + noise * E[i][1];
      return [scale * (a * cos - b * sin) + shift, scale * (a * sin + b * cos)];
    });
    const y = [moved.map((p) => p[0]), moved.map((p) => p[1])];
    const X = x.map(centred), Y = y.map(centred), DX = distances(x), DY = distances(y);
    const values = [linearCka(X, Y), rbfCka(DX, DY), meanCca(X, Y), procrustes(X, Y), rsa(DX, DY), mutualKnn(DX, DY, 5)];
    return [
      [["data", 1, "x"], y[0]],
      [["data", 1, "y"], y[1]],
      [["data", 2, "x"], values],
      [["data", 2, "text"], values.map((v) => v.toFixed(2))],
    ];
  });
})();
