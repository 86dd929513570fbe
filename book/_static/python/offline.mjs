// After a reader's first result the site may keep what they need for the next one, where they have no network: this page, what it
// has loaded, and these files of the folder that holds Python's parts.
let staying;
export function stayOffline(root, folder, names) {
  if (staying || !navigator.serviceWorker) return;
  staying = (async () => {
    const { active, installing, waiting } = await navigator.serviceWorker.register(new URL("sw.js", root));
    const worker = active ?? waiting ?? installing;
    const at = new URL(folder, root).href;
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    const addresses = [location.href.split("#")[0], ...loaded.filter((name) => name.startsWith(root.href)), ...names.map((name) => at + name)];
    const answered = new MessageChannel();
    const kept = new Promise((resolve) => (answered.port1.onmessage = resolve));
    worker.postMessage({ addresses, at }, [answered.port2]);
    await kept;
    document.documentElement.dataset.offline = "kept";
  })().catch(() => {}); // a browser that keeps nothing checks all the same
}
