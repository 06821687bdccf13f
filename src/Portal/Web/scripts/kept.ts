// What lies on the phone until it is sent: sealed by a key that cannot leave the browser, one for each account.

const NAME = "aid-road";
const FLAG = "aid-road";

/** A visit as it is written, before it is sealed. */
export interface Visit {
  task: string;
  account: string;
  /** Sent along with the record; the server does it once for a key. */
  key: string;
  receipt: string;
  person: string;
  service: { zh: string; en: string };
  place: { zh: string; en: string };
  address: string;
  due: string | null;
  fields: Record<string, string>;
  photos: string[];
  /** Finished by the visitor, and to be sent when there is a network. */
  ready: boolean;
  /** Why the server will never take it, in its words. */
  stands: string | null;
}

interface Sealed {
  id: string;
  account: string;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keys", { keyPath: "account" });
    request.result.createObjectStore("sealed", { keyPath: "id" });
  };
  return done(request);
}

async function within<T>(store: string, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  try {
    const transaction = db.transaction(store, mode);
    const finished = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    const result = await done(work(transaction.objectStore(store)));
    await finished;
    return result;
  } finally {
    db.close();
  }
}

async function keyOf(account: string): Promise<CryptoKey> {
  const kept = await within<{ key: CryptoKey } | undefined>("keys", "readonly", store => store.get(account));
  if (kept) return kept.key;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await within("keys", "readwrite", store => store.put({ account, key }));
  return key;
}

// The account and the place are sealed in, so that nothing opens as somebody else's or somewhere else.
const bound = (account: string, id: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(`${account}|${id}`);

async function seal(account: string, id: string, content: ArrayBuffer): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(account, id) }, await keyOf(account), content);
  localStorage.setItem(FLAG, "yes");
  await within("sealed", "readwrite", store => store.put({ id, account, iv, sealed } as Sealed));
}

async function unseal(row: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: bound(row.account, row.id) }, await keyOf(row.account), row.sealed);
}

export const possible = (): boolean => "indexedDB" in window && "serviceWorker" in navigator && !!crypto.subtle;

/** Whether anything was ever kept here; asked on pages that should not open a database for it. */
export const touched = (): boolean => localStorage.getItem(FLAG) === "yes";

const isVisit = (row: Sealed): boolean => row.id.indexOf("/") < 0;

/** Every visit on this phone, of whatever account. */
export async function owners(): Promise<{ task: string; account: string }[]> {
  const rows = await within<Sealed[]>("sealed", "readonly", store => store.getAll());
  return rows.filter(isVisit).map(row => ({ task: row.id, account: row.account }));
}

export async function read(task: string): Promise<Visit | undefined> {
  const row = await within<Sealed | undefined>("sealed", "readonly", store => store.get(task));
  return row && (JSON.parse(new TextDecoder().decode(await unseal(row))) as Visit);
}

export const write = (visit: Visit): Promise<void> => seal(visit.account, visit.task, new TextEncoder().encode(JSON.stringify(visit)).buffer);

/** A photo or a signature, beside the visit so that writing a word does not seal every photo anew. */
export const attach = (visit: Visit, name: string, content: ArrayBuffer): Promise<void> => seal(visit.account, `${visit.task}/${name}`, content);

export async function attached(visit: Visit, name: string): Promise<ArrayBuffer | undefined> {
  const row = await within<Sealed | undefined>("sealed", "readonly", store => store.get(`${visit.task}/${name}`));
  return row && unseal(row);
}

export const detach = (visit: Visit, name: string): Promise<undefined> => within("sealed", "readwrite", store => store.delete(`${visit.task}/${name}`));

/** The visit with everything that belongs to it; with an account's last visit goes its key. */
export async function remove(task: string): Promise<void> {
  const account = (await owners()).find(owner => owner.task === task)?.account;
  await within("sealed", "readwrite", store => store.delete(IDBKeyRange.bound(`${task}/`, `${task}/\uffff`)));
  await within("sealed", "readwrite", store => store.delete(task));
  if (account && !(await owners()).some(owner => owner.account === account)) await within("keys", "readwrite", store => store.delete(account));
}

/** Everything, with the page that serves it. */
export async function forget(): Promise<void> {
  localStorage.removeItem(FLAG);
  localStorage.removeItem(`${FLAG}-account`);
  await done(indexedDB.deleteDatabase(NAME) as IDBRequest<unknown>);
  for (const name of await caches.keys()) if (name.indexOf(NAME) === 0) await caches.delete(name);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}
