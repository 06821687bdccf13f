import { useState } from "react";
import type { Json } from "../json";
import type { Say } from "../words";

/** What has no field of its own. What is no JSON yet is kept in the field and not written. */
export function JsonField({ id, value, say, onSet }: { id: string; value: Json | undefined; say: Say; onSet: (value: Json | undefined) => void }) {
  const isText = typeof value === "string";
  const [written, setWritten] = useState<string>();
  const [isWrong, setWrong] = useState(false);
  const stands = value === undefined ? "" : isText ? value : JSON.stringify(value, null, 2);
  const shown = written !== undefined && (isWrong || written === stands || same(written, value)) ? written : stands; // undoing may have put another value there
  return <><textarea id={id} className="code" spellCheck={false} value={shown} aria-invalid={isWrong} onChange={(event) => {
    setWritten(event.target.value);
    try {
      const parsed = event.target.value.trim() === "" ? undefined : JSON.parse(event.target.value) as Json;
      setWrong(false);
      onSet(isText && parsed !== undefined ? event.target.value : parsed);
    } catch { setWrong(true); }
  }} />{isWrong && <p className="bad">{say("还不是完整的 JSON，没有写入", "Not whole JSON yet, and not written")}</p>}</>;
}

function same(written: string, value: Json | undefined): boolean {
  try { return JSON.stringify(JSON.parse(written)) === JSON.stringify(value); } catch { return written.trim() === "" && value === undefined; }
}
