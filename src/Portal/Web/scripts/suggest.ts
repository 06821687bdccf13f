/** What may be meant by what is written so far, as the server knows it. */
interface Suggestion {
  said: string;
  about: string;
}

const Rest = 200; // ms without a key, so that a name that is typed at once is asked for once

/** Offers it below the field; what is chosen is written into the field. */
document.querySelectorAll<HTMLInputElement>("input[data-suggest]").forEach(field => {
  const list = field.list as HTMLDataListElement | null;
  if (!list) return;
  let wait: number | undefined;
  let asked = 0;
  const ask = async (): Promise<void> => {
    const turn = ++asked;
    const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(field.value)}`).catch(() => undefined);
    if (!answer?.ok || answer.redirected || turn !== asked) return;
    const found = (await answer.json()) as Suggestion[];
    list.replaceChildren(
      ...found.map(one => {
        const option = document.createElement("option");
        option.value = one.said;
        option.label = `${one.said} · ${one.about}`;
        return option;
      }),
    );
  };
  field.addEventListener("input", () => {
    clearTimeout(wait);
    const isChosen = Array.from(list.options).some(option => option.value === field.value);
    if (field.value.trim() !== "" && !isChosen) wait = setTimeout(() => void ask(), Rest);
  });
});
