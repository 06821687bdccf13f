import "./parts";
import "./hand";
import "./applicant";
import "./news";
import "./papers";
import { phrases } from "./phrases";
import "./roll";

document.querySelectorAll<HTMLElement>("[data-phrases]").forEach(phrases);

/** j and k walk through a list, Enter opens, ? shows the keys; a letter on a button presses it. Nothing happens while somebody types. */
document.addEventListener("keydown", event => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, textarea, select")) return;
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
    case "?":
      document.querySelector<HTMLDetailsElement>("details[data-keys]")?.toggleAttribute("open");
      break;
    default:
      document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`)?.focus();
  }
});
