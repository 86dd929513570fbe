// Keeps what Python in the page needs, and the pages that were opened, for when there is no network. Registered by a reader's
// first check, never before (see solve.js).
const KEPT = "commonground-offline";
const FIXED = "/python/"; // files there have a digest in their address: what is kept is right

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// What the page has loaded before this was there. Parts of an older build go.
addEventListener("message", (event) => event.waitUntil(keep(event)));
async function keep({ data: { addresses, at }, ports: [port] }) {
  const cache = await caches.open(KEPT);
  for (const { url } of await cache.keys()) if (url.includes(FIXED) && !url.startsWith(at)) await cache.delete(url);
  const missing = [];
  for (const address of addresses) if (!(await cache.match(address))) missing.push(cache.add(address).catch(() => {}));
  await Promise.all(missing);
  port.postMessage("kept");
}

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  event.respondWith(answer(event.request, url.pathname.includes(FIXED)));
});

async function answer(request, fixed) {
  const cache = await caches.open(KEPT);
  const kept = () => cache.match(request, { ignoreSearch: true }); // a version in an address, and a reader's view, are no other page
  if (fixed && (await kept())) return kept();
  try {
    const fresh = await fetch(request);
    if (fresh.ok && fresh.status === 200) cache.put(request, fresh.clone());
    return fresh;
  } catch (error) {
    const old = await kept();
    if (old) return old;
    throw error;
  }
}
