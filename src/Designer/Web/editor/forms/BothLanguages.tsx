import { object, text, type JsonObject } from "../json";
import type { Say } from "../words";

interface Props { id: string; label: string; json: JsonObject; name: string; isOwed: boolean; isLong?: boolean; say: Say; onSet: (language: string, words: string) => void }

/** Words in both languages, side by side; where one is missing it says so. */
export function BothLanguages({ id, label, json, name, isOwed, isLong, say, onSet }: Props) {
  const words = object(json, name);
  return <>{(["zh-CN", "en"] as const).map((language) => {
    const value = text(words ?? {}, language);
    const isMissing = value === "" && (isOwed || words !== undefined);
    const own = `${id}-${language}`;
    const field = { id: own, lang: language, value, "aria-invalid": isMissing, onChange: (event: { target: { value: string } }) => onSet(language, event.target.value) };
    return <span className="words" key={language}>
      <label htmlFor={own}>{label} ({language === "en" ? "English" : "中文"}){!isOwed && say("（选填）", " (optional)")}</label>
      {isLong ? <textarea {...field} /> : <input type="text" {...field} />}
      {isMissing && <span className="bad">{language === "en" ? say("缺英文", "English is missing") : say("缺中文", "Chinese is missing")}</span>}
    </span>;
  })}</>;
}
