import assert from "node:assert/strict";
import { test } from "node:test";
import { append, connect, findStep, insertOnLink, linksIn, move, remove, retitle, rootOf, setInput, type Definition } from "../editor/definition";
import type { Input } from "../editor/descriptors";
import { compare, jsonDifferences, lineDifferences } from "../editor/versions/diff";
import { daysBetween, heatOf, loadsOf, waitWords } from "../editor/versions/heat";
import { definitions, hardship, palette as bare } from "./files";

const say = (_: string, english: string) => english;
const role: Input = { name: "Role", typeName: "String", displayName: "Who reviews", uiHint: "dropdown", defaultSyntax: "Literal", isWrapped: true, uiSpecifications: { dropdown: { selectList: { items: [{ text: "Village helper", value: "VillageHelper" }, { text: "Reviewer of the township", value: "TownshipReviewer" }] } } } };
const palette = new Map([...bare, ["Aid.Review", { ...bare.get("Aid.Review")!, inputs: [role] }]]);
const told = (before: Definition, after: Definition, terms = {}, now = terms) => compare({ definition: before, terms }, { definition: after, terms: now }, palette, say);
const kinds = (before: Definition, after: Definition) => Object.fromEntries(told(before, after).steps.filter((step) => step.kind !== "same").map((step) => [step.id, step.kind]));
const onLink = (definition: Definition, source: string, port: string) => linksIn(definition, rootOf(definition)).find((one) => one.source === source && one.port === port)!;

test("a definition held against itself says nothing, however its properties are ordered", () => {
  const turned = (value: unknown): unknown => Array.isArray(value) ? value.map(turned) : typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).reverse().map(([name, one]) => [name, turned(one)])) : value;
  for (const [path, definition] of definitions) {
    const found = told(definition, turned(definition) as Definition);
    assert.deepEqual([found.whole, found.links, found.steps.filter((step) => step.kind !== "same").map((step) => step.id)], [[], [], []], path);
  }
});

test("a step put on a link is added with its links, and what comes behind it did not move", () => {
  const before = hardship();
  const { definition: after, id } = insertOnLink(before, rootOf(before), onLink(before, "townshipReview", "Approve"), palette.get("Aid.Review")!, palette);
  const found = told(before, after);
  assert.deepEqual(kinds(before, after), { [id]: "added" });
  assert.deepEqual(found.links.map((link) => [link.kind, link.source, link.target]), [["added", "townshipReview", id], ["added", id, "publicNotice"], ["removed", "townshipReview", "publicNotice"]]);
  assert.deepEqual(kinds(after, before), { [id]: "removed" });
});

test("a removed step stands on the drawing of both, with the links that it had", () => {
  const before = hardship();
  const after = remove(before, rootOf(before), "homeVisit");
  const flow = told(before, after).flows[0];
  assert.ok(flow.steps.some((step) => step.id === "homeVisit"));
  assert.ok(flow.links.some((link) => link.kind === "removed" && link.target === "homeVisit"));
  assert.deepEqual(flow.links.map((link) => link.index), flow.links.map((_, index) => index));
});

test("what a step says otherwise is told before and after, in the words of its descriptor", () => {
  const before = hardship();
  const place = findStep(before, "villageOpinion")!.place;
  const after = retitle(setInput(before, place, role, { type: "Literal", value: "TownshipReviewer" }), place, "Opinion of the township");
  const step = told(before, after, { VillageOpinion: { count: 5, unit: "working-days" } }, { VillageOpinion: { count: 1, unit: "months" } }).steps.find((one) => one.id === "villageOpinion")!;
  assert.equal(step.kind, "changed");
  assert.deepEqual(step.properties.map((one) => [one.name, one.after]), [["Title", "Opinion of the township"], ["Term", "1 month"], ["Who reviews", "Reviewer of the township"]]);
  assert.deepEqual(step.properties.map((one) => one.before).slice(1), ["5 working days", "Village helper"]);
});

test("a step is moved where its author put it elsewhere, or it comes after other steps", () => {
  const before = move(hardship(), findStep(hardship(), "homeVisit")!.place, 10, 20);
  assert.deepEqual(kinds(before, move(before, findStep(before, "homeVisit")!.place, 300, 20)), { homeVisit: "moved" });

  const root = rootOf(before);
  const added = append(before, root, palette.get("Aid.Notify")!).definition;
  const lone = connect(added, root, "villageOpinion", "Approve", "notify1");
  const led = connect(added, root, "townshipReview", "Approve", "notify1");
  assert.deepEqual(kinds(lone, led), { notify1: "moved" });
});

