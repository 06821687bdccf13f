// A form that is sent by a script goes nowhere when the system is away: its page stays, with everything that was written on it.

const HEADER = "Aid-Form";
const english = document.documentElement.lang.slice(0, 2) === "en";
const say = (chinese: string, englishWords: string): string => (english ? englishWords : chinese);

const OFFLINE = say(
  "现在没有网络。内容没有提交，您填写的还在这里，请稍后再按一次。",
  "There is no network just now. Nothing was sent; what you wrote is still here. Please press the button again later.");
const AWAY = say(
  "现在连不上系统。您填写的都还在这里，请不要关闭本页，等一会儿再按一次。",
  "The service cannot be reached just now. What you wrote is still here. Do not close this page, wait a while and press the button again.");
const BUSY = say(
  "系统正忙，内容没有提交。您填写的都还在这里，请等一会儿再按一次。",
  "The system is busy and this was not taken. What you wrote is still here. Wait a while and press the button again.");
const BROKEN = say(
  "系统出错，这一步没有完成。您填写的都还在这里，请等一会儿再按一次；多次出现请联系服务站或管理员。",
  "Something went wrong and this was not done. What you wrote is still here. Press the button again in a while; if it comes again, tell your station or administrator.");
const SIGNED_OUT = say(
  "您已退出登录，内容没有提交，也没有丢失。请先在新窗口登录您自己的账号，再回到这里按一次。",
  "You are signed out. This was not taken, and it is not lost. Sign in to your own account in another window, then come back here and press the button again.");
const OTHER = say(
  "登录的账号变了，内容没有提交，也没有丢失。请先在新窗口登录您自己的账号，再回到这里按一次。",
  "Another account is signed in now. This was not taken, and it is not lost. Sign in to your own account in another window, then come back here and press the button again.");

type Pressed = HTMLElement | null;

const address = (form: HTMLFormElement): string => form.getAttribute("action") || location.href;

/** The buttons right before it belong to its row: nothing is put between them. */
function firstOfItsRow(button: Pressed): Pressed {
  let first = button;
  while (first && first.previousElementSibling && first.previousElementSibling.matches("button, a.button")) first = first.previousElementSibling as HTMLElement;
  return first;
}

/** Says above the row of the button why the form stays; nothing to say takes the words away. */
function tell(form: HTMLFormElement, pressed: Pressed, words: string, signIn: boolean): void {
  let place = form.querySelector<HTMLElement>("[data-offline]");
  if (!place) {
    if (!words) return;
    place = document.createElement("p");
    place.dataset.offline = "";
    place.className = "fault";
    place.setAttribute("role", "alert");
    const button = pressed && form.contains(pressed) ? pressed : null;
    const row = button && button.parentElement !== form && !button.parentElement!.querySelector("input:not([type=hidden]), textarea, select, label") ? button.parentElement : null;
    const before = row || firstOfItsRow(button) || form.lastElementChild;
    if (before) before.before(place);
    else form.append(place);
  }
  place.hidden = !words;
  place.textContent = words;
  if (!signIn) return;
  const link = document.createElement("a");
  link.href = "/sign-in";
  link.target = "_blank";
  link.textContent = say("在新窗口登录", "Sign in in another window");
  place.append(document.createElement("br"), link);
}

/** The pressed button says that its form is on its way, and its own words again after. */
function busy(form: HTMLFormElement, pressed: Pressed): void {
  if (!pressed || pressed.tagName !== "BUTTON" || !form.contains(pressed)) return;
  pressed.dataset.words = pressed.innerHTML;
  pressed.textContent = say("正在提交…", "Sending…");
}

/** While it is on its way the buttons of a form do nothing. */
export function underWay(form: HTMLFormElement, is: boolean): void {
  if (!is)
    form.querySelectorAll<HTMLElement>("button[data-words]").forEach(button => {
      button.innerHTML = button.dataset.words!;
      button.removeAttribute("data-words");
    });
  form.dataset.sent = is ? "yes" : "";
  form.querySelectorAll<HTMLButtonElement>("button[type=submit]").forEach(button => (button.disabled = is));
}

