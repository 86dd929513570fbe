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
  const page = python.pyimport("commonground.checks.page");
  close();
  return { python, page };
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

self.onmessage = async ({ data: { id, number, cells, above } }) => {
  const { python, page } = await booted;
  try {
    const given = [python.toPy(cells), python.toPy(above)];
    const found = page.check(number, ...given);
    const result = found.toJs({ dict_converter: Object.fromEntries });
    for (const proxy of [found, ...given]) proxy.destroy();
    post({ type: "result", id, result });
  } catch (error) { // what ends Python itself: os._exit, a stack that ran over
    post({ type: "died", why: String(error?.message ?? error).split("\n").at(-1) });
  }
};
