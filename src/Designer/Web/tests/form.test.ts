import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { accessOf, addField, addPaper, addSection, changedFiles, columnsOf, fieldsOf, Form, Papers, papersOf, placeOf, rekey, remove, retype, saidOf, sectionsOf, set, setAccess, setWords, shift, written, type Doc } from "../editor/forms/form";
import { at, type Json } from "../editor/json";
import { differences } from "./files";

const services: [string, Doc, string, string][] = (process.env.DEFINITIONS ?? "").split(":").filter((folder) => folder !== "" && existsSync(folder)).flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((folder) => existsSync(join(folder, Form)) && existsSync(join(folder, Papers))).map((folder) => {
    const [form, papers] = [Form, Papers].map((file) => readFileSync(join(folder, file), "utf8"));
    return [folder, { [Form]: JSON.parse(form) as Json, [Papers]: JSON.parse(papers) as Json }, form, papers];
  });

test("every form of the house is at hand", () => assert.ok(services.length >= 3));

for (const [folder, doc, form, papers] of services) {
  test(`opening and writing ${folder} changes no letter`, () => {
    assert.equal(written(doc[Form]), form);
    assert.equal(written(doc[Papers]), papers);
    assert.deepEqual(changedFiles(doc, doc), {});
  });

  test(`an edit of one question of ${folder} changes that alone`, () => {
    const strange = { ...doc, [Form]: { ...(doc[Form] as object), unknown: [1, { x: null }] } } as Doc;
    for (const spot of [...sectionsOf(strange), ...fieldsOf(strange), ...fieldsOf(strange).flatMap(columnsOf), ...papersOf(strange)]) {
      const name = spot.kind === "section" ? "title" : spot.kind === "paper" ? "name" : "label";
      const edited = setWords(strange, spot.place, name, "en", "Another", true);
      const path = spot.place.map((part, index) => typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`).join("");
      assert.deepEqual(differences(strange, edited), [`$.${path}.${name}.en`]);
      assert.equal(Object.keys(changedFiles(strange, edited)).length, 1);
    }
  });

  test(`there and back again leaves ${folder} as it was`, () => {
    for (const field of fieldsOf(doc)) {
      const moved = shift(doc, field, 1);
      if (moved !== null) assert.deepEqual(differences(doc, shift(moved.doc, { ...field, place: moved.place }, -1)!.doc), []);
      const renamed = rekey(doc, field, "elsewhere9");
      assert.ok(!JSON.stringify(renamed).includes(`"field":"${field.key}"`) || fieldsOf(doc).some((other) => columnsOf(other).some((column) => column.key === field.key)));
      assert.deepEqual(differences(doc, rekey(renamed, { ...field, key: "elsewhere9" }, field.key)), []);
    }
  });
}

const doc = services[0]?.[1];

test("a new question has a key of its own, and taken out again nothing is left of it", () => {
  const added = addField(doc, [Form, "sections", 0, "fields"], 2);
  const key = at(added.doc, [...added.place, "key"]) as string;
  assert.equal(fieldsOf(added.doc).filter((one) => one.key === key).length, 1);
  const seen = setAccess(added.doc, "village", "fields", key, "hidden", true);
  assert.equal(accessOf(seen, "village", key), "hidden");
  assert.deepEqual(differences(doc, remove(seen, { kind: "field", place: added.place, key, json: {} })), []);
});

test("a paper and a section are added and taken out", () => {
  const paper = addPaper(doc);
  assert.deepEqual(differences(doc, remove(paper.doc, papersOf(paper.doc).at(-1)!)), []);
  const section = addSection(doc, 0);
  assert.deepEqual(section.place, [Form, "sections", 1]);
  assert.deepEqual(differences(doc, remove(section.doc, sectionsOf(section.doc)[1])), []);
});

test("a step says its own word over the column, and a step that says nothing more is not there", () => {
  const said = setAccess(doc, "CityCheck", "fields", "mobile", "hidden", false);
  assert.equal(saidOf(said, "CityCheck", "fields", "mobile"), "hidden");
  assert.deepEqual(differences(doc, setAccess(said, "CityCheck", "fields", "mobile", "", false)), []);
});

test("another type has what it needs and no check that it cannot have", () => {
  const field = fieldsOf(doc).find((one) => one.json.type === "date" && Array.isArray(one.json.checks))!;
  const choice = at(retype(doc, field.place, "choice"), field.place) as Record<string, Json>;
  assert.ok(Array.isArray(choice.options) && choice.checks === undefined);
});

test("a fault leads to its place", () => {
  assert.deepEqual(placeOf(doc, Form, "$.sections[0].fields[2].type"), [Form, "sections", 0, "fields", 2, "type"]);
  assert.deepEqual(placeOf(doc, "rules.json", "$.values"), undefined);
  assert.equal(at(set(doc, [Form, "sections", 0], "help", undefined), [Form, "sections", 0, "help"]), undefined);
});
