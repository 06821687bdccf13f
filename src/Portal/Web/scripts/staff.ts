import "./all";
import "./parts";
import "./hand";
import "./applicant";
import "./leaving";
import "./news";
import "./papers";
import { phrases } from "./phrases";
import "./roll";
import "./unsent";

document.querySelectorAll<HTMLElement>("[data-phrases]").forEach(phrases);

/** What waits for a key in the task: the button that agrees, or the place where a task is sent back. Each is only reached by it; pressing is another key. */
const reach = (choice: string): void => {
  const target = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(choice)}"]`);
  if (!target) return;
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.querySelector<HTMLElement>("select, input:not([type=hidden]), textarea, summary")?.focus();
  } else target.focus();
};

/** A task that was opened by a key of the list stands where that key leads; the address forgets it, so that going back and reloading do not choose again. */
const chosen = /^#choose-([a-z])$/.exec(location.hash)?.[1];
if (chosen && document.getElementById("decision")) {
  history.replaceState(history.state, "", location.pathname + location.search);
  reach(chosen);
}

/** j and k walk through a list, Enter opens, a and r open at a choice, ? shows the keys; in a task a letter on a button leads to it. Nothing happens while somebody types. */
document.addEventListener("keydown", event => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) return;
  const rows = Array.from(document.querySelectorAll<HTMLAnchorElement>(".inbox a"));
  const at = rows.indexOf(document.activeElement as HTMLAnchorElement);
  switch (event.key) {
    case "j":
      rows[Math.min(rows.length - 1, at + 1)]?.focus();
      break;
    case "k":
      rows[Math.max(0, at - 1)]?.focus();
      break;
    case "/":
      document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
      event.preventDefault();
      break;
    case "?": {
      const keys = document.querySelector<HTMLDetailsElement>("details[data-keys]");
      if (!keys) break;
      keys.open = !keys.open;
      keys.querySelector("summary")?.focus(); // what opened is read out
      break;
    }
    case "a":
    case "r":
      if (at < 0) reach(event.key);
      else if (!event.repeat && rows[at].pathname.startsWith("/tasks/")) location.assign(`${rows[at].href}#choose-${event.key}`);
      break;
    default:
      reach(event.key);
  }
});
