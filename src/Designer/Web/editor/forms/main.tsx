import "../older";
import { createRoot } from "react-dom/client";
import type { Json } from "../json";
import { sayIn, type Language } from "../words";
import { Form, Papers, type Doc } from "./form";
import { FormsEditor } from "./FormsEditor";
import { ServiceWire } from "./wire";

const place = document.getElementById("forms")!;
const language: Language = place.dataset.language === "en" ? "en" : "zh-CN";
const say = sayIn(language);
const wire = new ServiceWire(language, document.querySelector<HTMLInputElement>("[name=__RequestVerificationToken]")?.value ?? "");
const id = place.dataset.service!;

async function open() {
  const service = await wire.draft(id, [Form, Papers]);
  const doc: Doc = Object.fromEntries([Form, Papers].map((file) => [file, JSON.parse(service.files[file]) as Json]));
  return { doc, service };
}

open().then(({ doc, service }) => createRoot(place).render(<FormsEditor openedDoc={doc} opened={service} language={language} wire={wire} reopen={open} />)).catch((error: Error) => {
  place.textContent = say("打不开这个表单：", "This form cannot be opened: ") + error.message;
});
