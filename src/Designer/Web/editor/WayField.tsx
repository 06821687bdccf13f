import { useRef, useState } from "react";
import type { Say } from "./words";

interface Props { port: string; label: string; empty: string; choices: { id: string; title: string }[]; say: Say; onChoose: (step: string) => void }

/** Where a way out leads on to. Chosen with the mouse it leads there at once; with the arrows one only passes by the others, so it does on Enter, or when one goes on. */
export function WayField({ port, label, empty, choices, say, onChoose }: Props) {
  const [held, setHeld] = useState("");
  const isPassing = useRef(false);
  const choose = (step: string) => { setHeld(""); if (step !== "") onChoose(step); };
  return <>
    <select aria-label={label} data-way={port} value={held} onPointerDown={() => { isPassing.current = false; }} onBlur={() => choose(held)}
      onKeyDown={(event) => {
        isPassing.current = event.key !== " " && !event.altKey; // those open the list, which is chosen from as with the mouse
        if (held === "" || (event.key !== "Enter" && event.key !== "Escape")) return;
        event.preventDefault();
        event.stopPropagation();
        choose(event.key === "Enter" ? held : "");
      }}
      onChange={(event) => { if (isPassing.current) setHeld(event.target.value); else choose(event.target.value); }}>
      <option value="">{empty}</option>
      {choices.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}
    </select>
    {held !== "" && <span className="hint" role="status"> {say("按回车接上，Esc 不接", "Enter connects, Escape does not")}</span>}
  </>;
}
