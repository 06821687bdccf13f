import "./older";
import { createRoot } from "react-dom/client";
import { Editor } from "./Editor";
import { stampOf } from "./definition";
import { sayIn, type Language } from "./words";
import { Wire } from "./wire";

const place = document.getElementById("designer")!;
const language: Language = place.dataset.language === "en" ? "en" : "zh-CN";
const say = sayIn(language);
const wire = new Wire(language, document.querySelector<HTMLInputElement>("[name=__RequestVerificationToken]")?.value ?? "");
const id = place.dataset.definition!;

async function open() {
  const [definition, palette] = await Promise.all([wire.open(id), wire.palette()]);
  createRoot(place).render(<Editor id={id} title={place.dataset.title} opened={definition} stamp={stampOf(definition)} palette={palette} language={language} wire={wire} />);
}

open().catch((error: Error) => {
  place.textContent = say("打不开这个流程：", "This workflow cannot be opened: ") + error.message;
});
