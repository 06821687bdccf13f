// Serves one page and its files without network, and nothing else. KEPT stands before this text where it is answered.

interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}

interface Asked extends Waiting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Worker extends EventTarget {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

declare const KEPT: { page: string; assets: string[] };

const worker = self as unknown as Worker;
const store = `aid-road:${KEPT.assets.join(":")}`;
/** A network that does not answer is none. */
const PATIENCE = 4000;

const on = <T>(name: string, act: (event: T) => void): void => worker.addEventListener(name, event => act(event as unknown as T));

on<Waiting>("install", event =>
  event.waitUntil(
    caches
      .open(store)
      .then(cache => cache.addAll([KEPT.page].concat(KEPT.assets)))
      .then(() => worker.skipWaiting()),
  ),
);

on<Waiting>("activate", event =>
  event.waitUntil(
    caches
      .keys()
      .then(names => Promise.all(names.filter(name => name.indexOf("aid-road:") === 0 && name !== store).map(name => caches.delete(name))))
      .then(() => worker.clients.claim()),
  ),
);

on<Asked>("fetch", event => {
  const { method, url, mode } = event.request;
  const address = new URL(url);
  if (method !== "GET" || address.origin !== location.origin) return;
  if (mode === "navigate" && address.pathname === KEPT.page) event.respondWith(page(event.request));
  else if (KEPT.assets.indexOf(address.pathname) >= 0) event.respondWith(caches.match(address.pathname).then(kept => kept || fetch(event.request)));
});

/** Fresh where there is a network, so that language and version follow; otherwise as it was kept. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(store);
  const kept = await cache.match(KEPT.page);
  const fresh = fetch(request).then(answer => {
    if (answer.ok) void cache.put(KEPT.page, answer.clone());
    return answer;
  });
  if (!kept) return fresh;
  return Promise.race([fresh, new Promise<Response>(resolve => setTimeout(() => resolve(kept), PATIENCE))]).catch(() => kept);
}
