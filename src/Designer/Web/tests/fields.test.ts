import assert from "node:assert/strict";
import { test } from "node:test";
import { readYuan, writeYuan } from "../editor/money";
import { ofKind, plain, readRules, writeRules } from "../editor/rules";
import { faultAt, insertSuggestion, suggest, suggestions, wordBefore } from "../editor/scripts";
import { describe } from "../editor/looks";
import { hardship } from "./files";

const say = (_: string, english: string) => english;

test("yuan are typed and cents are stored, to the cent", () => {
  for (const [typed, cents] of [["5000", 500_000], ["1,234.5", 123_450], ["0.29", 29], ["1，000.01", 100_001], [" 12 ", 1200]] as const) assert.equal(readYuan(typed), cents, typed);
  for (const typed of ["", "-1", "1.234", "many", "1.2.3", "12345678901"]) assert.equal(readYuan(typed), undefined, typed);
  for (const [cents, words] of [[500_000, "5000"], [29, "0.29"], [123_450, "1234.50"]] as const) assert.equal(writeYuan(cents), words);
});

test("rules are read and written in the form that they had, and what the fields cannot show is left alone", () => {
  const rules = [{ of: "role", role: "DistrictReviewer", level: "District", take: "leastLoaded" }];
  assert.deepEqual(readRules(JSON.stringify(rules)), rules);
  assert.deepEqual(readRules(rules), rules);
  assert.deepEqual(writeRules(rules, undefined), JSON.stringify(rules));
  assert.deepEqual(writeRules(rules, [{ of: "head" }]), rules);
  assert.equal(writeRules([], "[]"), undefined);
  for (const other of ["getRules()", "{", "[1]", "{}"]) assert.equal(readRules(other), undefined, other);
});

test("another kind of rule leaves nothing behind that it would be refused for", () => {
  const role = ofKind({ of: "role" }, "role");
  assert.deepEqual(role, { of: "role", role: "DistrictReviewer", level: "District" });
  assert.deepEqual(ofKind({ ...role, take: "any", fromCents: 500_000, stage: 1 }, "people"), { of: "people", people: [], stage: 1, fromCents: 500_000 });
  assert.deepEqual(ofKind({ of: "people", people: ["li.na"] }, "head"), { of: "head", level: "District" });
  assert.deepEqual(plain({ of: "previous", take: undefined }), { of: "previous" });
});

test("an expression is offered what the definition declares, by what it is called", () => {
  const all = suggestions(hardship(), say);
  assert.equal(suggest(all, "fund")[0].key, "getInput(\"FundSource\")");
  assert.equal(wordBefore("1 + getF", 8), "getF");
  assert.deepEqual(insertSuggestion("1 + getF == 2", 8, "getInput(\"FundSource\")"), { script: "1 + getInput(\"FundSource\") == 2", at: 26 });
  assert.deepEqual(insertSuggestion("a", 1, " && "), { script: "a && ", at: 5 });
});

test("the place of a fault is found in the script", () => {
  assert.equal(faultAt("a\nb + ;", "Unexpected ; (line 2, column 5)"), 6);
  assert.equal(faultAt("a", "something else"), undefined);
});

test("what a text says of options by their keys is said by their words, and not twice", () => {
  const input = (description: string, ...options: [string, string][]) => ({ name: "Repeated", typeName: "String", displayName: "", uiHint: "dropdown", defaultSyntax: "Literal", isWrapped: true, description, uiSpecifications: { dropdown: { selectList: { items: options.map(([value, text]) => ({ value, text })) } } } });
  assert.equal(describe(input("AskAgain：再次办理；CarryOver：沿用此前意见（仅限审核意见）", ["AskAgain", "再次办理"], ["CarryOver", "沿用此前意见"])), "沿用此前意见（仅限审核意见）");
  assert.equal(describe(input("Any: one is enough; All: everybody agrees", ["Any", "One of them"], ["All", "Everybody agrees"])), "One of them: one is enough");
  assert.equal(describe({ ...input("可以退回的步骤名称；*：经过的任一步骤；previous：上一步骤"), editor: "steps" }), "可以退回的步骤名称");
  assert.equal(describe(input("Follow the first case; or all", ["A", "B"])), "Follow the first case; or all");
});

test("rules begin with what the step says already", () => {
  assert.deepEqual(ofKind({ of: "role", role: "VillageHelper", level: "Village" }, "role"), { of: "role", role: "VillageHelper", level: "Village" });
});
