import "../older";
import { createRoot } from "react-dom/client";
import { sayIn, type Language } from "../words";
import { CompareView } from "./CompareView";
import { LiveView } from "./LiveView";
import { NoChoices } from "../wire";
import { VersionsWire } from "./wire";

const place = document.getElementById("versions")!;
const language: Language = place.dataset.language === "en" ? "en" : "zh-CN";
const say = sayIn(language);
const wire = new VersionsWire(language, document.querySelector<HTMLInputElement>("[name=__RequestVerificationToken]")?.value ?? "");
const { definition: id = "", from = "", to = "", version = "", instance = "" } = place.dataset;

async function open() {
  const [palette, versions] = await Promise.all([wire.palette(), wire.versions(id)]);
  if (place.dataset.view === "live") {
    createRoot(place).render(<LiveView id={id} versions={versions} version={version} instance={instance} palette={palette} language={language} say={say} wire={wire} />);
  } else {
    const [sides, choices] = await Promise.all([wire.compare(id, from, to), wire.choices(id).catch(() => NoChoices)]);
    createRoot(place).render(<CompareView id={id} readsAlone={place.dataset.reads === "alone"} from={sides.from} to={sides.to} versions={versions} palette={palette} choices={choices} language={language} say={say} wire={wire} />);
  }
}

open().catch((error: Error) => {
  place.textContent = say("打不开：", "This cannot be opened: ") + error.message;
});
