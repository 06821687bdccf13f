/** Papers beside the form: a link of the list opens in the pane, turned and enlarged there. Pressed with a key that means "elsewhere" it stays a link. */
const pane = document.querySelector<HTMLElement>("[data-pane]");
if (pane) show(pane);

function show(pane: HTMLElement) {
  const links = Array.from(document.querySelectorAll<HTMLAnchorElement>("a[data-paper]"));
  const part = <T extends HTMLElement>(name: string) => pane.querySelector<T>(`[data-${name}]`)!;
  const stage = part("stage");
  const steps = [1, 1.5, 2, 3, 4];
  let [at, turned, larger] = [-1, 0, 0];

  /** A form that comes back says by this that the paper was open. */
  const beside = (value: string) => document.querySelectorAll<HTMLInputElement>("[data-beside]").forEach(field => (field.value = value));

  const isPicture = () => links[at]?.dataset.paper!.startsWith("image/") ?? false;

  /** The turned picture takes its own room, so that it can be scrolled to its edges. */
  function draw() {
    const picture = stage.querySelector("img");
    const sheet = picture?.parentElement;
    if (!picture || !sheet || !picture.naturalWidth) return;
    const [wide, high] = turned % 180 ? [picture.naturalHeight, picture.naturalWidth] : [picture.naturalWidth, picture.naturalHeight];
    const scale = Math.min(stage.clientWidth / wide, 1.5) * steps[larger];
    Object.assign(sheet.style, { width: `${wide * scale}px`, height: `${high * scale}px` });
    Object.assign(picture.style, {
      width: `${picture.naturalWidth * scale}px`,
      transform: `translate(-50%, -50%) rotate(${turned}deg)`,
    });
  }

  function open(next: number) {
    if (next < 0 || next >= links.length) return;
    links[at]?.removeAttribute("aria-current");
    [at, turned, larger] = [next, 0, 0];
    const link = links[at];
    link.setAttribute("aria-current", "true");
    const name = link.textContent ?? "";
    part("of").textContent = name;
    part("note").textContent = link.dataset.note ?? "";
    part("at").textContent = `${at + 1} / ${links.length}`;
    part<HTMLAnchorElement>("apart").href = link.href;
    part("picture").hidden = !isPicture();
    part("failed").hidden = true;
    part("framed").hidden = isPicture();
    pane.querySelector<HTMLButtonElement>("[data-do=previous]")!.disabled = at === 0;
    pane.querySelector<HTMLButtonElement>("[data-do=next]")!.disabled = at === links.length - 1;
    pane.hidden = false;
    beside("yes");
    document.documentElement.classList.add("reading");
    const list = link.closest("ul");
    if (list) list.scrollTop = link.offsetTop - list.offsetTop; // of a long list only a part is in sight then
    stage.replaceChildren(isPicture() ? picture(link.href, name) : page(link.href, name));
  }

  function picture(address: string, name: string) {
    const [sheet, picture] = [document.createElement("div"), document.createElement("img")];
    sheet.className = "turned";
    picture.alt = name;
    picture.onload = draw;
    picture.onerror = fail;
    picture.src = address;
    sheet.append(picture);
    return sheet;
  }

  function page(address: string, name: string) {
    const frame = document.createElement("iframe");
    frame.title = name;
    frame.src = address;
    if ((navigator as { pdfViewerEnabled?: boolean }).pdfViewerEnabled === false) fail(); // it would be offered as a download
    return frame;
  }

  function fail() {
    part("failed").hidden = false;
  }

  function close() {
    links[at]?.removeAttribute("aria-current");
    const from = links[at];
    at = -1;
    stage.replaceChildren();
    pane.hidden = true;
    beside("");
    document.documentElement.classList.remove("reading");
    from?.focus();
  }

  const acts: Record<string, () => void> = {
    previous: () => open(at - 1),
    next: () => open(at + 1),
    turn: () => { turned = (turned + 90) % 360; draw(); },
    larger: () => { larger = Math.min(larger + 1, steps.length - 1); draw(); },
    smaller: () => { larger = Math.max(larger - 1, 0); draw(); },
    close,
  };
  const keys: Record<string, string> = { p: "previous", n: "next", r: "turn", "+": "larger", "=": "larger", "-": "smaller", Escape: "close" };

  links.forEach((link, number) => link.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(number);
    pane.focus({ preventScroll: true });
    pane.scrollIntoView({ block: "nearest" });
  }));
  pane.addEventListener("click", event => {
    const act = (event.target as HTMLElement).closest<HTMLElement>("[data-do]")?.dataset.do;
    if (act) acts[act]();
  });
  document.addEventListener("keydown", event => {
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).matches("input, textarea, select")) return;
    const act = keys[event.key];
    if (!act) return;
    acts[act]();
    event.preventDefault();
  });
  addEventListener("resize", draw);
  open(links.findIndex(link => "opened" in link.dataset)); // somebody asked for it with the page
}
