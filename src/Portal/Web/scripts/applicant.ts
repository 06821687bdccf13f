import "./forget";
import "./passkeys";
import { sendOnce, show, underWay } from "./posting";
import { signing } from "./signing";

// Everything here is a comfort: without script the same forms work.

/** Shows how far an upload has come, and keeps the chosen file and a way to try again when it breaks off. */
function upload(form: HTMLFormElement): void {
  const picker = form.querySelector<HTMLInputElement>("input[type=file]");
  const bar = form.querySelector<HTMLProgressElement>("progress");
  const word = form.querySelector<HTMLElement>("[data-said]");
  if (!picker || !bar || !word || !("upload" in new XMLHttpRequest())) return;

  const say = (text: string | undefined, bad: boolean) => {
    word.textContent = text ?? "";
    word.className = bad ? "fault" : "hint";
  };
  form.addEventListener("submit", event => {
    if (!picker.files || picker.files.length === 0) return;
    event.preventDefault();
    if (form.dataset.sent === "yes") return;
    const request = new XMLHttpRequest();
    bar.hidden = false;
    bar.value = 0;
    say(form.dataset.sending, false);
    request.upload.onprogress = step => {
      if (step.lengthComputable) bar.value = step.loaded / step.total;
    };
    const failed = () => {
      bar.hidden = true;
      underWay(form, false);
      say(form.dataset.failed, true);
    };
    request.onload = () => {
      // A system that is busy or away says so in a page; the chosen file stays with this one.
      if (request.status >= 500) return failed();
      // The server answers with the page that comes next, or with this page and what is wrong.
      if (request.status < 400 && request.responseURL) {
        location.assign(request.responseURL);
      } else {
        show(request.responseText);
      }
    };
    request.onerror = request.ontimeout = failed;
    request.timeout = 180000;
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html"); // after a session has ended it is told like any form
    request.send(new FormData(form));
    underWay(form, true);
  });
}

document.querySelectorAll<HTMLElement>("[data-signing]").forEach(signing); // before the upload, which sends what was signed
document.querySelectorAll<HTMLFormElement>("form[data-upload]").forEach(upload);
document.querySelectorAll<HTMLFormElement>("form[method=post]").forEach(sendOnce);
// Who comes back to a page that the browser had put aside finds its buttons working.
addEventListener("pageshow", event => {
  if (event.persisted) document.querySelectorAll<HTMLFormElement>("form[method=post]").forEach(form => underWay(form, false));
});
document.querySelector<HTMLElement>(".summary")?.focus();
document.querySelectorAll<HTMLElement>("[data-print]").forEach(button => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
