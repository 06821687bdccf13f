// Two versions beside each other: on one drawing of both, and as a list that says the same.
import { useMemo, useState } from "react";
import type { Json } from "../json";
import type { Palette } from "../descriptors";
import { allSteps, portsOf } from "../definition";
import type { Language, Say } from "../words";
import type { Choices, Version } from "../wire";
import { compare, jsonDifferences, lineDifferences, type Difference, type Kind, type StepDifference } from "./diff";
import { Picture, type LinkMark, type Mark } from "./Picture";
import { ProposalBox } from "./ProposalBox";
import type { ComparedSide, VersionsWire } from "./wire";

interface Props { id: string; readsAlone: boolean; from: ComparedSide; to: ComparedSide; versions: Version[]; palette: Palette; choices: Choices; language: Language; say: Say; wire: VersionsWire }

const Signs: Record<Kind, string> = { added: "+", removed: "−", changed: "≠", moved: "→", same: "" };

export const kindWords = (kind: Kind, say: Say) => ({ added: say("新增", "added"), removed: say("删除", "removed"), changed: say("修改", "changed"), moved: say("移动", "moved"), same: say("不变", "the same") })[kind];

export const sideWords = (side: Pick<Version, "version" | "isDraft" | "isPublished">, say: Say) =>
  side.version === 0 ? say("还没有发布过", "nothing: it was never published") : side.isDraft ? say(`草稿（将是第 ${side.version} 版）`, `the draft (to be version ${side.version})`) : say(`第 ${side.version} 版`, `version ${side.version}`) + (side.isPublished ? say("（在用）", " (in force)") : "");

const wish = (version: Pick<Version, "version">) => version.version === 0 ? "Published" : `${version.version}`;

