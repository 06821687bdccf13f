import { attach, attached, detach, owners, possible, read, remove, write, type Visit } from "./kept";
import { me, send, SIGNATURES, type Fault } from "./sending";
import { picturesOf, show, shrink } from "./shrink";
import { pad } from "./sign";

const MOST_PHOTOS = 12;
const find = <T extends HTMLElement>(query: string): T => document.querySelector<T>(query)!;
const say = (word: string): string => document.querySelector<HTMLElement>(`[data-word="${word}"]`)?.textContent ?? "";
const english = document.documentElement.lang === "en";
const of = (text: { zh: string; en: string }): string => (english ? text.en : text.zh);

const told = find("[data-told]");
const list = find<HTMLUListElement>("[data-list]");
const form = find<HTMLFormElement>("[data-visit]");
let visit: Visit | undefined;
/** Whose records are opened: whoever was signed in when there was last a network. */
let account = localStorage.getItem("aid-road-account");

function tell(word: string, look: "ok" | "warn" | "bad", more = ""): void {
  told.className = look === "ok" ? "said" : `said ${look}`;
  told.textContent = more ? `${say(word)} ${more}` : say(word);
  told.hidden = false;
  find("[data-sign-in]").hidden = word !== "signed-out" && word !== "other-account";
}

const keyOf = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

/** Takes a task along: what the page of the task says of it, and a key by which its record is known. */
async function keep(task: string): Promise<void> {
  if ((await owners()).some(owner => owner.task === task)) return;
  let answer: Response;
  try {
    answer = await fetch(`/visits/${task}/kept`, { headers: { Accept: "application/json" } });
  } catch {
    return tell("not-kept", "bad");
  }
  if (answer.status === 401) return tell("signed-out", "bad");
  if (!answer.ok) return tell("not-kept", "bad", ((await answer.json()) as { faults: Fault[] }).faults.map(fault => fault.words).join(" "));
  const kept = (await answer.json()) as Omit<Visit, "key" | "fields" | "photos" | "ready" | "stands">;
  await write({ ...kept, key: keyOf(), fields: { "visit.visitedOn": "", "visit.findings": "", "visit.familyMember": "", opinion: "" }, photos: [], ready: false, stands: null });
  if (navigator.storage?.persist) void navigator.storage.persist();
  tell("kept", "ok");
}

async function draw(): Promise<void> {
  list.textContent = "";
  const all = await owners();
  for (const { task, account: owner } of all) {
    const line = document.createElement("li");
    const kept = owner === account ? await read(task) : undefined;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = kept ? `${kept.person} ${kept.receipt}` : say("of-another");
    button.disabled = !kept;
    button.addEventListener("click", () => void openVisit(task));
    line.append(button);
    if (kept) {
      const tag = document.createElement("span");
      tag.className = `tag ${kept.stands ? "bad" : kept.ready ? "warn" : ""}`;
      tag.textContent = say(kept.stands ? "stands" : kept.ready ? "waiting" : "open");
      line.append(" ", tag);
    }
    list.append(line);
  }
  find("[data-empty]").hidden = all.length > 0;
}

async function openVisit(task: string): Promise<void> {
  visit = await read(task);
  if (!visit) return;
  for (const [name, value] of [["person", visit.person], ["receipt", visit.receipt], ["service", of(visit.service)], ["place", of(visit.place)], ["address", visit.address], ["due", visit.due ?? ""]])
    find(`[data-fact="${name}"]`).textContent = value;
  for (const name of Object.keys(visit.fields)) (form.elements.namedItem(name) as HTMLInputElement).value = visit.fields[name];
  for (const name of SIGNATURES) {
    const content = await attached(visit, name);
    if (content) await show(content, find<HTMLCanvasElement>(`canvas[data-sign="${name}"]`));
    else pads[name].clear();
  }
  await drawPhotos();
  faulty([]);
  form.hidden = false;
  if (visit.stands) tell("stands-against", "bad", visit.stands);
  find("[data-discard-words]").hidden = !visit.stands;
  find("h2[data-fact=person]").focus();
}

