import assert from "node:assert/strict";
import { test } from "node:test";
import { copySteps, paste, readClip } from "../editor/clip";
import { allSteps, findStep, linksIn, rootOf, setTerm, stepsIn, termOf, type Definition } from "../editor/definition";
import { addNote, editNote, notesIn, removeNote } from "../editor/notes";
import { align, moveAll, removeAll, spotsOf } from "../editor/together";
import { text } from "../editor/json";
import { definitions, differences, hardship } from "./files";

const said = (definition: Definition, id: string, input: string) => ((findStep(definition, id)!.json[input] as { expression: { value: string } }).expression.value);

test("what is copied goes through a text and comes out with ids and names of its own, linked as it was", () => {
  const definition = hardship();
  const flow = rootOf(definition);
  const clip = readClip(JSON.stringify(copySteps(definition, flow, ["villageOpinion", "homeVisit", "townshipReview"])))!;
  const { definition: edited, ids, missing } = paste(definition, flow, clip);
  assert.equal(stepsIn(edited, flow).length, stepsIn(definition, flow).length + 3);
  assert.deepEqual(ids, ["villageOpinion2", "homeVisit2", "townshipReview2"]);
  assert.deepEqual(missing, []);
  const among = linksIn(definition, flow).filter((link) => ["villageOpinion", "homeVisit", "townshipReview"].includes(link.source) && ["villageOpinion", "homeVisit", "townshipReview"].includes(link.target));
  assert.ok(among.length > 0);
  assert.deepEqual(linksIn(edited, flow).slice(-among.length).map((link) => [link.source, link.port, link.target]), among.map((link) => [`${link.source}2`, link.port, `${link.target}2`]));
  assert.equal(text(findStep(edited, "homeVisit2")!.json, "nodeId"), "Workflow1:flow:homeVisit2");
  assert.equal(said(edited, "townshipReview2", "returnTo"), "[\"Supplement\",\"HomeVisit2\"]", "a step copied along is meant, and one that was left there stays");
  assert.deepEqual(differences(definition, edited).filter((one) => /\.(activities|connections)\[/.test(one) && !/undefined/.test(one)).length, 3 + among.length);
});

test("whatever is copied from any definition, no id or name is there twice and undoing is the old document", () => {
  for (const [path, definition] of definitions) {
    const flow = rootOf(definition);
    const before = JSON.stringify(definition);
    const known = new Set(allSteps(definition).map((step) => step.id));
    const { definition: edited, ids } = paste(definition, flow, copySteps(definition, flow, stepsIn(definition, flow).map((step) => step.id)));
    const all = allSteps(edited).map((step) => step.id).filter((id) => !known.has(id));
    assert.equal(new Set(all).size, all.length, path);
    assert.ok(ids.every((id) => !known.has(id)), path);
    assert.equal(JSON.stringify(definition), before, path);
  }
});

test("a term is copied along into a workflow that has terms", () => {
  const service: Definition = { ...hardship(), customProperties: { "AidWorkflow:Terms": { HomeVisit: { count: 5, unit: "working-days" } } } };
  const { definition: edited } = paste(service, rootOf(service), copySteps(service, rootOf(service), ["homeVisit"]));
  assert.deepEqual(termOf(edited, "HomeVisit2"), { count: 5, unit: "working-days" });
  assert.equal(termOf(setTerm(edited, "HomeVisit2", undefined), "HomeVisit2"), undefined);
});

test("what a step speaks of and the other workflow does not declare is pointed out", () => {
  const from: Definition = { variables: [{ id: "v", name: "Amount" }], root: { id: "f", type: "Elsa.Flowchart", activities: [
    { id: "a", type: "Elsa.WriteLine", text: { typeName: "String", expression: { type: "Variable", value: { id: "v", name: "Amount" } } } },
    { id: "b", type: "Elsa.If", condition: { typeName: "Boolean", expression: { type: "JavaScript", value: "getInput('FundSource') == 'x'" } } },
    { id: "c", type: "Elsa.X", result: { typeName: "String", memoryReference: { id: "kept" } } },
  ] } };
  const to: Definition = { inputs: [{ name: "FundSource" }], root: { id: "g", type: "Elsa.Flowchart", activities: [] } };
  assert.deepEqual(paste(to, ["root"], copySteps(from, ["root"], ["a", "b", "c"])).missing, ["Amount", "kept"]);
  assert.deepEqual(paste(from, ["root"], copySteps(from, ["root"], ["a"])).missing, []);
});

test("what is no clip of ours is not pasted", () => {
  for (const other of ["", "hello", "{}", "[1]", "{\"aidworkflow\":\"steps\",\"steps\":[{}],\"links\":[]}"]) assert.equal(readClip(other), undefined, other);
});

test("several steps are moved, aligned, spread and taken out together", () => {
  const definition = hardship();
  const flow = rootOf(definition);
  const ids = ["villageOpinion", "homeVisit", "townshipReview"];
  const spots = spotsOf(definition, flow, ids, new Map());
  const left = align(new Map([["a", { x: 10, y: 1 }], ["b", { x: 30, y: 2 }]]), "left");
  assert.deepEqual([...left.values()], [{ x: 10, y: 1 }, { x: 10, y: 2 }]);
  assert.deepEqual([...align(new Map([["a", { x: 0, y: 0 }], ["b", { x: 10, y: 5 }], ["c", { x: 100, y: 9 }]]), "across").values()].map((spot) => spot.x), [0, 50, 100]);
  assert.deepEqual([...align(new Map([["a", { x: 0, y: 4 }], ["b", { x: 40, y: 8 }]]), "centre").values()].map((spot) => spot.x), [20, 20]);
  const moved = moveAll(definition, flow, new Map([...spots].map(([id, spot]) => [id, { x: spot.x + 5, y: spot.y }])));
  assert.deepEqual([...spotsOf(moved, flow, ids, new Map()).values()].map((spot) => spot.x), [...spots.values()].map((spot) => spot.x + 5));
  const without = removeAll(definition, flow, ids);
  assert.equal(stepsIn(without, flow).length, stepsIn(definition, flow).length - 3);
});

test("a note stands in the metadata of its flowchart and leaves nothing behind", () => {
  const definition = hardship();
  const flow = rootOf(definition);
  const { definition: noted, id } = addNote(definition, flow, 10.4, 20);
  const written = editNote(noted, flow, id, { text: "见 2026 年通知" });
  assert.deepEqual(notesIn(written, flow), [{ id, text: "见 2026 年通知", x: 10, y: 20 }]);
  assert.deepEqual(differences(definition, written), ["$.root.metadata.aidNotes"]);
  assert.deepEqual(removeNote(written, flow, id), definition);
});
