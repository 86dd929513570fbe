// The reader's Python. One message in, one answer out; what never ends is ended from outside, by ending this worker.
import { boot, died, post, tell } from "./boot.mjs";

const booted = boot(["numpy.zip", "course.zip"], "commonground.checks.page", "importing NumPy");
tell(booted);

self.onmessage = async ({ data: { id, number, cells, above } }) => {
  const { python, page } = await booted;
  try {
    const given = [python.toPy(cells), python.toPy(above)];
    const found = page.check(number, ...given);
    const result = found.toJs({ dict_converter: Object.fromEntries });
    for (const proxy of [found, ...given]) proxy.destroy();
    post({ type: "result", id, result });
  } catch (error) {
    died(error);
  }
};
