import { useState } from "react";
import type { Language, Say } from "./words";
import { Refused, type ServiceImport, type Wire } from "./wire";

interface Props { service: string; language: Language; say: Say; wire: Wire; onDone: () => void }

/** A whole service as one file: written, and taken in as the draft after saying what that would change. */
export function ServiceExchange({ service, language, say, wire, onDone }: Props) {
  const [content, setContent] = useState("");
  const [plan, setPlan] = useState<ServiceImport>();
  const [wrong, setWrong] = useState<string[]>([]);
  const [isBusy, setBusy] = useState(false);
  const told = (error: unknown) => setWrong(error instanceof Refused ? [error.message, ...error.errors.filter((one) => one !== error.message)] : [String(error)]);

  const choose = async (file: File | undefined) => {
    setPlan(undefined);
    setWrong([]);
    if (file === undefined) return;
    const text = await file.text();
    setContent(text);
    await wire.importCheck(service, text).then(setPlan, told);
  };
  const take = async () => {
    setBusy(true);
    await wire.importService(service, content, plan!.stamp).then(onDone, told);
    setBusy(false);
  };
  const [forbids, hints] = [(plan?.faults ?? []).filter((one) => one.severity === "Error"), (plan?.faults ?? []).filter((one) => one.severity !== "Error")];
  const words = { Added: say("新增", "added"), Removed: say("删除", "removed"), Changed: say("改动", "changed") };

  return <>
    <h3>{say("整个服务", "The whole service")}</h3>
    <p><a href={`/elsa/api/services/${encodeURIComponent(service)}/export`} download>{say("导出整个服务（一个文件）", "Export the whole service (one file)")}</a></p>
    <p><label htmlFor="import">{say("导入整个服务，存为草稿（先说明会改什么）", "Take a whole service in as the draft (it is told first what that changes)")}</label>
      <input id="import" type="file" accept=".json,application/json" onChange={(event) => void choose(event.target.files?.[0])} /></p>
    {wrong.length > 0 && <ul className="bad" role="alert">{wrong.map((one, index) => <li key={index}>{one}</li>)}</ul>}
    {plan && <div role="status" className="plan">
      <p>{plan.changes.length === 0 ? say("与现在的内容相同，不会改动。", "It says what stands here already: nothing would change.") : say(`导入会改 ${plan.changes.length} 个文件：`, plan.changes.length === 1 ? "It would change 1 file:" : `It would change ${plan.changes.length} files:`)}</p>
      <ul>{plan.changes.map((one) => <li key={one.file}><code>{one.file}</code> {words[one.change]}</li>)}</ul>
      {forbids.length > 0 && <><p className="bad">{say(`可以存为草稿，但还不能发布，有 ${forbids.length} 个问题：`, `It can be kept as a draft, and not be published yet; ${forbids.length === 1 ? "1 thing is" : `${forbids.length} things are`} forbids:`)}</p><ul>{forbids.map((one, index) => <li key={index}><code>{one.file}</code> {one.path} {one.reason[language]}</li>)}</ul></>}
      {hints.length > 0 && <><p>{say("可以发布；另请留意：", "It can be published. Worth knowing:")}</p><ul>{hints.map((one, index) => <li key={index}><code>{one.file}</code> {one.reason[language]}</li>)}</ul></>}
      {plan.changes.length > 0 && <p><button type="button" className="main" disabled={isBusy} onClick={() => void take()}>{say("导入为草稿", "Take it in as the draft")}</button></p>}
    </div>}
  </>;
}