test("what is said of the workflow itself is told, and what only says which version it is is not", () => {
  const before: Definition = { id: "1", version: 1, isLatest: false, name: "Old", variables: [{ name: "a", typeName: "String" }], root: { id: "f", type: "Elsa.Flowchart", activities: [] } };
  const after: Definition = { id: "2", version: 2, isLatest: true, name: "New", variables: [{ name: "a", typeName: "String" }, { name: "b", typeName: "Int32" }], root: { id: "f", type: "Elsa.Flowchart", activities: [] } };
  assert.deepEqual(told(before, after).whole, [{ name: "Name", before: "Old", after: "New" }, { name: "Variables", before: "a: String", after: "a: String, b: Int32" }]);
});

test("other files are told by path or by line", () => {
  assert.deepEqual(jsonDifferences({ sections: [{ key: "a", max: 1 }, { key: "b" }] }, { sections: [{ key: "b" }, { key: "a", max: 2 }] }), [{ name: "sections[a].max", before: "1", after: "2" }]);
  assert.deepEqual(jsonDifferences({ list: [{ key: "a" }, { key: "b" }] }, { list: [{ key: "b" }, { key: "a" }] }), [{ name: "list", before: "a, b", after: "b, a" }]);
  assert.deepEqual(lineDifferences("one\ntwo\nthree", "one\n2\nthree\nfour"), [{ kind: "removed", line: "two" }, { kind: "added", line: "2" }, { kind: "added", line: "four" }]);
});

test("numbers of several versions add up at a step, and its heat is what half of them have come to", () => {
  const live = { at: "2026-03-31T00:00:00Z", days: [3, 10, 30] as [number, number, number], waiting: [
    { versionId: "1", activityId: "a", count: 4, oldestSince: "2026-01-01T00:00:00Z", over: [4, 3, 1] as [number, number, number] },
    { versionId: "2", activityId: "a", count: 2, oldestSince: "2026-03-30T00:00:00Z", over: [0, 0, 0] as [number, number, number] },
  ], faults: [{ versionId: "2", activityId: "b", count: 1 }] };
  const all = loadsOf(live, undefined);
  assert.deepEqual([all.get("a")!.count, all.get("a")!.over, all.get("a")!.versions, heatOf(all.get("a")!), all.get("b")!.faults], [6, [4, 3, 1], ["1", "2"], 2, 1]);
  assert.equal(waitWords(all.get("a")!, live.days, say), "6 waiting · half over 10 days");
  assert.deepEqual([heatOf(loadsOf(live, "2").get("a")!), daysBetween(all.get("a")!.oldestSince!, live.at)], [0, 89]);
});

test("an added or a removed step is told with everything that it does, its term among it", () => {
  const who: Input = { name: "Reviewers", typeName: "Object", displayName: "Rules", uiHint: "json-editor", defaultSyntax: "Object", isWrapped: true, editor: "who" };
  const others: Input = { name: "NotDecidersOf", typeName: "String[]", displayName: "Kept apart from", uiHint: "multitext", defaultSyntax: "Literal", isWrapped: true, editor: "steps" };
  const rich = new Map([...palette, ["Aid.Review", { ...palette.get("Aid.Review")!, inputs: [role, who, others] }]]);
  const before = hardship();
  const { definition, id } = insertOnLink(before, rootOf(before), onLink(before, "townshipReview", "Approve"), rich.get("Aid.Review")!, rich);
  const place = findStep(definition, id)!.place;
  const after = [[role, "VillageHelper"], [who, JSON.stringify([{ of: "role", role: "TownshipReviewer", take: "all", fromCents: 500_000 }])], [others, "[\"VillageOpinion\",\"*\"]"]].reduce((all, [input, value]) => setInput(all, place, input as Input, { type: "Literal", value: value as string }), definition);
  const terms = { Review1: { count: 3, unit: "working-days" } };
  const told = (a: Definition, b: Definition, old: typeof terms | undefined, now: typeof terms | undefined) => compare({ definition: a, terms: old }, { definition: b, terms: now }, rich, say).steps.find((one) => one.id === id)!.properties;
  const added = told(before, after, undefined, terms);
  assert.deepEqual(Object.fromEntries(added.map((one) => [one.name, one.after])), {
    "Title": "Review", "Name": "Review1", "Kind of step": "Review", "Term": "3 working days", "Who reviews": "Village helper", "Rules": "Reviewer of the township · each of them · from 5000 yuan",
    "Kept apart from": `${findStep(before, "villageOpinion")!.json.metadata && (findStep(before, "villageOpinion")!.json.metadata as { displayText: string }).displayText}, any step it came through`,
  });
  assert.ok(added.every((one) => one.before === undefined));
  assert.deepEqual(told(after, before, terms, undefined).map((one) => [one.name, one.before]), added.map((one) => [one.name, one.after]));
});
