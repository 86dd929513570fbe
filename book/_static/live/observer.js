// An observer of chaotic waves, whose sensors the reader drags: forecast and correction, computed in the page.
//
// With the figure comes layout.meta: a recorded truth, what noise each sensor has, the weights of a trained network, the
// factors of the exact linear part as circular kernels, and the covariance of waves by distance.
// tests/site/test_functions.py holds this and the same observer in NumPy together.
(() => {
  "use strict";

  const LIMIT = 8; // a forecast is cut there, so that one that is lost stays on the page

  // The error function, to 1.5e-7 (Abramowitz and Stegun 7.1.26).
  function erf(x) {
    const t = 1 / (1 + 0.3275911 * Math.abs(x));
    const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x);
    return x < 0 ? tail - 1 : 1 - tail;
  }
  const gelu = (x) => (x / 2) * (1 + erf(x / Math.SQRT2));

  // A circular convolution as the network has it: K by output, input and tap, flat; channels of n values each.
  function layer(channels, K, bias) {
    const n = channels[0].length, taps = K.length / (bias.length * channels.length), reach = (taps - 1) / 2;
    const padded = channels.map((h) => Float64Array.from({ length: n + 2 * reach }, (_, i) => h[(i - reach + n) % n]));
    return Array.from(bias, (b, o) => {
      const out = new Float64Array(n).fill(b);
      padded.forEach((h, c) => {
        for (let t = 0; t < taps; t++) {
          const w = K[(o * padded.length + c) * taps + t];
          for (let i = 0; i < n; i++) out[i] += w * h[i + t];
        }
      });
      return out;
    });
  }

  const round = (kernel, u) => u.map((_, i) => kernel.reduce((sum, w, d) => sum + w * u[(i - d + u.length) % u.length], 0));

  function forecast(u, { weights, linear, learned }) {
    let h = [u];
    weights.forEach(([K, bias], i) => {
      h = layer(h, K, bias);
      if (i < weights.length - 1) h.forEach((channel) => channel.forEach((v, k) => (channel[k] = gelu(v))));
    });
    const still = round(linear, u), moved = round(learned, h[0]);
    return still.map((v, i) => Math.max(-LIMIT, Math.min(LIMIT, v + moved[i])));
  }

  // The solution of M x = y for a small symmetric positive matrix, by elimination.
  function solve(M, y) {
    const A = M.map((row, i) => [...row, y[i]]), k = A.length;
    for (let i = 0; i < k; i++)
      for (let j = 0; j < k; j++) {
        if (j === i) continue;
        const factor = A[j][i] / A[i][i];
        for (let c = i; c <= k; c++) A[j][c] -= factor * A[i][c];
      }
    return A.map((row, i) => row[k] / row[i]);
  }

  // What measurements at these places say of all n: B Hᵀ (H B Hᵀ + σ² I)⁻¹ y, with covariances by distance.
  function spread(y, at, covariance, noise) {
    const n = covariance.length, B = (i, j) => covariance[(i - j + n) % n];
    const x = solve(at.map((i) => at.map((j) => B(i, j) + (i === j ? noise * noise : 0))), y);
    return Float64Array.from({ length: n }, (_, i) => at.reduce((sum, j, s) => sum + B(i, j) * x[s], 0));
  }

  const rms = (a, b) => Math.sqrt(a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0) / a.length);

  // Both guesses at all times, and how far they are off.
  function watch(at, noise, meta) {
    const n = meta.truth[0].length, small = meta.climate.map((c) => c / 16);
    let u = new Float64Array(n);
    return meta.truth.map((state, t) => {
      const measured = at.map((place, s) => state[place] + noise * meta.kicks[t][s]);
      if (t > 0) u = forecast(u, meta);
      const surprise = spread(measured.map((v, s) => v - u[at[s]]), at, small, noise);
      u = u.map((v, i) => v + surprise[i]);
      const guess = spread(measured, at, meta.climate, noise);
      return { u, guess, errors: [rms(u, state) / meta.size, rms(guess, state) / meta.size] };
    });
  }

  let known, run; // of the last sensors and noise: while time plays, nothing is computed anew

  CommonGround.live("observer", ({ sensors, noise, time, places }, { data, layout: { meta } }) => {
    const shown = places.slice(0, Math.round(sensors)), step = meta.length / meta.truth[0].length;
    const at = [...new Set(shown.map(([x]) => Math.round(x / step) % meta.truth[0].length))];
    const asked = JSON.stringify([at, noise]);
    if (asked !== known) [known, run] = [asked, watch(at, noise, meta)];
    const t = Math.round(time / meta.every), now = run[t];
    return [
      [["data", 0, "y"], meta.truth[t]], [["data", 1, "y"], now.u], [["data", 2, "y"], now.guess],
      [["data", 3, "x"], shown.map(([x]) => x)], [["data", 3, "y"], shown.map(() => data[3].y[0])],
      [["data", 4, "y"], run.map(({ errors }) => Math.min(2, errors[0]))], [["data", 5, "y"], run.map(({ errors }) => errors[1])],
      [["data", 6, "x"], [time, time]],
    ];
  });
})();
