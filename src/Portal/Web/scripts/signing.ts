import { pad } from "./sign";

const WIDTH = 1000;
const MARGIN = 60;

/** Breaks a text between Chinese characters and between words. */
function lines(ground: CanvasRenderingContext2D, text: string): string[] {
  const all: string[] = [];
  let line = "";
  for (const part of text.match(/[⺀-鿿＀-￯、-〿]|[^\s⺀-鿿＀-￯、-〿]+\s*/g) ?? []) {
    if (line && ground.measureText(line + part).width > WIDTH - 2 * MARGIN) {
      all.push(line);
      line = "";
    }
    line += part;
  }
  return line ? all.concat(line) : all;
}

/** What is signed, by whom and when, and the signature below it: one picture that says all of it by itself. */
function picture(title: string, sentences: string[], closing: string, signature: HTMLCanvasElement): string {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  const ground = canvas.getContext("2d")!;
  const font = "30px 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
  ground.font = font;
  const text = sentences.map(sentence => lines(ground, sentence));
  const height = text.reduce((sum, each) => sum + each.length * 46 + 20, 0);
  canvas.height = 160 + height + signature.height + 120;
  ground.fillStyle = "#fff";
  ground.fillRect(0, 0, canvas.width, canvas.height);
  ground.fillStyle = "#111";
  ground.font = `bold ${font}`;
  ground.fillText(title, MARGIN, 90);
  ground.font = font;
  let y = 160;
  for (const each of text) {
    for (const line of each) {
      ground.fillText(line, MARGIN, y);
      y += 46;
    }
    y += 20;
  }
  ground.drawImage(signature, WIDTH - MARGIN - signature.width, y);
  ground.fillText(closing, MARGIN, y + signature.height + 60);
  return canvas.toDataURL("image/png");
}

/** A paper that is signed with a finger, and goes up as if it had been photographed. */
export function signing(box: HTMLElement): void {
  const form = box.querySelector<HTMLFormElement>("form")!;
  const signature = form.querySelector<HTMLCanvasElement>("canvas")!;
  const signer = form.querySelector<HTMLInputElement>("[data-signer]")!;
  const picker = form.querySelector<HTMLInputElement>("input[type=file]")!;
  const word = form.querySelector<HTMLElement>("[data-said]")!;
  let signed = false;
  // What was missing is there now: nobody is told of it any longer.
  const mended = (): void => {
    if (!signed || !signer.value.trim() || word.textContent !== form.dataset.unsigned) return;
    word.textContent = "";
    word.className = "hint";
  };
  const place = pad(signature, () => {
    signed = true;
    mended();
  });
  signer.addEventListener("input", mended);
  form.querySelector<HTMLElement>("[data-clear]")!.addEventListener("click", () => {
    signed = false;
    place.clear();
  });
  form.addEventListener("submit", event => {
    const name = signer.value.trim();
    if (!signed || !name) {
      event.preventDefault();
      event.stopImmediatePropagation();
      word.textContent = form.dataset.unsigned ?? "";
      word.className = "fault";
      (name ? signature : signer).focus();
      return;
    }
    const sentences = Array.from(form.querySelectorAll("[data-sentence]"), one => one.textContent!.trim());
    const url = picture(form.dataset.title!, sentences, `${form.dataset.by}${name}　${form.dataset.on}`, signature);
    const content = Uint8Array.from(atob(url.split(",")[1]), letter => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([content], `${form.dataset.file}-${name}.png`, { type: "image/png" }));
    picker.files = carried.files;
  });
  box.hidden = false;
}
