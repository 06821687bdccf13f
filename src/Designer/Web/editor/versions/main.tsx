import "../older";
import { createRoot } from "react-dom/client";
import { NoChoices } from "../known";
import { sayIn, type Language } from "../words";
import { CompareView } from "./CompareView";
import { LiveView } from "./LiveView";
import { VersionsWire } from "./wire";

const place = document.getElementById("versions")!;
const language: Language = place.dataset.language === "en" ? "en" : "zh-CN";
const say = sayIn(language);
const wire = new VersionsWire(language, document.querySelector<HTMLInputElement>("[name=__RequestVerificationToken]")?.value ?? "");
const { definition: id = "", from = "", to = "", version = "", instance = "" } = place.dataset;

async function open() {
  const [items, versions] = await Promise.all([wire.palette(), wire.versions(id)]);
  const palette = new Map(items.map((one) => [one.typeName, one]));
  if (place.dataset.view === "live") {
    createRoot(place).render(<LiveView id={id} versions={versions} version={version} instance={instance} palette={palette} language={language} say={say} wire={wire} />);
  } else {
    const [sides, choices] = await Promise.all([wire.compare(id, from, to), wire.choices(id).catch(() => NoChoices)]);
    createRoot(place).render(<CompareView id={id} from={sides.from} to={sides.to} versions={versions} palette={palette} events={new Map(choices.events.map((one) => [one.key, one.words]))} language={language} say={say} wire={wire} />);
  }
}

open().catch((error: Error) => {
  place.textContent = say("打不开：", "This cannot be opened: ") + error.message;
});
