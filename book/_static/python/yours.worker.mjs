// The Python of Measure yours: a method of commonground.site.live.yours.Yours and what it is given in, its result out, or the
// message of the error that it raised. How far a long one is, is said on the way.
import { boot, died, post, tell } from "./boot.mjs";

const archives = ["numpy.tgz", "more.tgz", "f2py.tgz", "scipy.tgz", "joblib.tgz", "measures.tgz"];
const booted = boot(archives, "commonground.site.live.yours", "importing SciPy").then(({ python, page }) => ({ python, yours: page.Yours() }));
tell(booted);

self.onmessage = async ({ data: { id, method, given } }) => {
  const { python, yours } = await booted;
  const far = (done, of) => post({ type: "step", name: { done, of } });
  const inputs = [...given.map((value) => python.toPy(value)), ...(method === "pair" ? [far] : [])];
  try {
    const found = yours[method](...inputs);
    const result = found?.toJs ? found.toJs({ dict_converter: Object.fromEntries }) : found;
    for (const value of [found, ...inputs]) value?.destroy?.();
    post({ type: "result", id, result });
  } catch (error) {
    const full = error.type === "MemoryError" || /array is too big/.test(error.message); // NumPy says so of what no memory could hold
    const refuse = (words) => post({ type: "result", id, result: { refused: words } });
    if (full) refuse("This is more than fits the memory of a page: bring fewer stimuli, or use the package on a machine of your own.");
    else if (error.type === "ValueError") refuse(error.message.trimEnd().split("\nValueError: ").at(-1));
    else died(error);
  }
};
