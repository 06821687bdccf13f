import assert from "node:assert/strict";
import { test } from "node:test";
import { branchWords, comparedBy, lookingAt, opsOf, readBranches, writeBranches, type Branch } from "../editor/branches";
import { suggestions } from "../editor/scripts";

const zh = (chinese: string) => chinese;
const en = (_: string, english: string) => english;
const fields = [
  { key: "situation", words: "困难情形", type: "choice", options: [{ key: "recognised", words: "低保" }, { key: "care", words: "重病" }] }, { key: "income", words: "收入", type: "money" }, { key: "alone", words: "独居", type: "yes-no" },
];
const branches: Branch[] = [
  { label: "大额", tests: [{ of: "proposed", op: "at-least", cents: 500_000 }] },
  { label: "困难", match: "any", tests: [{ of: "answer", field: "situation", op: "in", value: ["recognised", "care"] }, { of: "answer", field: "income", op: "below", cents: 100_050 }, { of: "answer", field: "alone", op: "equal", value: "yes" }] },
];

test("branches are read and written in the form that they had, and what the fields cannot show is left alone", () => {
  assert.deepEqual(readBranches(JSON.stringify(branches)), branches);
  assert.deepEqual(writeBranches(branches, undefined), JSON.stringify(branches));
  assert.deepEqual(writeBranches(branches, [{}]), branches);
  assert.equal(writeBranches([], "[]"), undefined);
  for (const other of ["getBranches()", "{", "[1]", "{}", "[{\"label\":\"a\",\"tests\":[{}]}]"]) assert.equal(readBranches(other), undefined, other);
});

test("a branch is said as a person would say it, in both languages, with the words of its questions and choices", () => {
  assert.equal(branchWords(branches[0], fields, zh), "建议金额不低于 5000 元");
  assert.equal(branchWords(branches[1], fields, zh), "“困难情形”是其中之一 低保、重病 或者 “收入”低于 1000.50 元 或者 “独居”是 是");
  assert.equal(branchWords(branches[0], fields, en), "amount proposed is at least 5000 yuan");
});

test("another thing to look at, or another comparison, leaves nothing behind that it would be refused for", () => {
  assert.deepEqual(lookingAt(branches[0].tests[0], "approved", undefined, fields), { of: "approved", op: "at-least", cents: 500_000 });
  assert.deepEqual(lookingAt(branches[0].tests[0], "answer", "income", fields), { of: "answer", field: "income", op: "at-least", cents: 500_000 });
  assert.deepEqual(lookingAt(branches[0].tests[0], "answer", "situation", fields), { of: "answer", field: "situation", op: "equal" });
  assert.deepEqual(comparedBy(branches[1].tests[0], "equal"), { of: "answer", field: "situation", op: "equal", value: "recognised" });
  assert.deepEqual(comparedBy(branches[1].tests[0], "empty"), { of: "answer", field: "situation", op: "empty" });
  assert.ok(!opsOf("choice").includes("above") && opsOf("money").includes("at-least") && !opsOf("document").includes("equal"));
});

test("an expression is offered the amounts and the answers of the case, by the words of their questions", () => {
  const all = suggestions({}, zh, [...fields, { key: "a-b", words: "别的", type: "text" }]);
  assert.ok(all.some((one) => one.key === "getInput(\"ProposedCents\")") && all.some((one) => one.key === "getInput(\"Answers\").situation" && one.hint.includes("困难情形")));
  assert.ok(all.some((one) => one.key === "getInput(\"Answers\")[\"a-b\"]"));
});
