// Points on a circle, their widest gap, and the bar that begins when it closes: computed in the page. Points can be dragged.
//
// With the figure come, in layout.meta, the angles of every sampler, draw and number of points, and for each number the
// law of births. tests/site/test_gaps.py holds these births and the package's together.
(() => {
  "use strict";

  const TURN = 2 * Math.PI, LATEST = Math.sqrt(3); // the chord of a third of the circle
  const EDGE = 1.2; // of the axes: a place beyond it waits for its point
  const ARC = 30; // points of the line along a gap
  const around = (angle) => ((angle % TURN) + TURN) % TURN;
  const onCircle = (angle) => [Math.cos(angle), Math.sin(angle)];

  // Where the widest gap begins, and how wide it is.
  function widest(angles) {
    const sorted = [...angles].sort((a, b) => a - b);
    return sorted.map((a, k) => [a, around((sorted[k + 1] ?? sorted[0]) - a)]).reduce((a, b) => (b[1] > a[1] ? b : a));
  }

  // The height of a curve through points that rise.
  function height(x, y, at) {
    const k = Math.max(1, Array.from(x).findIndex((v) => v >= at));
    return y[k - 1] + ((at - x[k - 1]) / (x[k] - x[k - 1])) * (y[k] - y[k - 1]);
  }

  const chosen = new WeakMap(); // which set of points each figure shows: another choice undoes what a hand has moved

  CommonGround.live("gaps", ({ points, sampler, draw, places }, first) => {
    const { angles, numbers, laws, handles } = first.layout.meta, count = Math.round(points);
    const choice = `${count} ${sampler} ${draw}`, moved = places.some(([x], i) => x !== handles.places[i][0]);
    if (chosen.get(first) !== choice && (chosen.has(first) || !moved)) {
      const drawn = angles[sampler][Math.round(draw) - 1][numbers.indexOf(count)];
      places.forEach((_, i) => (places[i] = i < count ? onCircle(drawn[i]) : [9, 9]));
    }
    chosen.set(first, choice);
    // A hand may leave the circle, a point may not; one without a place of its own goes to the far side.
    const there = places.slice(0, count).map(([x, y]) => (x > EDGE ? Math.PI : Math.atan2(y, x)));
    there.forEach((angle, i) => (places[i] = onCircle(angle)));
    const [from, gap] = widest(there.map(around));
    const arc = Array.from({ length: ARC }, (_, k) => onCircle(from + (gap * k) / (ARC - 1)));
    const birth = Math.min(gap < TURN / 3 ? 2 * Math.sin(gap / 2) : LATEST, LATEST);
    const scales = first.data[1].x, law = laws[count], share = height(scales, law, birth);
    return [
      [["data", 0, "x"], arc.map((p) => p[0])], [["data", 0, "y"], arc.map((p) => p[1])],
      [["data", 1, "y"], law],
      [["data", 2, "x"], [birth, LATEST]], [["data", 2, "y"], [share, share]],
      [["data", 3, "x"], [birth, birth]],
      [["data", 4, "x"], there.map(Math.cos)], [["data", 4, "y"], there.map(Math.sin)],
    ];
  });
})();
