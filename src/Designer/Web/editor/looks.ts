// How steps look to people: a colour by what they are for, and one line of what they say.
import { camel, type Input, type Palette } from "./descriptors";
import { branchWords, readBranches } from "./branches";
import { expressionOf, termOf, type Definition, type Step } from "./definition";
import type { Say } from "./words";
import type { Choices } from "./wire";

const Tints: Record<string, string> = {
  "Aid.Completeness": "take", "Aid.Supplement": "take", "Aid.HomeVisit": "take", "Aid.Review": "decide", "Aid.Decide": "decide", "Aid.ExternalDecision": "decide",
  "Aid.PublicNotice": "tell", "Aid.Notify": "tell", "Aid.IssueDocument": "tell", "Aid.Copy": "tell", "Aid.Payout": "pay", "Aid.CorrectPayee": "pay",
};

export const tintOf = (type: string) => Tints[type] ?? "flow";

export const optionsOf = (input: Input) => Object.values(input.uiSpecifications ?? {}).flatMap((one) => one?.selectList?.items ?? []);

const letters = (words: string) => words.replace(/[\p{P}\s]/gu, "").toLowerCase();

/** What an input is for. What a text says of options by their keys ("AskAgain: they decide again") is said by their words, and not where it only repeats them. */
export function describe(input: Input): string {
  const keyed: [string, string][] = input.editor === "steps" ? [["*", ""], ["previous", ""]] : optionsOf(input).map((option) => [option.value, option.text]);
  const parts = (input.description ?? "").split(/(?<=[；;])\s*/u).flatMap((part) => {
    const [of, meaning] = [keyed.find(([key]) => part.startsWith(`${key}：`) || part.startsWith(`${key}: `)), part.replace(/^[^：:]*[：:]\s*/u, "")];
    return of === undefined ? part : input.editor === "steps" || letters(meaning) === letters(of[1]) ? [] : letters(meaning).startsWith(letters(of[1])) ? meaning : part.replace(of[0], of[1]);
  });
  return parts.join(/[；]/u.test(input.description ?? "") ? "" : " ").replace(/[；;]\s*$/u, "");
}

/** The words of a value that is written down. */
export function wordsOf(input: Input, value: unknown): string {
  const options = optionsOf(input);
  return options.find((option) => option.value === value)?.text ?? (typeof value === "string" ? value : JSON.stringify(value));
}

/** By which conditions each way of a branch is taken, by the name of the way; empty for other steps. */
export function meaningsOf(step: Step, palette: Palette, fields: Choices["fields"], say: Say): ReadonlyMap<string, string> {
  const input = palette.get(step.type)?.inputs.find((one) => one.editor === "branches");
  const expression = input && expressionOf(step.json, input);
  return new Map((expression === undefined || expression.type === "JavaScript" ? [] : readBranches(expression.value) ?? []).filter((branch) => branch.tests.length > 0).map((branch) => [branch.label, branchWords(branch, fields, say)]));
}

/** @param choices What events are called, and the questions of the form. */
export function summaryOf(step: Step, palette: Palette, definition: Definition, say: Say, choices: Choices): string {
  const descriptor = palette.get(step.type);
  if (descriptor === undefined) return say(`未知类型 ${step.type}`, `unknown type ${step.type}`);
  const said = descriptor.inputs.filter((input) => ["role", "level", "event", "document", "outcome", "part"].includes(camel(input.name))).flatMap((input) => {
    const expression = expressionOf(step.json, input);
    return expression === undefined ? [] : expression.type === "Literal" ? [camel(input.name) === "event" ? choices.events.find((one) => one.key === expression.value)?.words ?? wordsOf(input, expression.value) : wordsOf(input, expression.value)] : [say("由表达式得出", "computed")];
  });
  said.push(...meaningsOf(step, palette, choices.fields, say).values());
  const term = descriptor.canWait ? termOf(definition, step.name) : undefined;
  if (term) said.push(termWords(term.count, term.unit, say));
  return said.join(" · ") || descriptor.displayName;
}

export const termWords = (count: number, unit: string, say: Say) => ({
  "working-days": say(`${count} 个工作日`, counted(count, "working day")), "calendar-days": say(`${count} 天`, counted(count, "calendar day")), "months": say(`${count} 个月`, counted(count, "month")),
}[unit] ?? `${count} ${unit}`);

const counted = (count: number, one: string) => count === 1 ? `1 ${one}` : `${count} ${one}s`;