async function drawPhotos(): Promise<void> {
  const place = find("[data-photos]");
  place.textContent = "";
  for (const name of visit!.photos) {
    const content = await attached(visit!, name);
    if (!content) continue;
    const line = document.createElement("li");
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [240, 180];
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${say("photo")} ${visit!.photos.indexOf(name) + 1}`);
    await show(content, canvas);
    const away = document.createElement("button");
    away.type = "button";
    away.className = "link";
    away.textContent = `${say("remove-photo")} ${visit!.photos.indexOf(name) + 1}`;
    away.addEventListener("click", () => void removePhoto(name));
    line.append(canvas, away);
    place.append(line);
  }
}

async function removePhoto(name: string): Promise<void> {
  visit!.photos = visit!.photos.filter(photo => photo !== name);
  await write(visit!);
  await detach(visit!, name);
  await drawPhotos();
}

/** Writes what the fields say; what was finished and is changed again is no longer finished. */
let writing: Promise<void> = Promise.resolve();
function note(): Promise<void> {
  const now = visit;
  if (!now) return writing;
  for (const name of Object.keys(now.fields)) now.fields[name] = (form.elements.namedItem(name) as HTMLInputElement).value;
  const as = JSON.parse(JSON.stringify(now)) as Visit;
  writing = writing.then(() => write(as));
  return writing;
}

function faulty(faults: Fault[]): void {
  document.querySelectorAll("[data-fault]").forEach(place => (place.textContent = ""));
  for (const fault of faults) {
    const place = document.querySelector<HTMLElement>(`[data-fault="${fault.field}"]`) ?? find("[data-fault=other]");
    place.textContent = fault.words;
  }
  if (faults.length > 0) document.querySelector<HTMLElement>(`[name="${faults[0].field}"], [data-box="${faults[0].field}"]`)?.focus();
}

/** What the server would ask for too; told at once, as there may be no network for hours. */
async function missing(now: Visit): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const field of ["visit.visitedOn", "visit.findings", "visit.familyMember"]) if (!now.fields[field].trim()) faults.push({ field, words: say(`no-${field}`) });
  for (const name of SIGNATURES) if (!(await attached(now, name))) faults.push({ field: `visit.${name}`, words: say("no-signature") });
  return faults;
}

let sending = false;
async function deliver(task: string): Promise<void> {
  const now = await read(task);
  if (!now || sending) return;
  sending = true;
  tell("sending", "warn");
  try {
    const outcome = await send(now);
    if (outcome.is === "taken") {
      await remove(task);
      if (visit?.task === task) {
        visit = undefined;
        form.hidden = true;
      }
      tell("taken", "ok", `${now.person} ${now.receipt}`);
    } else if (outcome.is === "to-mend") {
      await write({ ...now, ready: false });
      await openVisit(task);
      faulty(outcome.faults);
      tell("to-mend", "bad");
    } else if (outcome.is === "stands-against") {
      await write({ ...now, ready: false, stands: outcome.words });
      await openVisit(task);
    } else tell(outcome.is, outcome.is === "offline" ? "warn" : "bad");
  } finally {
    sending = false;
  }
  await draw();
}

async function deliverWaiting(): Promise<void> {
  for (const { task, account: owner } of await owners()) if (owner === account && (await read(task))?.ready) await deliver(task);
}

const pads: Record<string, { clear(): void }> = {};
for (const name of SIGNATURES) {
  const canvas = find<HTMLCanvasElement>(`canvas[data-sign="${name}"]`);
  pads[name] = pad(canvas, () => void picturesOf(canvas, "image/jpeg").then(async blob => visit && attach(visit, name, await blob.arrayBuffer())));
  find(`[data-clear="${name}"]`).addEventListener("click", () => {
    pads[name].clear();
    if (visit) void detach(visit, name);
  });
  find<HTMLInputElement>(`[data-paper="${name}"]`).addEventListener("change", event => void paper(event.target as HTMLInputElement, canvas, name));
}

async function paper(picker: HTMLInputElement, canvas: HTMLCanvasElement, name: string): Promise<void> {
  const photo = picker.files?.[0];
  picker.value = "";
  if (!photo || !visit) return;
  const small = await shrinkOrTell(photo);
  if (!small) return;
  const content = await small.arrayBuffer();
  await attach(visit, name, content);
  await show(content, canvas);
}

async function shrinkOrTell(photo: Blob): Promise<Blob | undefined> {
  try {
    return await shrink(photo);
  } catch {
    tell("no-picture", "bad");
    return undefined;
  }
}

find<HTMLInputElement>("[data-take]").addEventListener("change", event => {
  const picker = event.target as HTMLInputElement;
  void (async () => {
    for (const photo of Array.from(picker.files ?? [])) {
      if (!visit) return;
      if (visit.photos.length >= MOST_PHOTOS) {
        tell("too-many", "bad");
        break;
      }
      const small = await shrinkOrTell(photo);
      if (!small) continue;
      const name = `photo-${keyOf()}`;
      await attach(visit, name, await small.arrayBuffer());
      visit.photos.push(name);
      await note();
    }
    picker.value = "";
    await drawPhotos();
  })();
});
form.addEventListener("input", () => void note());
form.addEventListener("submit", event => {
  event.preventDefault();
  void (async () => {
    await note();
    if (!visit) return;
    const faults = await missing(visit);
    faulty(faults);
    if (faults.length > 0) return tell("to-mend", "bad");
    visit.ready = true;
    await note();
    await deliver(visit.task);
  })();
});
find("[data-discard]").addEventListener("click", () => {
  if (!visit || !confirm(say("discard-sure"))) return;
  const task = visit.task;
  visit = undefined;
  form.hidden = true;
  void writing.then(() => remove(task)).then(draw).then(() => tell("discarded", "ok"));
});
addEventListener("online", () => void network());
addEventListener("offline", () => void network());

/** Asks who is signed in where there is a network, and sends what waits. */
async function network(): Promise<void> {
  const who = await me();
  find("[data-network]").textContent = say(who === undefined ? "no-network" : "network");
  if (who) {
    account = who.account;
    localStorage.setItem("aid-road-account", account);
  } else if (who === null && (await owners()).length > 0) tell("signed-out", "bad");
  await draw();
  if (who) await deliverWaiting();
}

async function begin(): Promise<void> {
  if (!possible()) return tell("not-possible", "bad");
  await navigator.serviceWorker.register("/visits/worker.js");
  const asked = new URLSearchParams(location.search).get("keep");
  await network();
  if (asked) {
    await keep(asked);
    history.replaceState(null, "", location.pathname);
    await draw();
    await openVisit(asked);
    await navigator.serviceWorker.ready; // until then the page would not come without network
  }
  document.documentElement.dataset.ready = "yes";
}

void begin();
