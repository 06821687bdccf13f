import { useRef, useState, type KeyboardEvent } from "react";
import { Combo } from "./Combo";
import { useKnown } from "../known";
import { faultAt, insertSuggestion, suggest, suggestions, wordBefore } from "../scripts";
import type { Finding } from "../wire";

interface Props { id: string; value: string; findings: readonly Finding[]; onSet: (value: string) => void }

/** An expression, with what it may name (Ctrl+Space, or the field below), and a way to the place of a fault. */
export function ScriptField({ id, value, findings, onSet }: Props) {
  const { definition, choices, say } = useKnown();
  const [term, setTerm] = useState("");
  const written = useRef<HTMLTextAreaElement>(null);
  const all = suggestions(definition, say, choices.fields);
  const goTo = (at: number, end = at) => setTimeout(() => { written.current?.focus(); written.current?.setSelectionRange(at, end); });
  const keyed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!(event.ctrlKey && event.key === " ")) return;
    event.preventDefault();
    setTerm(wordBefore(value, event.currentTarget.selectionStart));
    document.getElementById(`${id}-insert`)?.focus();
  };
  const fault = findings.map((one) => faultAt(value, one.reason.en)).find((at) => at !== undefined);
  return <>
    <textarea id={id} ref={written} className="code" spellCheck={false} value={value} aria-invalid={findings.some((one) => one.severity === "Error")} onKeyDown={keyed} onChange={(event) => onSet(event.target.value)} />
    {fault !== undefined && <button type="button" className="small" onClick={() => goTo(fault, Math.min(value.length, fault + 1))}>{say("到出错的位置", "To the place of the fault")}</button>}
    <Combo id={`${id}-insert`} label={say("插入变量、输入或函数", "Insert a variable, an input or a function")} placeholder={say("插入……  Ctrl+空格", "Insert …  Ctrl+Space")} value={term} onType={setTerm} options={suggest(all, term)}
      onChoose={(option) => {
        const at = written.current?.selectionStart ?? value.length;
        const next = insertSuggestion(value, at, option.key);
        onSet(next.script);
        setTerm("");
        goTo(next.at);
      }} />
  </>;
}
