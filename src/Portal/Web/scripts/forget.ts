import { forget, owners, possible, touched } from "./kept";

/** Whoever signs out leaves nothing on the phone; what was not sent is asked about first. */
document.querySelectorAll<HTMLFormElement>('form[action="/sign-out"]').forEach(form => {
  form.addEventListener("submit", event => {
    if (!possible() || !touched()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void (async () => {
      if ((await owners()).length > 0 && !confirm(form.dataset.unsent)) return;
      await forget();
      form.submit();
    })();
  });
});
