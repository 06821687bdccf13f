import "./forget";
import "./passkeys";

// Everything here is a comfort: without script the same forms work.

/** A form that was sent is not sent again by a second tap. */
function sendOnce(form: HTMLFormElement): void {
  form.addEventListener("submit", event => {
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // The pressed button's value must still go with the form, so it is disabled only afterwards.
    setTimeout(() => form.querySelectorAll<HTMLButtonElement>("button[type=submit]").forEach(button => (button.disabled = true)), 0);
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
    const request = new XMLHttpRequest();
    bar.hidden = false;
    bar.value = 0;
    say(form.dataset.sending, false);
    request.upload.onprogress = step => {
      if (step.lengthComputable) bar.value = step.loaded / step.total;
    };
    request.onload = () => {
      // The server answers with the page that comes next, or with this page and what is wrong.
      if (request.status < 400 && request.responseURL) {
        location.assign(request.responseURL);
      } else {
        document.open();
        document.write(request.responseText);
        document.close();
      }
    };
    request.onerror = request.ontimeout = () => {
      bar.hidden = true;
      form.dataset.sent = "";
      form.querySelectorAll<HTMLButtonElement>("button").forEach(button => (button.disabled = false));
      say(form.dataset.failed, true);
    };
    request.timeout = 180000;
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
}

document.querySelectorAll<HTMLFormElement>("form[data-upload]").forEach(upload);
document.querySelectorAll<HTMLFormElement>("form[method=post]").forEach(sendOnce);
document.querySelector<HTMLElement>(".summary")?.focus();
document.querySelectorAll<HTMLElement>("[data-print]").forEach(button => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
