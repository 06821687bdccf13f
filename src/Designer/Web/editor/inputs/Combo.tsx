import { useState, type KeyboardEvent } from "react";

export interface Option { key: string; words: string; hint?: string }

interface Props { id: string; label: string; value: string; options: Option[]; placeholder?: string; onType: (typed: string) => void; onChoose: (option: Option) => void }

/** A field with suggestions, by the pattern of a combobox: arrows walk, Enter takes, Escape closes. */
export function Combo({ id, label, value, options, placeholder, onType, onChoose }: Props) {
  const [at, setAt] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const isShown = isOpen && options.length > 0;
  const take = (option: Option) => { onChoose(option); setOpen(false); setAt(-1); };
  const keyed = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      if (options.length > 0) setAt((at + (event.key === "ArrowDown" ? 1 : options.length) + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % options.length);
    } else if (event.key === "Enter" && isShown && options[at]) { event.preventDefault(); take(options[at]); }
    else if (event.key === "Escape" && isShown) { event.preventDefault(); event.stopPropagation(); setOpen(false); setAt(-1); }
  };
  return <div className="combo">
    <input id={id} type="text" role="combobox" autoComplete="off" aria-label={label} aria-autocomplete="list" aria-expanded={isShown} aria-controls={`${id}-list`} aria-activedescendant={isShown && at >= 0 ? `${id}-${at}` : undefined} value={value} placeholder={placeholder}
      onChange={(event) => { onType(event.target.value); setOpen(true); setAt(-1); }} onKeyDown={keyed} onBlur={() => setOpen(false)} />
    <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!isShown}>
      {options.map((option, index) => <li key={option.key} id={`${id}-${index}`} role="option" aria-selected={index === at} onMouseDown={(event) => { event.preventDefault(); take(option); }}>{option.words}{option.hint && <small> {option.hint}</small>}</li>)}
    </ul>
  </div>;
}
