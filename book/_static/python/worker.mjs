// The reader's Python. One message in, one answer out; what never ends is ended from outside, by ending this worker.
import { boot, died, post, tell } from "./boot.mjs";

const booted = boot(["numpy.tgz", "course.tgz"], "numpy", "importing NumPy");
tell(booted);

// What may be asked, and which function of the course answers.
const ANSWERS = { check: ["commonground.checks.page", "check"], run: ["commonground.checks.cell", "run_again"] };
const FILE = "/home/pyodide/file"; // where bytes that come with a request lie; the function is told this first

self.onmessage = async ({ data: { id, what, given, file } }) => {
  const { python } = await booted;
  try {
    if (file) python.FS.writeFile(FILE, file);
    const room = python.pyimport(ANSWERS[what][0]);
    const answer = room[ANSWERS[what][1]];
    const parts = (file ? [FILE, ...given] : given).map((part) => python.toPy(part));
    const found = answer(...parts);
    const result = found.toJs({ dict_converter: Object.fromEntries });
    for (const proxy of [room, answer, found, ...parts]) proxy.destroy?.();
    post({ type: "result", id, result });
  } catch (error) {
    died(error);
  }
};
