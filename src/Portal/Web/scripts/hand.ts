import { pad } from "./sign";

/** A decision that is signed by hand: what was drawn goes up as a picture; a picture that was chosen goes up as it is. What either stands under is the server's to bind. */
function hand(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLElement>("fieldset[data-unsigned]")!;
  const canvas = box.querySelector<HTMLCanvasElement>("canvas")!;
  const picker = box.querySelector<HTMLInputElement>("input[type=file]")!;
  const word = box.querySelector<HTMLElement>("[data-said]")!;
  let signed = false;
  const place = pad(canvas, () => {
    signed = true;
    word.textContent = "";
    word.className = "hint";
  });
  box.querySelector<HTMLElement>("[data-clear]")!.addEventListener("click", () => {
    signed = false;
    place.clear();
  });
  form.addEventListener("submit", event => {
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    if (button?.value === "no" || picker.files?.length) return;
    if (!signed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      word.textContent = box.dataset.unsigned ?? "";
      word.className = "fault";
      picker.focus();
      return;
    }
    const content = Uint8Array.from(atob(canvas.toDataURL("image/png").split(",")[1]), letter => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([content], "signature.png", { type: "image/png" }));
    picker.files = carried.files;
  });
  box.querySelector<HTMLElement>("[data-canvas]")!.hidden = false;
}

document.querySelectorAll<HTMLFormElement>("form[data-hand]").forEach(hand); // before whatever sends the form: it takes along what was drawn
