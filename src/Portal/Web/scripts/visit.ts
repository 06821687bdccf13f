// Entering a visit at the desk: only what the chosen kind asks for is shown and sent, the name has the cursor, and who came before is told while one types. Without script everything is shown.

/** What does not apply is neither seen nor sent. */
function show(part: HTMLElement, isShown: boolean): void {
  part.hidden = !isShown;
  part.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("input, select, textarea").forEach(field => (field.disabled = !isShown));
}

const has = (list: string | undefined, value: string): boolean => list !== undefined && list.split(" ").includes(value);

function arrange(matter: HTMLElement, channel: string): void {
  const said = (part: string): string => matter.querySelector<HTMLSelectElement>(`[data-part=${part}]`)?.value ?? "";
  const [kind, of, subject] = [said("kind"), said("class"), said("subject")];
  matter.querySelectorAll<HTMLElement>("[data-kinds]").forEach(part => {
    const { kinds, classes, channels } = part.dataset;
    show(part, (has(kinds, kind) && (classes === undefined || has(classes, of))) || has(channels, channel));
  });
  const policies = matter.querySelector<HTMLSelectElement>("[data-part=policy]");
  if (!policies) return;
  policies.querySelectorAll("optgroup").forEach(group => (group.hidden = subject !== "" && group.dataset.subject !== subject));
  const shown = matter.querySelector<HTMLElement>("[data-answer-shown]");
  if (shown) shown.textContent = policies.selectedOptions[0]?.dataset.answer ?? "";
}

const Rest = 400; // ms without a key

/** Asks who came before, once enough is typed to know them by. */
function tellBefore(form: HTMLFormElement, address: string): void {
  const place = form.querySelector<HTMLElement>("[data-before]");
  let wait: number | undefined;
  let turn = 0;
  const value = (name: string): string => form.querySelector<HTMLInputElement>(`[name=${name}]`)?.value.trim() ?? "";
  const ask = async (): Promise<void> => {
    const mine = ++turn;
    const [citizenId, name, phone] = [value("citizenId"), value("name"), value("phone")];
    const isEnough = citizenId.length >= 15 || (name !== "" && phone.length >= 11);
    const answer = isEnough ? await fetch(`${address}?${new URLSearchParams({ citizenId, name, phone })}`).catch(() => undefined) : undefined;
    if (mine !== turn || !place) return;
    place.innerHTML = answer?.ok && !answer.redirected ? await answer.text() : "";
  };
  for (const name of ["citizenId", "name", "phone"])
    form.querySelector(`[name=${name}]`)?.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => void ask(), Rest);
    });
}

/** Fields of a matter stand on other forms too: a petition that begins, or is split off. */
function matters(form: HTMLFormElement): void {
  const channel = (): string => form.querySelector<HTMLSelectElement>("[data-part=channel]")?.value ?? "";
  const all = (): void => form.querySelectorAll<HTMLElement>("[data-matter]").forEach(matter => arrange(matter, channel()));
  form.addEventListener("change", all);
  all();
}

document.querySelectorAll("form").forEach(form => {
  if (form.querySelector("[data-matter]")) matters(form);
});

document.querySelectorAll<HTMLFormElement>("form[data-visit]").forEach(form => {
  const people = form.querySelector<HTMLInputElement>("[name=people]");
  const many = form.querySelector<HTMLElement>("[data-many]");
  const representatives = form.querySelector<HTMLTextAreaElement>("[name=representatives]");
  const count = (): void => {
    if (many) many.hidden = people?.value === "1" && representatives?.value.trim() === "";
  };
  people?.addEventListener("input", count);
  count();
  tellBefore(form, form.dataset.visit ?? "");
  form.querySelectorAll<HTMLElement>("[data-scripted]").forEach(hint => (hint.hidden = false));
  form.addEventListener("keydown", event => {
    if (event.key === "Enter" && event.ctrlKey) form.requestSubmit();
  });
  if (!document.querySelector(".faulty")) form.querySelector<HTMLInputElement>("[name=name]")?.focus();
});
export {};
