// Every definition at hand: those of the services, and Elsa's own where they lie beside the repository.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Definition } from "../editor/definition";
import type { Descriptor, Palette } from "../editor/descriptors";
import { isObject, member, type Json } from "../editor/json";

const folders = (process.env.DEFINITIONS ?? "").split(":").filter((folder) => folder !== "" && existsSync(folder));

function* files(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else if (name.endsWith(".json")) yield path;
  }
}

export const definitions: [string, Definition][] = folders.flatMap((folder) => [...files(folder)]).flatMap((path) => {
  const json = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, "")) as Json;
  return isObject(json) && isObject(member(json, "root")) ? [[path, json] as [string, Definition]] : [];
});

export const hardship = () => definitions.find(([path]) => path.endsWith("hardship-aid/workflow.json"))![1];

const descriptor = (typeName: string, more: Partial<Descriptor> = {}): [string, Descriptor] => [typeName, {
  typeName, name: typeName.split(".")[1], version: 1, category: "", displayName: typeName.split(".")[1], inputs: [], ports: [], isContainer: false, isBrowsable: true, isStart: false, isTerminal: false, ...more,
}];

const flow = (...names: string[]) => ({ ports: names.map((name) => ({ name, displayName: name, type: "Flow" })) });

export const palette: Palette = new Map([
  descriptor("Elsa.Start"), descriptor("Elsa.End", { isTerminal: true }), descriptor("Elsa.WriteLine"), descriptor("Elsa.Flowchart", { isContainer: true }), descriptor("Aid.Notify"),
  descriptor("Aid.Review", { ...flow("Approve", "Refuse"), canWait: true }), descriptor("Elsa.FlowSwitch", { ...flow("Default"), portsFrom: "cases" }), descriptor("Elsa.FlowFork", { portsFrom: "branches" }),
]);

/** Where two documents differ. */
export function differences(a: Json | undefined, b: Json | undefined, at = "$"): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (Array.isArray(a) && Array.isArray(b)) return Array.from({ length: Math.max(a.length, b.length) }, (_, index) => differences(a[index], b[index], `${at}[${index}]`)).flat();
  if (isObject(a) && isObject(b)) return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => differences(a[key], b[key], `${at}.${key}`));
  return [at];
}
