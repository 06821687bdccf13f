import "./forget";
import "./passkeys";
import { signing } from "./signing";

// Everything here is a comfort: without script the same forms work.

const english = document.documentElement.lang.slice(0, 2) === "en";
const OFFLINE = english
  ? "There is no network just now. Nothing was sent; what you wrote is still here. Please press the button again later."
  : "现在没有网络。内容没有提交，您填写的还在这里，请稍后再按一次。";

function offline(form: HTMLFormElement, pressed: HTMLElement | null, is: boolean): void {
  let word = form.querySelector<HTMLElement>("[data-offline]");
  if (!word) {
    if (!is) return;
    word = document.createElement("p");
    word.dataset.offline = "";
    word.className = "fault";
    word.setAttribute("role", "alert");
    (pressed ?? form.lastElementChild)?.before(word);
  }
  word.hidden = !is;
  word.textContent = is ? OFFLINE : "";
}

/** While it is on its way the buttons of a form do nothing. */
function underWay(form: HTMLFormElement, is: boolean): void {
  form.dataset.sent = is ? "yes" : "";
  form.querySelectorAll<HTMLButtonElement>("button[type=submit]").forEach(button => (button.disabled = is));
}

/** A form that was sent is not sent again by a second tap, and not into nothing: its page would be lost with what was written. */
function sendOnce(form: HTMLFormElement): void {
  form.addEventListener("submit", event => {
    if (event.defaultPrevented) return; // an upload sends itself
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    offline(form, event.submitter, !navigator.onLine);
    if (!navigator.onLine) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // The pressed button's value must still go with the form, so it is disabled only afterwards.
    setTimeout(() => underWay(form, true), 0);
  });
}

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
        document.open();
        document.write(request.responseText);
        document.close();
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
