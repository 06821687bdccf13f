import "./all";
import "./parts";
import "./hand";
import "./applicant";
import "./leaving";
import "./minutes";
import "./news";
import "./papers";
import { phrases } from "./phrases";
import "./roll";
import { comeBack, from, leave, rows } from "./rows";
import "./suggest";
import "./unsent";
import "./visit";

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

/** The keys, over the page; whoever closes them is where they were. */
const help = document.querySelector<HTMLDialogElement>("dialog#keys");
let before: Element | null = null;
const show = (): void => {
  before = document.activeElement;
  help?.showModal();
};
help?.addEventListener("close", () => before instanceof HTMLElement && before.focus());
help?.querySelector("[data-keys-close]")?.addEventListener("click", () => help.close());
document.querySelector("[data-keys-show]")?.addEventListener("click", show);

// Opened by the mouse or by Enter: a click that Enter makes counts no press.
document.addEventListener("click", event => {
  const row = (event.target as Element).closest<HTMLAnchorElement>(".inbox a");
  if (row) leave(row, event.detail === 0);
});
window.addEventListener("pageshow", comeBack);

/** j and k walk through a list, Enter opens, a and r open at a choice, ? shows the keys; in a task a letter on a button leads to it. Nothing happens while somebody types. */
document.addEventListener("keydown", event => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) return;
  if (help?.open) {
    if (event.key === "?") help.close();
    return;
  }
  const all = rows();
  const at = all.indexOf(document.activeElement as HTMLAnchorElement);
  const first = at < 0 ? from() : undefined;
  switch (event.key) {
    case "j":
      (first ?? all[Math.min(all.length - 1, at + 1)])?.focus();
      break;
    case "k":
      (first ?? all[Math.max(0, at - 1)])?.focus();
      break;
    case "/":
      document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
      event.preventDefault();
      break;
    case "?":
      show();
      event.preventDefault();
      break;
    case "a":
    case "r":
      if (at < 0) reach(event.key);
      else if (!event.repeat && all[at].pathname.startsWith("/tasks/")) {
        leave(all[at], true);
        location.assign(`${all[at].href}#choose-${event.key}`);
      }
      break;
    default:
      reach(event.key);
  }
});
