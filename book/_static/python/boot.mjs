// What every Python of a page begins with: the interpreter, what it needs, and then no way out. Published beside Pyodide's files,
// which it knows by their names alone.
import { lay, unpacked } from "./tar.mjs";

export const at = (name) => new URL(name, import.meta.url).href;
export const post = self.postMessage.bind(self);
export const step = (name) => post({ type: "step", name });

// Resolves with Python, `archives` unpacked and `module` imported, in a worker that can ask nobody for anything any more.
export async function boot(archives, module, importing) {
  const loaded = Promise.all(archives.map((name) => fetch(at(name)).then(unpacked)));
  // Before Python begins, and by the browser: Python's own unpacking costs several times as much.
  const fsInit = (FS, { sitePackages }) => loaded.then((tars) => tars.forEach((tar) => lay(FS, sitePackages, tar)), () => {});
  step("loading");
  const { loadPyodide } = await import(at("pyodide.mjs"));
  const info = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.0" };
  const quiet = () => {};
  const python = await loadPyodide({
    indexURL: at("./"), stdLibURL: at("stdlib.zip"), lockFileContents: { info, packages: {} }, stdout: quiet, stderr: quiet, fsInit,
  });
  await loaded; // what did not come is said here
  step(importing);
  const page = python.pyimport(module);
  close();
  return { python, page };
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
