// Leaving a page with something typed that was not sent asks first, in forms that wish it; also where an answer gave back what was typed before, and nothing keeps it yet.
const forms = Array.from(document.querySelectorAll<HTMLFormElement>("form[data-leaving]"));
const said = (form: HTMLFormElement): string => Array.from(new FormData(form)).map(([name, value]) => `${name}=${String(value)}`).join("\n");
const before = new Map(forms.map(form => [form, said(form)]));
let isSent = false;

document.addEventListener("submit", event => {
  if (forms.indexOf(event.target as HTMLFormElement) >= 0) isSent = !event.defaultPrevented;
});

addEventListener("pageshow", () => {
  isSent = false; // back from where it was sent
});

addEventListener("beforeunload", event => {
  if (!isSent && forms.some(form => form.dataset.leaving === "unsaved" || said(form) !== before.get(form))) event.preventDefault();
});
