// What every Python of a page begins with: the interpreter, what it needs, and then no way out. Published beside Pyodide's files,
// which it knows by their names alone.
export const at = (name) => new URL(name, import.meta.url).href;
export const post = self.postMessage.bind(self);
export const step = (name) => post({ type: "step", name });

// Resolves with Python, `archives` unpacked and `module` imported, in a worker that can ask nobody for anything any more.
export async function boot(archives, module, importing) {
  const loaded = archives.map((name) => fetch(at(name)).then(load));
  step("loading");
  const { loadPyodide } = await import(at("pyodide.mjs"));
  const info = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" };
  const quiet = () => {};
  const python = await loadPyodide({
    indexURL: at("./"), stdLibURL: at("stdlib.zip"), lockFileContents: { info, packages: {} }, stdout: quiet, stderr: quiet,
  });
  step("unpacking");
  for (const archive of loaded) python.unpackArchive(await archive, "zip", { extractDir: "/lib/python3.14/site-packages" });
  step(importing);
  const page = python.pyimport(module);
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

// Tells the page how it went.
export function tell(booted) {
  booted.then(() => post({ type: "ready" }), (error) => post({ type: "failed", why: String(error?.message ?? error) }));
}

// What ends Python itself: os._exit, a stack that ran over, a memory that is full.
export function died(error) {
  post({ type: "died", why: String(error?.message ?? error).trimEnd().split("\n").at(-1) });
}
