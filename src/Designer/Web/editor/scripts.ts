// What an expression may name: what the definition declares, and the functions of scripts that an author has use for.
import type { Definition } from "./definition";
import { isObject, items, text } from "./json";
import type { Say } from "./words";
import type { Named } from "./wire";

export interface Suggestion { key: string; words: string; hint: string }

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** The answer to a question of the form; undefined where there is none. */
const answer = (key: string) => /^[A-Za-z_$][\w$]*$/.test(key) ? `getInput("Answers").${key}` : `getInput("Answers")[${JSON.stringify(key)}]`;

/** @param fields The questions of the service's form; none in a workflow of no service. */
export function suggestions(definition: Definition, say: Say, fields: readonly Named[] = []): Suggestion[] {
  const declared = (list: string) => items(definition, list).filter(isObject).filter((one) => text(one, "name") !== "");
  const called = (one: Parameters<typeof text>[0]) => text(one, "displayName") || text(one, "description");
  return [
    ...declared("inputs").map((one) => ({ key: `getInput("${text(one, "name")}")`, words: `getInput("${text(one, "name")}")`, hint: `${say("流程输入", "input")} ${called(one)}` })),
    ...declared("variables").flatMap((one) => [
      { key: `get${capital(text(one, "name"))}()`, words: `get${capital(text(one, "name"))}()`, hint: say("变量的值", "value of a variable") },
      { key: `set${capital(text(one, "name"))}(`, words: `set${capital(text(one, "name"))}(…)`, hint: say("给变量赋值", "gives a variable a value") },
    ]),
    { key: "getInput(\"ProposedCents\")", words: "getInput(\"ProposedCents\")", hint: say("建议金额（分）", "the amount proposed, in cents") },
    { key: "getInput(\"ApprovedCents\")", words: "getInput(\"ApprovedCents\")", hint: say("批准金额（分），审批以后才有", "the amount granted, in cents; only after the decision") },
    ...fields.map((field) => ({ key: answer(field.key), words: answer(field.key), hint: `${say("回答", "answer")} ${field.words}` })),
    { key: "getLastResult()", words: "getLastResult()", hint: say("上一步的结果", "result of the step before") },
    { key: "getOutputFrom(\"", words: "getOutputFrom(\"…\")", hint: say("某一步的结果", "result of a step") },
    { key: "getCorrelationId()", words: "getCorrelationId()", hint: say("案件的关联号", "the case's id") },
    { key: "getWorkflowInstanceId()", words: "getWorkflowInstanceId()", hint: say("流程实例号", "id of the instance") },
    { key: "isNullOrWhiteSpace(", words: "isNullOrWhiteSpace(…)", hint: say("是否为空", "whether it is empty") },
    { key: "toJson(", words: "toJson(…)", hint: say("写成 JSON", "as JSON") },
    { key: "parseJson(", words: "parseJson(…)", hint: say("读取 JSON", "reads JSON") },
    { key: "newGuid()", words: "newGuid()", hint: say("新的编号", "a new id") },
    { key: " === ", words: "===", hint: say("等于", "is equal to") },
    { key: " >= ", words: ">=", hint: say("不小于", "is at least") },
    { key: " && ", words: "&&", hint: say("并且", "and") },
    { key: " || ", words: "||", hint: say("或者", "or") },
  ];
}

/** The word that ends at a place: what a suggestion stands in for. */
export const wordBefore = (script: string, at: number): string => /[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(script.slice(0, at))?.[0] ?? "";

export function suggest(all: readonly Suggestion[], word: string, most = 8): Suggestion[] {
  const lower = word.toLowerCase();
  return all.filter((one) => lower === "" || one.key.toLowerCase().includes(lower) || one.hint.toLowerCase().includes(lower)).slice(0, most);
}

/** With a suggestion in the place of the word that ends there, and where to go on writing. */
export function insertSuggestion(script: string, at: number, key: string): { script: string; at: number } {
  const from = at - (/^\s|^[=&|>]/.test(key) ? 0 : wordBefore(script, at).length);
  return { script: script.slice(0, from) + key + script.slice(at), at: from + key.length };
}

/** Where a fault says that it lies, as "(line 2, column 5)" counts from 1; undefined where it does not say. */
export function faultAt(script: string, reason: string): number | undefined {
  const match = /\(line (\d+), column (\d+)\)/.exec(reason);
  if (match === null) return undefined;
  const [line, column] = [Number(match[1]), Number(match[2])];
  return Math.min(script.length, script.split("\n").slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1);
}
