import { useEffect, useState, type KeyboardEvent, type RefObject } from "react";
import type { Descriptor, Palette } from "./descriptors";
import { titleOf, type Step } from "./definition";
import { tintOf } from "./looks";
import type { Say } from "./words";

interface Props {
  palette: Palette; say: Say; finder: RefObject<HTMLInputElement | null>; spot: string[] | undefined; steps: Step[];
  onChoose: (descriptor: Descriptor) => void; onGiveUp: () => void; onFind: (step: string) => void;
}

/** What can be put on the canvas, by category; one field finds entries, and steps that are there already. */
export function PalettePane({ palette, say, finder, spot, steps, onChoose, onGiveUp, onFind }: Props) {
  const [term, setTerm] = useState("");
  const has = (...words: (string | null | undefined)[]) => words.some((word) => word?.toLowerCase().includes(term.trim().toLowerCase()));
  const shown = [...palette.values()].filter((one) => one.isBrowsable && has(one.displayName, one.name, one.description, one.category));
  const categories = [...new Set(shown.map((one) => one.category))].sort((a, b) => Number(isOurs(shown, b)) - Number(isOurs(shown, a)) || a.localeCompare(b));
  const there = term.trim() === "" || spot ? [] : steps.filter((step) => has(titleOf(step, palette), step.name)).slice(0, 8);

  const place = spot?.join("\n");
  useEffect(() => { if (place !== undefined) setTerm(""); }, [place]); // what was looked for before is not what is to be put in
  const find = (step: string) => { setTerm(""); onFind(step); };
  const choose = (one: Descriptor) => { setTerm(""); onChoose(one); };
  const keyed = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || term.trim() === "") return;
    event.preventDefault();
    const first = shown.filter((one) => one.category === categories[0])[0];
    if (there.length > 0) find(there[0].id); else if (first !== undefined) choose(first);
  };

  return <nav className="palette" aria-label={say("步骤", "Steps")}>
    {spot && <p className="spot" role="status">{say(`插入到“${spot[0]}”和“${spot[1]}”之间`, `Inserting between ${spot[0]} and ${spot[1]}`)} <button type="button" className="plain" onClick={onGiveUp}>{say("不插了", "Give up")}</button></p>}
    <label className="hidden-words" htmlFor="find">{say("查找步骤", "Find a step")}</label>
    <input id="find" ref={finder} type="search" value={term} placeholder={say("查找步骤  Ctrl+K", "Find a step  Ctrl+K")} onChange={(event) => setTerm(event.target.value)} onKeyDown={keyed} />
    {there.length > 0 && <><h3>{say("流程中已有", "In this workflow")}</h3>{there.map((step) => <button key={step.id} type="button" className="entry" onClick={() => find(step.id)}><i className={`tint ${tintOf(step.type)}`} />{titleOf(step, palette)}</button>)}</>}
    {categories.map((category) => <section key={category}>
      <h3>{category}</h3>
      {shown.filter((one) => one.category === category).map((one) => <button key={one.typeName} type="button" className="entry" data-type={one.typeName} title={one.description ?? ""} onClick={() => choose(one)}>
        <i className={`tint ${tintOf(one.typeName)}`} />{one.displayName}</button>)}
    </section>)}
    {shown.length === 0 && <p className="hint">{say("没有这样的步骤", "There is no such step")}</p>}
  </nav>;
}

const isOurs = (all: Descriptor[], category: string) => all.some((one) => one.category === category && one.typeName.startsWith("Aid."));
