// A network of any width, ∞ included, that learns a small language: trained in the page.
//
// Of a linear network only the inner products of its weights matter: A = UᵀU/n, B = VU/n, D = VVᵀ/n. A step of training
// takes them to new ones without asking for the width, which occurs in the start alone; for ∞ that is the identity.
// With the figure comes layout.meta: the language, 512 units to start from, and how to look at 24 of the words.
// tests/site/test_infinite.py holds this and networks of NumPy together.
(() => {
  "use strict";

  const WORDS = 48, ROLES = 4, EVERY = 10, RECORDS = 21;
  const RATE = { "μP": 0.08, NTK: 0.6 };

  // ---- square matrices of WORDS rows, flat ------------------------------------------------------------------------

  const N = WORDS;
  const identity = () => Float64Array.from({ length: N * N }, (_, k) => (k % (N + 1) === 0 ? 1 : 0));

  function product(A, B) {
    const C = new Float64Array(N * N);
    for (let i = 0; i < N; i++)
      for (let k = 0; k < N; k++) {
        const a = A[i * N + k];
        for (let j = 0; j < N; j++) C[i * N + j] += a * B[k * N + j];
      }
    return C;
  }
  function transposed(A) {
    const T = new Float64Array(N * N);
    for (let i = 0; i < N; i++) for (let j = 0; j < N; j++) T[j * N + i] = A[i * N + j];
    return T;
  }

  // ---- training ---------------------------------------------------------------------------------------------------

  // The loss gradient R of outputs gain · B: a row per context, a column per word.
  function gradient(B, gain, P) {
    const R = new Float64Array(N * N);
    for (let word = 0; word < N; word++) {
      let sum = 0, seen = 0;
      for (let c = 0; c < N; c++) {
        sum += R[c * N + word] = Math.exp(gain * B[c * N + word]);
        seen += P[c * N + word];
      }
      for (let c = 0; c < N; c++) R[c * N + word] = N * ((R[c * N + word] / sum) * seen - P[c * N + word]);
    }
    return R;
  }

  function step([A, B, D], R, rate) {
    const Rt = transposed(R), BtR = product(transposed(B), R), DR = product(D, R), RA = product(R, A), BRt = product(B, Rt);
    const RtDR = product(Rt, DR), RBtR = product(R, BtR), RARt = product(RA, Rt);
    const a = new Float64Array(N * N), b = new Float64Array(N * N), d = new Float64Array(N * N);
    for (let i = 0; i < N; i++)
      for (let j = 0; j < N; j++) {
        const k = i * N + j, t = j * N + i;
        a[k] = A[k] - rate * (BtR[k] + BtR[t]) + rate * rate * RtDR[k];
        b[k] = B[k] - rate * (DR[k] + RA[k]) + rate * rate * RBtR[k];
        d[k] = D[k] - rate * (BRt[k] + BRt[t]) + rate * rate * RARt[k];
      }
    return [a, b, d];
  }

  // The inner products of the first n of the units that came with the figure; for ∞ those of units without chance.
  function start(width, bytes) {
    if (width === "∞") return [identity(), new Float64Array(N * N), identity()];
    const n = Number(width), blocks = [new Float64Array(N * N), new Float64Array(N * N), new Float64Array(N * N)];
    const sides = [[0, 0], [N, 0], [N, N]];
    for (let unit = 0; unit < n; unit++)
      sides.forEach(([row, column], which) => {
        for (let i = 0; i < N; i++) {
          const left = bytes[unit * 2 * N + row + i] / (1024 * n);
          for (let j = 0; j < N; j++) blocks[which][i * N + j] += left * bytes[unit * 2 * N + column + j];
        }
      });
    return blocks;
  }

  // The kernel of the words after every tenth step.
  function kernels(width, scaling, { P, bytes }) {
    if (width === "∞" && scaling === "NTK") return new Array(RECORDS).fill(identity());
    const root = scaling === "NTK" ? Math.sqrt(Number(width)) : 1;
    let G = start(width, bytes);
    const found = [G[0]];
    while (found.length < RECORDS) {
      for (let t = 0; t < EVERY; t++) G = step(G, gradient(G[1], root, P), RATE[scaling] / root);
      found.push(G[0]);
    }
    return found;
  }

  // ---- what is drawn ----------------------------------------------------------------------------------------------

  // a : b = c : ?, with the words of one place next to each other; of two words that fit alike the first is taken.
  function solved(K) {
    let right = 0, asked = 0;
    for (let a = 0; a < N; a++)
      for (let b = 0; b < N; b++)
        for (let c = a % ROLES; c < N; c += ROLES) {
          if (a === b || a === c || Math.floor(a / ROLES) !== Math.floor(b / ROLES)) continue;
          let best = -Infinity, chosen = -1;
          for (let w = 0; w < N; w++) {
            const fit = (K[b * N + w] - K[a * N + w] + K[c * N + w]) / Math.sqrt(K[w * N + w]);
            if (fit > best && w !== a && w !== b && w !== c) [best, chosen] = [fit, w];
          }
          asked++;
          if (chosen === c - (a % ROLES) + (b % ROLES)) right++;
        }
    return (100 * right) / asked;
  }

  const norm = (v) => Math.sqrt(v.reduce((s, x) => s + x * x, 0));
  const dot = (a, b) => a.reduce((s, x, i) => s + x * b[i], 0);

  // The words of two roles in their two main directions, turned towards the picture that the figure came with.
  function plane(K, looks, aim) {
    const pair = looks.map((_, k) => ROLES * (k >> 1) + (k & 1)), m = pair.length;
    let trace = 0;
    for (let i = 0; i < N; i++) trace += K[i * (N + 1)] / N;
    const S = pair.map((i) => pair.map((j) => K[i * N + j] / trace));
    const means = S.map((row) => row.reduce((a, b) => a + b) / m), all = means.reduce((a, b) => a + b) / m;
    S.forEach((row, i) => row.forEach((_, j) => (row[j] += all - means[i] - means[j])));
    const times = (v) => S.map((row) => dot(row, v));
    let q = [0, 1].map((side) => looks.map((row) => row[side]));
    for (let turn = 0; turn < 60; turn++) {
      const [x, y] = q.map(times), u = x.map((v) => v / norm(x)), along = dot(u, y);
      const rest = y.map((v, i) => v - along * u[i]);
      q = [u, rest.map((v) => v / norm(rest))];
    }
    const [x, y] = q.map((v) => { const size = Math.sqrt(dot(v, times(v))); return v.map((w) => w * size); });
    const [ax, ay] = [0, 1].map((side) => aim.map((row) => row[side]));
    const xx = dot(x, ax), xy = dot(x, ay), yx = dot(y, ax), yy = dot(y, ay);
    const flip = Math.hypot(xx - yy, yx + xy) > Math.hypot(xx + yy, yx - xy) ? -1 : 1;
    const angle = Math.atan2(yx - flip * xy, xx + flip * yy), c = Math.cos(angle), s = Math.sin(angle);
    return [x.map((v, i) => c * v + s * y[i]), x.map((v, i) => flip * (c * y[i] - s * v))];
  }

  // ---- the figure -------------------------------------------------------------------------------------------------

  const runs = {}; // by width and scaling: where the words stand, and how many analogies they solve
  let given;

  function run(width, scaling, meta) {
    given ??= {
      P: Float64Array.from(meta.P.flatMap((row) => Array.from(row, (count) => count / 60000))),
      bytes: Int8Array.from(atob(meta.W), (c) => c.charCodeAt(0)),
    };
    return (runs[width + scaling] ??= ((found) => ({
      places: found.map((K) => plane(K, meta.looks, meta.aim)),
      scores: found.map(solved),
    }))(kernels(width, scaling, given)));
  }

  const mix = (a, b, t) => a.map((v, i) => v + (b[i] - v) * t);

  CommonGround.live("infinite", ({ width, scaling, step: at }, first) => {
    const { places, scores } = run(width, scaling, first.layout.meta);
    const before = Math.floor(at / EVERY), after = Math.min(before + 1, RECORDS - 1), t = at / EVERY - before;
    const [x, y] = [0, 1].map((side) => mix(places[before][side], places[after][side], t));
    const role = (v, which) => v.filter((_, k) => k % 2 === which);
    const lines = (v) => v.flatMap((value, k) => (k % 2 ? [value, NaN] : [value]));
    const score = mix([scores[before]], [scores[after]], t);
    return [
      [["data", 0, "x"], role(x, 0)], [["data", 0, "y"], role(y, 0)],
      [["data", 1, "x"], role(x, 1)], [["data", 1, "y"], role(y, 1)],
      [["data", 2, "x"], lines(x)], [["data", 2, "y"], lines(y)],
      [["data", 4, "y"], scores],
      [["data", 5, "x"], [at]], [["data", 5, "y"], score],
    ];
  });
})();
