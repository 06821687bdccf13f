import { titleOf, type Step } from "./definition";
import type { Palette } from "./descriptors";
import type { Language, Say } from "./words";
import type { Finding } from "./wire";

interface Props { findings: Finding[] | undefined; open: Map<string, string[]>; steps: Step[]; palette: Palette; language: Language; say: Say; onGo: (step: string) => void }

/** What is wrong, in a list that leads to each place. */
export function Problems({ findings, open, steps, palette, language, say, onGo }: Props) {
  const errors = (findings ?? []).filter((one) => one.severity === "Error");
  const warnings = (findings ?? []).filter((one) => one.severity === "Warning");
  const title = (id: string) => { const step = steps.find((one) => one.id === id); return step ? titleOf(step, palette) : id; };
  return <section className="problems" aria-label={say("检查", "Check")}>
    <h3 role="status">{say("检查", "Check")}　{findings === undefined ? say("正在检查……", "checking …")
      : <><span className={errors.length > 0 ? "bad" : "ok"}>{errors.length === 0 ? say("没有错误", "no errors") : say(`${errors.length} 个错误`, `${errors.length} ${errors.length === 1 ? "error" : "errors"}`)}</span>　<span className="warn">{warnings.length + open.size > 0 ? say(`${warnings.length + open.size} 个提醒`, `${warnings.length + open.size} ${warnings.length + open.size === 1 ? "hint" : "hints"}`) : ""}</span></>}</h3>
    <ul>
      {[...errors, ...warnings].map((one, index) => <li key={`${one.path}${one.code}${index}`} className={one.severity === "Error" ? "bad" : "warn"} data-code={one.code}>
        {one.file && <code>{one.file}</code>} {one.reason[language]} {one.activityId && <button type="button" className="small" onClick={() => onGo(one.activityId!)} aria-label={say(`定位“${title(one.activityId)}”`, `Go there: ${title(one.activityId)}`)}>{say("定位", "Go there")}</button>}
      </li>)}
      {[...open].map(([id, ways]) => <li key={id} className="warn" data-code="open-way">{say(`“${title(id)}”的出口没有接：${ways.join("、")}；走到那里流程就停了`, `${title(id)}: ${ways.join(", ")} leads nowhere, and the flow ends there`)} <button type="button" className="small" onClick={() => onGo(id)} aria-label={say(`定位“${title(id)}”`, `Go there: ${title(id)}`)}>{say("定位", "Go there")}</button></li>)}
    </ul>
  </section>;
}
