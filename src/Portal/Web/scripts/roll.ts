import { hear } from "./live";

// A roll shows by itself what becomes of its lines; without script one reloads the page.

/** Somebody writes there, or has chosen a file: it is left as it is. */
const inUse = (part: HTMLElement): boolean =>
  part.contains(document.activeElement) || Array.from(part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input:not([type=hidden]), textarea")).some(field => field.value !== "");

const refresh = async (): Promise<void> => {
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of Array.from(document.querySelectorAll<HTMLElement>("[data-part]"))) {
    const now = fresh.querySelector<HTMLElement>(`[data-part="${part.dataset.part}"]`);
    if (now && !inUse(part)) part.replaceWith(document.importNode(now, true));
  }
};

const roll = document.querySelector<HTMLElement>("[data-roll]");
if (roll?.dataset.roll) {
  let stands = roll.dataset.stands;
  hear(roll.dataset.roll, "roll", data => {
    const news = JSON.parse(data) as { stands: string };
    if (news.stands === stands) return;
    stands = news.stands;
    void refresh();
  });
}
