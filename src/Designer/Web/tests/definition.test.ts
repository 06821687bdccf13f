import assert from "node:assert/strict";
import { test } from "node:test";
import { allSteps, append, connect, disconnect, expressionOf, findStep, flowAround, insertOnLink, linksIn, move, openWays, setEnd, portsOf, positionOf, remove, rename, retitle, rootOf, setInput, setNaming, setTerm, stamped, stepsIn, termOf, titleOf, type Definition } from "../editor/definition";
import type { Input } from "../editor/descriptors";
import { at, text, type Place } from "../editor/json";
import { definitions, differences, hardship, palette } from "./files";

const role: Input = { name: "Role", typeName: "String", displayName: "Role", uiHint: "dropdown", defaultSyntax: "Literal", isWrapped: true };
const pathOf = (place: Place) => "$" + place.map((part) => typeof part === "number" ? `[${part}]` : `.${part}`).join("");
const link = (definition: Definition, source: string, port: string) => linksIn(definition, rootOf(definition)).find((one) => one.source === source && one.port === port)!;
const targets = (definition: Definition, source: string, port?: string) => linksIn(definition, rootOf(definition)).filter((one) => one.source === source && (port === undefined || one.port === port)).map((one) => one.target);

test("every definition at hand is there to be read", () => assert.ok(definitions.length >= 10, `${definitions.length}`));

test("a step is called as the house calls it in the reader's language, unless its author wrote another title", () => {
  const house = { language: "en", titles: { VillageOpinion: { words: "Village opinion", labels: ["村级意见", "Village opinion"] } }, seconds: { "补公示": "Late notice" }, ways: { Provincial: "provincial fund" } };
  const inEnglish = Object.assign(new Map(palette), { house });
  const titled = (name: string, displayText?: string) => titleOf({ id: "a", name, type: "Aid.Review", place: [], json: { metadata: displayText === undefined ? {} : { displayText } } }, inEnglish);
  assert.deepEqual([titled("VillageOpinion", "村级意见"), titled("VillageOpinion"), titled("VillageOpinion", "村里怎么说"), titled("PublicNotice", "补公示"), titled("Review1", "第二审核 / Second review")], ["Village opinion", "Village opinion", "村里怎么说", "Late notice", "Second review"]);
  const gate = { id: "gate", name: "FundGate", type: "Elsa.FlowSwitch", place: [], json: { cases: [{ label: "Provincial" }] } };
  assert.ok(portsOf(gate, Object.assign(new Map([["Elsa.FlowSwitch", { typeName: "Elsa.FlowSwitch", name: "FlowSwitch", version: 1, category: "", displayName: "", inputs: [], ports: [{ name: "Default", displayName: "Default", type: "Flow" }], isContainer: false, isBrowsable: true, isStart: false, isTerminal: false, portsFrom: "cases" }]]), { house })).some((port) => port.words === "provincial fund"));
});

test("opening and saving changes nothing", () => {
  for (const [path, definition] of definitions) assert.deepEqual(differences(definition, JSON.parse(JSON.stringify(definition))), [], path);
});

test("an edit of a step changes what it is about and nothing beside it, whatever else the file holds", () => {
  for (const [path, definition] of definitions)
    for (const step of allSteps(definition)) {
      const before = JSON.stringify(definition);
      const place = pathOf(step.place);
      const holds = (edited: Definition, allowed: RegExp) => assert.ok(differences(definition, edited).every((one) => one.startsWith(place) && allowed.test(one.slice(place.length))), `${path} ${step.id} ${differences(definition, edited)}`);
      holds(retitle(definition, step.place, "Another title"), /^\.metadata(\.displayText)?$/i);
      holds(move(definition, step.place, 11, 12), /^\.metadata/i);
      holds(setInput(definition, step.place, role, { type: "Literal", value: "Leader" }), /^\.role/i);
      assert.equal(JSON.stringify(definition), before, "the old document stays as it was");
    }
});

test("a title or input that is set and taken away again leaves the file as it was", () => {
  const definition = hardship();
  const step = findStep(definition, "start")!;
  assert.deepEqual(setInput(setInput(definition, step.place, role, { type: "Literal", value: "Leader" }), step.place, role, undefined), definition);
});

test("an input keeps what its file says beside the expression", () => {
  const definition: Definition = { root: { id: "f", type: "Elsa.Flowchart", activities: [{ id: "a", type: "X", Role: { typeName: "String", memoryReference: { id: "m" }, expression: { type: "Literal", value: "old", note: 1 } } }] } };
  const edited = setInput(definition, findStep(definition, "a")!.place, role, { type: "JavaScript", value: "x" });
  assert.deepEqual(findStep(edited, "a")!.json, { id: "a", type: "X", Role: { typeName: "String", memoryReference: { id: "m" }, expression: { type: "JavaScript", value: "x", note: 1 } } });
  assert.deepEqual(expressionOf(findStep(edited, "a")!.json, role), { type: "JavaScript", value: "x" });
});

