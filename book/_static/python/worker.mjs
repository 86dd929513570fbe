// The reader's Python. One message in, one answer out; what never ends is ended from outside, by ending this worker.
// It is published beside Pyodide's files and knows them by their names alone.
const at = (name) => new URL(name, import.meta.url).href;
const post = self.postMessage.bind(self);
const step = (name) => post({ type: "step", name });

async function boot() {
  const archives = ["numpy.zip", "course.zip"].map((name) => fetch(at(name)).then(load));
  step("loading");
  const { loadPyodide } = await import(at("pyodide.mjs"));
  const info = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" };
  const quiet = () => {};
  const python = await loadPyodide({
    indexURL: at("./"), stdLibURL: at("stdlib.zip"), lockFileContents: { info, packages: {} }, stdout: quiet, stderr: quiet,
  });
  step("unpacking");
  for (const archive of archives) python.unpackArchive(await archive, "zip", { extractDir: "/lib/python3.14/site-packages" });
  step("importing NumPy");
  python.pyimport("numpy").destroy();
  close();
  return python;
}

function load(answer) {
  if (!answer.ok) throw new Error(`${answer.url} is not there (${answer.status})`);
  return answer.arrayBuffer();
}

// What an answer has no business with. Python reaches the worker's globals through `js`. The page's policy keeps the network
// to this origin and bars eval; without these names there is no network, no storage and no other worker at all.
const OFF = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "RTCPeerConnection", "importScripts",
  "Worker", "SharedWorker", "BroadcastChannel", "caches", "CacheStorage", "Cache", "indexedDB", "IDBFactory", "cookieStore", "navigator",
  "webkitRequestFileSystem", "webkitRequestFileSystemSync", "Request", "Response", "FontFace", "fonts", "Notification",
];

function close() {
  for (const name of OFF)
    for (let scope = self; scope; scope = Object.getPrototypeOf(scope))
      if (Object.hasOwn(scope, name) && !delete scope[name]) throw new Error(`${name} cannot be taken away`);
}

const booted = boot();
booted.then(() => post({ type: "ready" }), (error) => post({ type: "failed", why: String(error?.message ?? error) }));

// What may be asked, and which function of the course answers.
const ANSWERS = { check: ["commonground.checks.page", "check"], run: ["commonground.checks.cell", "run_again"] };
const FILE = "/home/pyodide/file"; // where bytes that come with a request lie; the function is told this first

self.onmessage = async ({ data: { id, what, given, file } }) => {
  const python = await booted;
  try {
    if (file) python.FS.writeFile(FILE, file);
    const room = python.pyimport(ANSWERS[what][0]);
    const answer = room[ANSWERS[what][1]];
    const parts = (file ? [FILE, ...given] : given).map((part) => python.toPy(part));
    const found = answer(...parts);
    const result = found.toJs({ dict_converter: Object.fromEntries });
    for (const proxy of [room, answer, found, ...parts]) proxy.destroy?.();
    post({ type: "result", id, result });
  } catch (error) { // what ends Python itself: os._exit, a stack that ran over
    post({ type: "died", why: String(error?.message ?? error).split("\n").at(-1) });
  }
};
