import "htmx.org";

// A list changes in place where its page says so (hx-…). What is not that list (a session ended, the system is away) is shown as the browser would have shown it.

interface Asked {
  ctx: { request: { action: string }; response?: { raw: Response } };
}

document.addEventListener("htmx:before:response", event => {
  const { request, response } = (event as CustomEvent<Asked>).detail.ctx;
  if (response && response.raw.ok && !response.raw.redirected) return;
  event.preventDefault();
  location.assign(request.action);
});
document.addEventListener("htmx:error", event => {
  const { request, response } = (event as CustomEvent<Asked>).detail.ctx;
  if (!response) location.assign(request.action);
});