test("a step put on a link stands between its ends, with an id and a name of its own", () => {
  const definition = hardship();
  const { definition: edited, id } = insertOnLink(definition, rootOf(definition), link(definition, "townshipReview", "Approve"), palette.get("Aid.Review")!, palette);
  const step = findStep(edited, id)!;
  assert.deepEqual([targets(edited, "townshipReview", "Approve"), targets(edited, id, "Approve"), targets(edited, id, "Refuse")], [[id], ["publicNotice"], []]);
  assert.deepEqual([text(step.json, "nodeId"), step.name, step.type], [`Workflow1:flow:${id}`, "Review1", "Aid.Review"]);
  assert.equal(linksIn(edited, rootOf(edited)).length, linksIn(definition, rootOf(definition)).length + 1);
  assert.deepEqual(openWays(edited, rootOf(edited), palette).get(id), ["Refuse"]);
  const meant = setEnd(edited, step, "Refuse", true);
  assert.equal(openWays(meant, rootOf(meant), palette).get(id), undefined, "an end that is meant is no open way");
  assert.deepEqual(setEnd(meant, findStep(meant, id)!, "Refuse", false), edited);
  assert.deepEqual(disconnect(connect(meant, rootOf(meant), id, "Refuse", "start"), rootOf(meant), linksIn(meant, rootOf(meant)).length), edited, "once it was linked it is not meant any more");
});

test("a step that is taken out is bridged, and what was put in and taken out leaves the flow as it was", () => {
  const definition = hardship();
  const { definition: edited, id } = insertOnLink(definition, rootOf(definition), link(definition, "start", "Done"), palette.get("Aid.Notify")!, palette);
  assert.deepEqual(differences(definition, remove(edited, rootOf(edited), id)), []);
  const without = remove(definition, rootOf(definition), "homeVisit");
  assert.deepEqual(targets(without, "villageOpinion"), ["districtVisit", "districtVisit"]);
  assert.equal(findStep(without, "homeVisit"), undefined);
});

test("removing a step never leaves a link that leads nowhere or to itself", () => {
  for (const [path, definition] of definitions)
    for (const step of stepsIn(definition, rootOf(definition))) {
      const edited = remove(definition, rootOf(definition), step.id);
      const ids = new Set(stepsIn(edited, rootOf(edited)).map((one) => one.id));
      const before = new Set(stepsIn(definition, rootOf(definition)).map((one) => one.id));
      for (const one of linksIn(edited, rootOf(edited)))
        if (before.has(one.source) && before.has(one.target)) assert.ok(ids.has(one.source) && ids.has(one.target) && (one.source !== one.target || linksIn(definition, rootOf(definition)).some((old) => old.source === one.source && old.target === one.target)), `${path} ${step.id}`);
    }
});

test("links are connected once, and taken away by themselves", () => {
  const definition = hardship();
  const flow = rootOf(definition);
  const added = connect(definition, flow, "notifyRefused", "Done", "closePaid");
  assert.equal(connect(added, flow, "notifyRefused", "Done", "closePaid"), added);
  assert.deepEqual(differences(definition, disconnect(added, flow, linksIn(added, flow).length - 1)), []);
});

test("links in the older flat form are read, and sent elsewhere in that form", () => {
  const definition: Definition = { root: { id: "f", type: "Elsa.Flowchart", activities: { $values: [{ id: "a", type: "Elsa.WriteLine" }, { id: "b", type: "Elsa.WriteLine" }] }, connections: [{ source: "a", target: "b", sourcePort: "Done", targetPort: "In" }] } };
  const { definition: edited, id } = insertOnLink(definition, ["root"], linksIn(definition, ["root"])[0], palette.get("Elsa.WriteLine")!, palette);
  assert.deepEqual((at(edited, ["root", "connections"]) as unknown[])[0], { source: "a", target: id, sourcePort: "Done", targetPort: "In" });
  assert.equal((at(edited, ["root", "activities", "$values"]) as unknown[]).length, 3);
  assert.deepEqual(targets(edited, id), ["b"]);
});

test("ways out come from descriptors and from what inputs name", () => {
  const definition = hardship();
  assert.deepEqual(portsOf(findStep(definition, "fundGate")!, palette).map((port) => port.name), ["Provincial", "Default"]);
  const fork: Definition = { root: { id: "k", type: "Elsa.FlowFork", branches: { typeName: "String[]", expression: { type: "Literal", value: "[\"left\", \"right\"]" } } } };
  assert.deepEqual(portsOf(findStep(fork, "k")!, palette).map((port) => port.name), ["left", "right"]);
  assert.deepEqual(portsOf(findStep({ root: { id: "e", type: "Elsa.End" } }, "e")!, palette), []);
});

