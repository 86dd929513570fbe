// A grand tour: a cloud of many dimensions, seen in a plane that turns slowly through all of them. Computed in the page.
//
// With the figure comes layout.meta: the cloud at each epoch as signed bytes, the plane at each
// stop of the tour, and which points each trace holds.
// Between two stops the plane is a mixture of both. tests/site/test_tour.py holds this and NumPy together.
(() => {
  "use strict";

  let cloud; // the bytes, unpacked once

  const mix = (a, b, t) => a.map((v, i) => v + (b[i] - v) * t);

  CommonGround.live("tour", ({ turn, epoch }, first) => {
    const { bytes, scale, points, dimensions, planes, epochs, members } = first.layout.meta;
    cloud ??= Int8Array.from(atob(bytes), (c) => c.charCodeAt(0));
    const stop = Math.floor(turn);
    const plane = mix(planes[stop], planes[Math.min(stop + 1, planes.length - 1)], turn - stop);
    const start = epochs.indexOf(epoch) * points * dimensions;
    const seen = (group, axis) =>
      group.map((i) => {
        let sum = 0;
        for (let k = 0; k < dimensions; k++) sum += cloud[start + i * dimensions + k] * plane[2 * k + axis];
        return sum * scale;
      });
    return members.flatMap((group, trace) => [
      [["data", trace, "x"], seen(group, 0)],
      [["data", trace, "y"], seen(group, 1)],
    ]);
  });
})();