export function CompareView({ id, readsAlone, from, to, versions, palette, choices, language, say, wire }: Props) {
  const found = useMemo(() => compare({ definition: from.definition, terms: from.terms ?? undefined }, { definition: to.definition, terms: to.terms ?? undefined }, palette, say, choices), [from, to, palette, say, choices]);
  const first = found.steps.find((step) => step.kind !== "same" && found.flows.some((one) => one.id === step.flow)); // a long drawing opens where something is otherwise
  const [flowId, setFlow] = useState(first?.flow ?? found.flows[0]?.id ?? "");
  const [selected, setSelected] = useState(first?.id);
  const [isAll, setAll] = useState(false);
  const flow = found.flows.find((one) => one.id === flowId) ?? found.flows[0];
  const steps = new Map(found.steps.map((step) => [step.id, step]));
  const title = (step: string) => steps.get(step)?.title ?? step;
  const changed = found.steps.filter((step) => step.kind !== "same");
  const counted = (kind: Kind) => found.steps.filter((step) => step.kind === kind).length;

  const marks = useMemo(() => new Map<string, Mark>(found.steps.map((step) => [step.id, { look: `diff-${step.kind}`, sign: Signs[step.kind], words: [kindWords(step.kind, say), ...(step.isMoved && step.kind === "changed" ? [kindWords("moved", say)] : []), ...(step.kind === "changed" ? step.properties.map((one) => one.name) : [])].join(" · ") }])), [found, say]);
  const linkMarks = useMemo(() => new Map<number, LinkMark>((flow?.links ?? []).filter((link) => link.kind !== "same").map((link) => [link.index, { look: `diff-${link.kind}`, sign: Signs[link.kind] }])), [flow]);

  const choose = (step: string | undefined) => {
    setSelected(step);
    const difference = step === undefined ? undefined : steps.get(step);
    if (difference !== undefined && found.flows.some((one) => one.id === difference.flow)) setFlow(difference.flow);
  };

  const chooseSide = (name: "from" | "to", label: string, side: ComparedSide) => <label>{label} <select name={name} defaultValue={wish(side)}>
    {side.version === 0 && <option value="Published">{sideWords(side, say)}</option>}
    {versions.map((one) => <option key={one.id} value={wish(one)}>{sideWords(one, say)}</option>)}
  </select></label>;

  const others = otherFiles(from, to, say);
  const isSame = changed.length === 0 && found.links.length === 0 && found.whole.length === 0 && others.length === 0;

  return <div className="designer versions" lang={say("zh-CN", "en")}>
    <div className="head">
      <strong>{say("比较", "Compare")}</strong>
      <form method="get" className="sides">{chooseSide("from", say("从", "from"), from)} {chooseSide("to", say("到", "to"), to)} <button type="submit">{say("比较", "Compare")}</button></form>
      {!readsAlone && <span className="tools"><a href={`/admin/designer/${encodeURIComponent(id)}`}>{say("回到编辑器", "Back to the editor")}</a></span>}
    </div>
    <p className="legend">{(["added", "removed", "changed", "moved"] as const).map((kind) => <span key={kind} className={`tagged diff-${kind}`}><b aria-hidden="true">{Signs[kind]}</b> {kindWords(kind, say)} <span className="num">{counted(kind)}</span></span>)}</p>
    <div className="middle">
      {found.flows.length > 1 && <p className="crumbs"><label>{say("流程图", "Flowchart")} <select value={flow?.id} onChange={(event) => { setFlow(event.target.value); setSelected(undefined); }}>
        {found.flows.map((one) => <option key={one.id} value={one.id}>{one.title || say("整个流程", "the whole workflow")}</option>)}
      </select></label></p>}
      {flow && <Picture key={flow.id} definition={flow.definition} flow={Flow} steps={flow.steps} links={flow.links} marks={marks} linkMarks={linkMarks} palette={palette} selected={selected} say={say} onSelect={choose} />}
    </div>
    <section className="told" aria-label={say("改动列表", "List of changes")}>
      {to.isDraft && !readsAlone && <ProposalBox id={id} number={to.version} language={language} say={say} wire={wire} />}
      <h2>{say("改动", "Changes")}</h2>
      <p className="hint">{sideWords(from, say)} → {sideWords(to, say)}{to.reason ? ` · ${to.reason}` : ""}</p>
      {isSame && <p>{say("两个版本相同。", "Both say the same.")}</p>}
      {found.whole.length > 0 && <><h3>{say("流程本身", "The workflow itself")}</h3><Differences list={found.whole} say={say} /></>}
      {changed.length > 0 && <h3>{say("步骤", "Steps")}</h3>}
      <label className="choice"><input type="checkbox" checked={isAll} onChange={(event) => setAll(event.target.checked)} /> {say("也列出不变的步骤", "Also steps that are the same")}</label>
      <ol className="changes">{found.steps.filter((step) => isAll || step.kind !== "same").map((step) => <StepChange key={step.id} step={step} isChosen={step.id === selected} title={title} say={say} onSelect={choose} />)}</ol>
      {found.links.length > 0 && <><h3>{say("连线", "Links")}</h3>
        <ul className="changes">{found.links.map((link) => <li key={`${link.kind}${link.source}${link.port}${link.target}`} className={`diff-${link.kind}`}>
          <b aria-hidden="true">{Signs[link.kind]}</b> {kindWords(link.kind, say)}{say("：", ": ")}{title(link.source)} ({portWords(steps.get(link.source), link.port, palette)}) → {title(link.target)}
        </li>)}</ul></>}
      {others.map((file) => <section key={file.name}>
        <h3><code>{file.name}</code> {file.words}</h3>
        {file.definition
          ? <p><a href={`/${readsAlone ? "audit/workflows" : "admin/designer"}/${encodeURIComponent(file.definition)}/compare?from=${wish(from)}&to=${wish(to)}`}>{say("在图上比较这个流程", "Compare this workflow on its drawing")}</a></p>
          : file.list !== undefined ? <Differences list={file.list} say={say} />
          : <ul className="lines">{file.lines!.map((one, index) => <li key={index} className={`diff-${one.kind}`}><b aria-hidden="true">{Signs[one.kind]}</b> <span className="hidden-words">{kindWords(one.kind, say)} </span><code>{one.line}</code></li>)}</ul>}
      </section>)}
    </section>
  </div>;
}

const Flow = ["root"];

const portWords = (step: StepDifference | undefined, port: string, palette: Palette) => {
  const shown = step?.after ?? step?.before;
  return (shown && portsOf(shown, palette).find((one) => one.name === port)?.words) || port;
};

