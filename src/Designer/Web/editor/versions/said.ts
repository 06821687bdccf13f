// What an input of a step says, in the words of its field.
import { expressionOf, type Step } from "../definition";
import { camel, type Input } from "../descriptors";
import { readDuration } from "../duration";
import { isObject, text, type Json, type JsonObject } from "../json";
import { optionsOf, wordsOf } from "../looks";
import { writeYuan } from "../money";
import { readRules, type Rule } from "../rules";
import { branchWords, readBranches } from "../branches";
import type { Say } from "../words";
import type { Choices } from "../wire";

/** Words of what stands in a definition by a key: titles of steps by their names, and what people are told of. */
export interface Called { steps: ReadonlyMap<string, string>; events: ReadonlyMap<string, string>; fields: Choices["fields"] }

/** @param inputs Of the whole step: rules of who decides say roles and levels as its own fields do. */
export function said(step: Step, input: Input, say: Say, inputs: readonly Input[] = [], called: Called = { steps: new Map(), events: new Map(), fields: [] }): string | undefined {
  const expression = expressionOf(step.json, input);
  if (expression === undefined) return undefined;
  const { type, value } = expression;
  const and = say("、", ", ");
  if (type === "Variable" || type === "Input") return (type === "Variable" ? say("变量 ", "variable ") : say("流程输入 ", "workflow input ")) + (isObject(value) ? text(value, "name") : String(value));
  if (type === "JavaScript") return `${say("算式", "computed")}: ${String(value)}`;
  if (input.editor === "who") {
    const rules = readRules(value);
    if (rules !== undefined && rules.length > 0) return rules.map((rule) => ruleWords(rule, inputs, say)).join(say("；", "; "));
  }
  if (input.editor === "branches") {
    const branches = readBranches(value);
    if (branches !== undefined && branches.length > 0) return branches.map((one) => `${one.label}${say("：", ": ")}${branchWords(one, called.fields, say)}`).join(say("；", "; "));
  }
  const list = listOf(value);
  if (list !== undefined && list.every((one) => isObject(one) && text(one, "label") !== "")) return list.map((one) => caseWords(one as JsonObject, say)).join(say("；", "; "));
  if (type === "Literal" && input.editor === "steps" && list !== undefined)
    return list.map((one) => one === "*" ? say("经过的任一步骤", "any step it came through") : one === "previous" ? say("上一步骤", "the step before") : called.steps.get(String(one)) ?? String(one)).join(and);
  if (type === "Literal" && input.editor === "event") return called.events.has(String(value)) ? `${called.events.get(String(value))}${say("（", " (")}${String(value)}${say("）", ")")}` : String(value);
  if (type === "Literal" && input.editor === "audience") return ({ applicant: say("申请人", "the applicant"), staff: say("工作人员", "staff") } as Record<string, string>)[String(value)] ?? String(value);
  if (type === "Literal" && input.editor === "money" && value !== null && !Number.isNaN(Number(value))) return `${writeYuan(Number(value))} ${say("元", "yuan")}`;
  if (type === "Literal" && input.typeName === "TimeSpan" && typeof value === "string") return durationWords(value, say);
  if (type === "Literal" && input.uiHint === "checkbox") return String(value).toLowerCase() === "true" ? say("是", "yes") : say("否", "no");
  if (list !== undefined) return list.map((one) => isObject(one) ? JSON.stringify(one) : wordsOf(input, one)).join(and);
  return wordsOf(input, value);
}

/** A list, also one that is written as a text of JSON. */
function listOf(value: Json): Json[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== "string" || !value.trim().startsWith("[")) return undefined;
  try { const list = JSON.parse(value) as Json; return Array.isArray(list) ? list : undefined; } catch { return undefined; }
}

function caseWords(one: JsonObject, say: Say): string {
  const condition = one.condition;
  const said = isObject(condition) ? condition.value : condition;
  return `${text(one, "label")}${say("：", ": ")}${said === undefined || said === null || said === "" ? say("没有条件", "no condition") : typeof said === "string" ? said : JSON.stringify(said)}`;
}

function ruleWords(rule: Rule, inputs: readonly Input[], say: Say): string {
  const option = (name: string, value: string | undefined) => value === undefined ? undefined : optionsOf(inputs.find((one) => camel(one.name).toLowerCase() === name) ?? inputs[0]).find((one) => one.value.toLowerCase() === value.toLowerCase())?.text ?? value;
  const kind = rule.of.toLowerCase();
  const who = ({
    role: option("role", rule.role), head: say("单位负责人", "the head of the unit"), people: `${say("指定的人员", "people by name")} ${(rule.people ?? []).join(say("、", ", "))}`, group: `${say("人员组", "group")} ${rule.group ?? ""}`,
    applicant: `${say("申请人选择的人", "whom the applicant chose")} ${rule.answer ?? ""}`, previous: say("上一环节指定的人", "whom the decision before named"),
  } as Record<string, string | undefined>)[kind] ?? rule.of;
  const take = ({ any: say("其中任一人", "any one of them"), all: say("每人都办", "each of them"), leastloaded: say("在办最少的人", "whoever has the fewest open tasks"), roundrobin: say("轮流", "in turn") } as Record<string, string>)[rule.take?.toLowerCase() ?? ""] ?? rule.take;
  return [
    who, kind === "role" || kind === "head" ? rule.above === undefined ? option("level", rule.level) : say(`往上 ${rule.above} 级`, `${rule.above} units above`) : undefined, take,
    rule.fromCents === undefined ? undefined : say(`金额不低于 ${writeYuan(rule.fromCents)} 元`, `from ${writeYuan(rule.fromCents)} yuan`), rule.weight === undefined ? undefined : say(`权重 ${rule.weight}`, `weight ${rule.weight}`), rule.stage === undefined ? undefined : say(`第 ${rule.stage} 轮`, `stage ${rule.stage}`),
  ].filter((part) => part !== undefined && part !== "").join(" · ");
}

function durationWords(said: string, say: Say): string {
  const parts = readDuration(said);
  if (parts === undefined) return said;
  const words = [[parts.days, say("天", "d")], [parts.hours, say("小时", "h")], [parts.minutes, say("分", "min")], [parts.seconds, say("秒", "s")]].filter(([count]) => count !== 0);
  return words.length === 0 ? said : words.map(([count, unit]) => `${count} ${unit}`).join(" ");
}
