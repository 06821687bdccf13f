import { isObject, text } from "../json";
import type { Language, Say } from "../words";
import { Accesses, accessOf, fieldsIn, papersOf, saidOf, sectionsOf, setAccess, setDefault, stepOf, type Doc } from "./form";
import { titleOf } from "./titles";
import type { Step } from "./wire";
import { accessWords } from "./names";

interface Props { doc: Doc; steps: Step[]; faults: (step: string, part: string, key: string) => string | undefined; language: Language; say: Say; onEdit: (doc: Doc, as?: string) => void }

/** Who may do what with each question, at each desk and step. */
export function AccessTable({ doc, steps, faults, language, say, onEdit }: Props) {
  const form = doc["form.json"];
  const named = isObject(form) && isObject(form.steps) ? Object.keys(form.steps) : [];
  const all = [...steps, ...named.filter((name) => !steps.some((step) => step.name === name)).map((name): Step => ({ name, isDesk: false, words: { "zh-CN": name, en: name } }))];
  const head = (step: Step) => step.words[language];

  const otherwise = (step: Step) => {
    const column = stepOf(doc, step.name);
    const standing = column === undefined ? "" : text(column, "default");
    return <select aria-label={say(`${head(step)}：没有另外说明时`, `${head(step)}: unless said otherwise`)} value={standing} onChange={(event) => onEdit(setDefault(doc, step.name, event.target.value))}>
      {(!step.isDesk || standing === "") && <option value="">{step.isDesk ? "—" : say("同岗位", "As the desk")}</option>}
      {Accesses.map((access) => <option key={access} value={access}>{accessWords(access, say)}</option>)}
    </select>;
  };

  const cell = (step: Step, part: "fields" | "papers", key: string, title: string) => {
    const said = saidOf(doc, step.name, part, key);
    const rests = part === "papers" ? say("可看", "shown") : accessOf(doc, step.name, key) === "" ? say("同岗位", "as desk") : accessWords(accessOf(doc, step.name, key), say);
    const fault = faults(step.name, part, key);
    return <td key={step.name} className={fault ? "wrong" : said === "" ? "rests" : ""}>
      <select aria-label={`${title} · ${head(step)}`} aria-invalid={fault !== undefined} title={fault} value={said} onChange={(event) => onEdit(setAccess(doc, step.name, part, key, event.target.value, step.isDesk))}>
        <option value="">{said === "" ? rests : say("不另说", "nothing of its own")}</option>
        {(part === "papers" ? (["hidden", "read"] as const) : Accesses).map((access) => <option key={access} value={access}>{accessWords(access, say)}</option>)}
      </select>
      {fault !== undefined && <p className="bad">{fault}</p>}
    </td>;
  };

  return <div className="access" tabIndex={0} role="region" aria-label={say("各岗位、各环节可以看什么、改什么", "Who sees and changes what")}>
    <table>
      <thead>
        <tr><th scope="col">{say("题目", "Question")}</th>{all.map((step) => <th key={step.name} scope="col">{head(step)}{!step.isDesk && <span className="quiet"> {say("环节", "step")}</span>}</th>)}</tr>
        <tr><th scope="row">{say("没有另外说明时", "Unless said otherwise")}</th>{all.map((step) => <td key={step.name}>{otherwise(step)}</td>)}</tr>
      </thead>
      {sectionsOf(doc).map((section) => <tbody key={section.place.join()}>
        <tr><th scope="colgroup" colSpan={all.length + 1} className="group">{titleOf(section, language)}</th></tr>
        {fieldsIn(section).map((field) => <tr key={field.place.join()}><th scope="row">{titleOf(field, language)}</th>{all.map((step) => cell(step, "fields", field.key, titleOf(field, language)))}</tr>)}
      </tbody>)}
      <tbody>
        <tr><th scope="colgroup" colSpan={all.length + 1} className="group">{say("材料", "Papers")}</th></tr>
        {papersOf(doc).map((paper) => <tr key={paper.place.join()}><th scope="row">{titleOf(paper, language)}</th>{all.map((step) => cell(step, "papers", paper.key, titleOf(paper, language)))}</tr>)}
      </tbody>
    </table>
  </div>;
}