function StepChange({ step, isChosen, title, say, onSelect }: { step: StepDifference; isChosen: boolean; title: (id: string) => string; say: Say; onSelect: (id: string) => void }) {
  return <li className={`diff-${step.kind}`} data-change={step.kind} data-of={step.id}>
    <button type="button" className="row" aria-pressed={isChosen} onClick={() => onSelect(step.id)}><b aria-hidden="true">{Signs[step.kind]}</b> <b>{step.title}</b> <span>{kindWords(step.kind, say)}{step.isMoved && step.kind === "changed" ? say("、移动", ", moved") : ""}</span></button>
    {step.isMoved && step.before && step.after && <p className="hint">{say("在图上的位置或前一步变了", "It stands elsewhere, or comes after other steps than before")}{step.flow !== "" ? say(`，现在在“${title(step.flow)}”里`, `; now within ${title(step.flow)}`) : ""}</p>}
    <Differences list={step.properties} kind={step.kind} say={say} />
  </li>;
}

/** @param kind Of what is on one side alone, the other side is not told at each line. */
function Differences({ list, kind, say }: { list: Difference[]; kind?: Kind; say: Say }) {
  return list.length === 0 ? null : <dl className="differences">{list.map((one, index) => <div key={`${one.name}${index}`}>
    <dt>{one.name}</dt>
    <dd>{kind !== "added" && <><span className="hidden-words">{say("原来：", "before: ")}</span><del>{one.before ?? say("没有设定", "not set")}</del></>}{kind !== "added" && kind !== "removed" && <> <span aria-hidden="true">→</span> </>}{kind !== "removed" && <><span className="hidden-words">{say("现在：", "now: ")}</span><ins>{one.after ?? say("没有设定", "not set")}</ins></>}</dd>
  </div>)}</dl>;
}

interface OtherFile { name: string; words: string; definition?: string; list?: Difference[]; lines?: { kind: "added" | "removed"; line: string }[] }

/** The other files of the service that the versions have otherwise. Terms of steps are told at the steps. */
function otherFiles(from: ComparedSide, to: ComparedSide, say: Say): OtherFile[] {
  const names = [...new Set([...Object.keys(from.files), ...Object.keys(to.files)])].filter((name) => name !== to.file && name !== from.file).sort();
  return names.flatMap((name): OtherFile[] => {
    const [before, after] = [from.files[name], to.files[name]];
    const words = before === undefined ? say("新增的文件", "a new file") : after === undefined ? say("删除的文件", "a removed file") : say("改动的文件", "a changed file");
    const [old, now] = [parsed(before), parsed(after)];
    const definition = definitionOf(now) ?? definitionOf(old);
    if (definition !== undefined && definitionOf(old) === definitionOf(now)) return [{ name, words, definition }];
    if (name.endsWith(".json") && (before === undefined || old !== undefined) && (after === undefined || now !== undefined)) {
      const list = jsonDifferences(old, now).filter((one) => name !== "service.json" || !isTermOfStep(one.name, from, to));
      return list.length === 0 && before !== undefined && after !== undefined ? [] : [{ name, words, list: list.map((one) => ({ ...one, name: one.name === "" ? name : one.name })) }];
    }
    return [{ name, words, lines: lineDifferences(before ?? "", after ?? "") }];
  });
}

/** A term is told at its step, where the side that has the term has the step. */
const isTermOfStep = (path: string, from: ComparedSide, to: ComparedSide): boolean => {
  const name = /^deadlines\.([^.]+)/.exec(path)?.[1];
  return name !== undefined && [from, to].every((side) => !termsHave(side, name) || allSteps(side.definition).some((step) => step.name === name));
};

const termsHave = (side: ComparedSide, name: string) => side.terms !== null && name in side.terms;

function parsed(text: string | undefined): Json | undefined {
  try { return text === undefined ? undefined : JSON.parse(text) as Json; } catch { return undefined; }
}

const definitionOf = (json: Json | undefined): string | undefined =>
  typeof json === "object" && json !== null && !Array.isArray(json) && typeof json.definitionId === "string" && typeof json.root === "object" ? json.definitionId : undefined;
