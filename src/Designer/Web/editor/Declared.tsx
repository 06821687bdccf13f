import { put, putItems, isObject, items, member, text, type JsonObject } from "./json";
import type { Definition } from "./definition";
import type { Say } from "./words";

interface Props { definition: Definition; say: Say; onEdit: (definition: Definition, as?: string) => void }

type Kind = "variables" | "inputs" | "outputs";

const Types = ["String", "Boolean", "Int32", "Int64", "Decimal", "Double", "DateTimeOffset", "TimeSpan", "Guid", "Object", "JsonObject", "JsonArray"];

/** A variable, an input or an output that none of its kind is called yet. */
function fresh(kind: Kind, there: readonly JsonObject[]): JsonObject {
  const stem = { variables: "Variable", inputs: "Input", outputs: "Output" }[kind];
  let number = 1;
  while (there.some((one) => text(one, "name") === `${stem}${number}`)) number++;
  const name = `${stem}${number}`;
  return kind === "variables" ? { id: name.toLowerCase(), name, typeName: "String", isArray: false, value: "", storageDriverTypeName: null } : { type: "String", name, displayName: name, description: "", category: "" };
}

/** Declares names that steps speak of, as variables. */
export function declare(definition: Definition, names: readonly string[]): Definition {
  const there = items(definition, "variables");
  return putItems(definition, "variables", [...there, ...names.map((name) => ({ id: name, name, typeName: "Object", isArray: false, value: null, storageDriverTypeName: null }))]) as Definition;
}

/** What the workflow keeps while it runs, what it is started with, and what it ends with. */
export function Declared({ definition, say, onEdit }: Props) {
  const words: Record<Kind, [string, string]> = {
    variables: [say("变量", "Variables"), say("流程运行中记住的值", "What it keeps while it runs")],
    inputs: [say("输入", "Inputs"), say("启动流程时给出的值", "What it is started with")],
    outputs: [say("输出", "Outputs"), say("流程结束时给出的值", "What it ends with")],
  };
  return <>{(["variables", "inputs", "outputs"] as const).map((kind) => {
    const all = items(definition, kind);
    const set = (index: number, name: string, value: string | undefined) =>
      onEdit(putItems(definition, kind, all.map((one, at) => at === index && isObject(one) ? put(one, name, value) : one)) as Definition, `${kind}.${index}.${name}`);
    return <details key={kind} className="declared" data-kind={kind}>
      <summary>{words[kind][0]}（{all.length}）</summary>
      <p className="hint">{words[kind][1]}</p>
      {all.map((one, index) => {
        if (!isObject(one)) return null;
        const typed = kind === "variables" ? "typeName" : "type";
        const id = `d-${kind}-${index}`;
        const said = text(one, typed);
        return <fieldset key={index}>
          <legend>{text(one, "name")}</legend>
          <label htmlFor={`${id}-name`}>{say("名称", "Name")}</label>
          <input id={`${id}-name`} type="text" value={text(one, "name")} maxLength={100} onChange={(event) => set(index, "name", event.target.value)} />
          <label htmlFor={`${id}-type`}>{say("类型", "Type")}</label>
          <select id={`${id}-type`} value={said} onChange={(event) => set(index, typed, event.target.value)}>{(Types.includes(said) ? Types : [said, ...Types]).map((type) => <option key={type} value={type}>{type}</option>)}</select>
          {kind === "variables" ? <>
            <label htmlFor={`${id}-value`}>{say("开始时的值", "Value at the start")}</label>
            <input id={`${id}-value`} type="text" value={typeof member(one, "value") === "string" ? text(one, "value") : JSON.stringify(member(one, "value") ?? "")} onChange={(event) => set(index, "value", event.target.value)} />
          </> : <>
            <label htmlFor={`${id}-words`}>{say("显示名称", "Title")}</label>
            <input id={`${id}-words`} type="text" value={text(one, "displayName")} onChange={(event) => set(index, "displayName", event.target.value)} />
          </>}
          <button type="button" className="small" aria-label={say(`去掉 ${text(one, "name")}`, `Remove ${text(one, "name")}`)} onClick={() => onEdit(putItems(definition, kind, all.filter((_, at) => at !== index)) as Definition)}>{say("去掉", "Remove")}</button>
        </fieldset>;
      })}
      <button type="button" data-declare={kind} onClick={() => onEdit(putItems(definition, kind, [...all, fresh(kind, all.filter(isObject))]) as Definition)}>{say("添加", "Add")}</button>
    </details>;
  })}</>;
}
