/** A phrase goes into the opinion where the cursor stands; nothing that is written is lost. Alt and a digit do the same while one writes. */
export function phrases(box: HTMLElement): void {
  const opinion = document.getElementById(box.dataset.phrases!) as HTMLTextAreaElement | null;
  if (!opinion) return;
  const all = Array.from(box.querySelectorAll<HTMLButtonElement>("[data-phrase]"));
  const put = (text: string): void => {
    const at = opinion.selectionEnd ?? opinion.value.length;
    opinion.setRangeText(text, at, at, "end");
    opinion.dispatchEvent(new Event("input", { bubbles: true }));
    opinion.focus();
  };
  for (const button of all) button.addEventListener("click", () => put(button.dataset.phrase!));
  opinion.addEventListener("keydown", event => {
    const button = event.altKey && /^Digit[1-9]$/.test(event.code) ? all[Number(event.code.slice(5)) - 1] : undefined;
    if (!button) return;
    event.preventDefault();
    put(button.dataset.phrase!);
  });
}