/** As a browser would go there: also where only the place on the page is another. */
function go(address: string): void {
  const to = new URL(address, location.href);
  if (to.origin + to.pathname + to.search !== location.origin + location.pathname + location.search || !to.hash) return location.assign(to.href);
  history.replaceState(null, "", to.href);
  location.reload();
}

export function show(html: string): void {
  document.open();
  document.write(html);
  document.close();
  scrollTo(0, 0);
}

function body(form: HTMLFormElement, pressed: Pressed): FormData | URLSearchParams {
  const written = new FormData(form);
  const name = pressed && pressed.getAttribute("name");
  if (name) written.append(name, pressed.getAttribute("value") ?? "");
  if (form.enctype === "multipart/form-data") return written;
  const plain = new URLSearchParams();
  written.forEach((value, key) => typeof value === "string" && plain.append(key, value));
  return plain;
}

async function send(form: HTMLFormElement, pressed: Pressed): Promise<void> {
  const stay = (words: string, signIn = false): void => {
    underWay(form, false);
    tell(form, pressed, words, signIn);
  };
  try {
    const answer = await fetch(pressed?.getAttribute("formaction") || address(form), {
      method: "POST", body: body(form, pressed), credentials: "same-origin", cache: "no-store", headers: { Accept: "text/html", [HEADER]: "sent" },
    });
    const word = answer.headers.get(HEADER);
    if (!word) return stay(AWAY); // whoever answered, it was not us: a proxy before a system that is down
    if (word === "stale") return stay(OTHER, true);
    const next = answer.headers.get(`${HEADER}-Next`);
    if (next) {
      const files = Array.from(form.querySelectorAll<HTMLInputElement>("input[type=file]")).some(picker => !!picker.files?.length);
      const kept = next.indexOf("back=/again") > 0 && !files; // what was written waits behind the sign-in page; files do not
      return /^(https?:\/\/[^/]+)?\/sign-in\b/.test(next) && !kept ? stay(SIGNED_OUT, true) : go(next);
    }
    if (answer.status >= 500) return stay(answer.status === 503 ? BUSY : BROKEN);
    const html = await answer.text();
    const problem = new DOMParser().parseFromString(html, "text/html").querySelector("[data-problem]");
    if (problem) return stay(problem.textContent!.trim());
    show(html);
  } catch {
    stay(navigator.onLine ? AWAY : OFFLINE);
  }
}

/** Pages for applicants send every form so; those of staff what somebody has written. Passwords go as the browser sends them. */
function byScript(form: HTMLFormElement): boolean {
  if (/^\/(sign-in|sign-out|account)\b/.test(new URL(address(form), location.href).pathname) || !("fetch" in window)) return false;
  return document.documentElement.classList.contains("applicant") || !!form.querySelector("textarea, select, input:not([type=hidden])");
}

/** A form that was sent is not sent again by a second tap, and not into nothing: its page would be lost with what was written. */
export function sendOnce(form: HTMLFormElement): void {
  form.addEventListener("submit", event => {
    if (event.defaultPrevented) return; // an upload sends itself
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    const pressed = event.submitter;
    tell(form, pressed, navigator.onLine ? "" : OFFLINE, false);
    if (!navigator.onLine) {
      event.preventDefault();
      return;
    }
    if (byScript(form)) {
      event.preventDefault();
      form.dataset.sent = "yes";
      void send(form, pressed);
      underWay(form, true); // after the form was read
      busy(form, pressed);
      return;
    }
    form.dataset.sent = "yes";
    // The pressed button's value must still go with the form, so it is disabled only afterwards.
    setTimeout(() => {
      underWay(form, true);
      busy(form, pressed);
    }, 0);
  });
}
