// Answers for one visit's page while there is no connection; every other address is left alone.
const KEPT = "on-site-1";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(keep(event.data.keep).then(() => event.ports[0].postMessage("kept")));
});

async function keep(addresses) {
  const cache = await caches.open(KEPT);
  await Promise.all(addresses.map(async (address) => {
    const answer = await fetch(address, { redirect: "manual" });
    if (answer.ok) await cache.put(address, answer);
  }));
}

addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answered(event.request));
});

async function answered(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreVary: true });
  if (!kept) return fetch(request);
  try {
    const fresh = await fetch(request);
    // Whoever may no longer see the page is not shown what the device kept of it.
    if (fresh.ok && !fresh.redirected) await cache.put(request, fresh.clone());
    else if (fresh.status === 403 || fresh.status === 404) await cache.delete(request);
    return fresh;
  } catch {
    return kept;
  }
}