test("a step added behind another is linked to it, and steps within steps are found where they stand", () => {
  const definition: Definition = { root: { id: "f", type: "Elsa.Flowchart", activities: [{ id: "inner", type: "Elsa.Flowchart", activities: [{ id: "deep", type: "Elsa.WriteLine" }], connections: [] }], connections: [] } };
  const deep = findStep(definition, "deep")!;
  const flow = flowAround(definition, deep);
  assert.deepEqual(flow, ["root", "activities", 0]);
  const { definition: edited, id } = append(definition, flow, palette.get("Elsa.WriteLine")!, { source: "deep", port: "Done" });
  assert.deepEqual(linksIn(edited, flow).map((one) => [one.source, one.target]), [["deep", id]]);
  assert.deepEqual(linksIn(edited, rootOf(edited)), []);
});

test("a term follows the name of its step and goes with it, and only a service's definition has terms", () => {
  const service: Definition = { ...hardship(), customProperties: { "AidWorkflow:Terms": { TownshipReview: { count: 5, unit: "working-days" } } } };
  const renamed = rename(service, findStep(service, "townshipReview")!.place, "TownLook");
  assert.deepEqual([termOf(renamed, "TownLook"), termOf(renamed, "TownshipReview")], [{ count: 5, unit: "working-days" }, undefined]);
  assert.equal(termOf(remove(service, rootOf(service), "townshipReview"), "TownshipReview"), undefined);
  assert.equal(setTerm(hardship(), "X", { count: 1, unit: "months" }), hardship());
});

test("the stamp is put on and left off without touching anything else", () => {
  const definition: Definition = { customProperties: { a: 1 }, root: {} };
  assert.deepEqual(stamped(stamped(definition, "s"), undefined), definition);
});

test("positions are whole numbers where the file says them", () => {
  const definition = hardship();
  const step = findStep(definition, "homeVisit")!;
  assert.deepEqual(positionOf(findStep(move(definition, step.place, 10.4, 20.6), "homeVisit")!), { x: 10, y: 21 });
});

test("what other steps say of a step follows its new name and goes with it, and the name of another takes nothing along", () => {
  const named = (definition: Definition, id: string) => JSON.stringify(["returnTo", "notDecidersOf"].map((input) => findStep(definition, id)!.json[input] ?? null));
  const list = (value: string | string[]) => ({ typeName: "String[]", expression: { type: "Literal", value } });
  const step = (id: string, more = {}) => ({ id, name: id.toUpperCase(), type: "Aid.Review", ...more });
  const definition: Definition = { root: { id: "f", type: "Elsa.Flowchart", activities: [step("a"), step("b"), step("c", { returnTo: list("[\"A\",\"*\"]"), notDecidersOf: list(["A", "B"]) }), step("d", { notDecidersOf: list("[\"A\"]") })], connections: [] } };
  const place = findStep(definition, "a")!.place;
  const renamed = rename(definition, place, "Town");
  assert.equal(named(renamed, "c"), JSON.stringify([list("[\"Town\",\"*\"]"), list(["Town", "B"])]));
  assert.deepEqual(differences(definition, rename(renamed, place, "A")), []);
  assert.deepEqual(differences(definition, rename(definition, place, "B")), ["$.root.activities[0].name"]);
  const without = remove(definition, rootOf(definition), "a");
  assert.equal(named(without, "c"), JSON.stringify([list("[\"*\"]"), list(["B"])]));
  assert.equal(named(without, "d"), "[null,null]");
});

test("links follow a way out that has another name, and go with one that is gone", () => {
  const definition = hardship();
  const cases: Input = { name: "Cases", typeName: "Object", displayName: "Cases", uiHint: "flow-switch-editor", defaultSyntax: "Object", isWrapped: false };
  const gate = findStep(definition, "fundGate")!;
  const list = (...labels: string[]) => ({ type: "Object", value: labels.map((label) => ({ label, condition: { type: "JavaScript", value: "true" } })) });
  const before = targets(definition, "fundGate", "Provincial");
  const renamed = setNaming(definition, gate.place, cases, list("省级资金"));
  assert.deepEqual([targets(renamed, "fundGate", "省级资金"), targets(renamed, "fundGate", "Provincial")], [before, []]);
  assert.deepEqual(targets(setNaming(definition, gate.place, cases, list("Provincial", "Other")), "fundGate", "Provincial"), before);
  const gone = setNaming(definition, gate.place, cases, list());
  assert.deepEqual([targets(gone, "fundGate", "Provincial"), targets(gone, "fundGate", "Default")], [[], targets(definition, "fundGate", "Default")]);
});
