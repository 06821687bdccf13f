import { isObject, text } from "../json";
import type { Language } from "../words";
import type { Spot } from "./form";

/** What people call a section, a question or a paper. */
export function titleOf(spot: Spot, language: Language): string {
  const words = spot.json[spot.kind === "section" ? "title" : spot.kind === "paper" ? "name" : "label"];
  return (isObject(words) && (text(words, language) || text(words, language === "en" ? "zh-CN" : "en"))) || spot.key;
}
