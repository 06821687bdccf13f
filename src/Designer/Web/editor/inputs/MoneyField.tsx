import { useState } from "react";
import { readYuan, writeYuan } from "../money";
import { useKnown } from "../known";

interface Props { id: string; label?: string; cents: number | undefined; onSet: (cents: number | undefined) => void }

/** Yuan are typed, cents are stored. What is no amount yet is kept in the field and not written. */
export function MoneyField({ id, label, cents, onSet }: Props) {
  const { say } = useKnown();
  const [typed, setTyped] = useState<string>();
  const stands = cents === undefined ? "" : writeYuan(cents);
  const isWrong = typed !== undefined && typed.trim() !== "" && readYuan(typed) === undefined;
  const shown = typed !== undefined && (isWrong || readYuan(typed) === cents) ? typed : stands;
  return <><span className="money"><input id={id} type="text" inputMode="decimal" aria-label={label} aria-invalid={isWrong} aria-describedby={isWrong ? `${id}-wrong` : undefined} value={shown} onChange={(event) => {
    setTyped(event.target.value);
    const read = readYuan(event.target.value);
    if (event.target.value.trim() === "" || read !== undefined) onSet(read);
  }} /> {say("元", "yuan")}</span>
    {isWrong && <p id={`${id}-wrong`} className="bad">{say("不是金额，没有写入；例如 5000 或 1,234.50", "No amount, and not written: 5000 or 1,234.50")}</p>}</>;
}
