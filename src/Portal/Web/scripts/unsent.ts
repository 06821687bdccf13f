// What was typed into a decision is there again after another form of the page went out (a claim, a correction, a copy): for half an hour, in this tab alone, and for nobody after a sign-out.

interface Unsent {
  at: number;
  fields: Record<string, string | boolean>;
}

const PREFIX = "aid-unsent:";
const LONGEST = 30 * 60 * 1000;

type Typed = HTMLInputElement | HTMLTextAreaElement;

const decision = document.getElementById("decision") as HTMLFormElement | null;
const typed = (): Typed[] => Array.from(decision?.elements ?? []).filter((one): one is Typed => one instanceof HTMLTextAreaElement || (one instanceof HTMLInputElement && /^(text|date|checkbox)$/.test(one.type) && one.name !== ""));
const isTick = (one: Typed): one is HTMLInputElement => one.type === "checkbox";
const nameOf = (one: Typed): string => (isTick(one) ? `${one.name}=${one.value}` : one.name);

const forget = (): void => {
  for (const key of Object.keys(sessionStorage)) if (key.indexOf(PREFIX) === 0) sessionStorage.removeItem(key);
};

document.addEventListener("submit", event => {
  const form = event.target as HTMLFormElement;
  if (form.getAttribute("action") === "/sign-out") forget();
  else if (decision && form !== decision) {
    const fields: Unsent["fields"] = {};
    for (const one of typed())
      if (isTick(one)) {
        if (one.checked !== one.defaultChecked) fields[nameOf(one)] = one.checked;
      } else if (one.value !== one.defaultValue) fields[nameOf(one)] = one.value;
    if (Object.keys(fields).length > 0) sessionStorage.setItem(PREFIX + decision.action, JSON.stringify({ at: Date.now(), fields } as Unsent));
  }
});

if (decision) {
  const kept = sessionStorage.getItem(PREFIX + decision.action);
  sessionStorage.removeItem(PREFIX + decision.action);
  const unsent = kept === null ? null : (JSON.parse(kept) as Unsent);
  if (unsent && Date.now() - unsent.at < LONGEST)
    for (const one of typed()) {
      const was = unsent.fields[nameOf(one)];
      if (typeof was === "boolean") (one as HTMLInputElement).checked = was;
      else if (was !== undefined) one.value = was;
    }
}
