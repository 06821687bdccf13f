// What the pages of versions and of what runs ask the server.
import type { Definition } from "../definition";
import type { JsonObject } from "../json";
import type { Language } from "../words";
import { Refused, Wire, type Version } from "../wire";

export interface ComparedSide extends Version { definition: Definition; terms: JsonObject | null; files: Record<string, string>; definitionId: string; file: string | null; publishedVersion: number | null }
export interface StepLoad { versionId: string; activityId: string; count: number; oldestSince: string; over: [number, number, number] }
export interface StepFaults { versionId: string; activityId: string; count: number }
export interface Live { at: string; days: [number, number, number]; waiting: StepLoad[]; faults: StepFaults[] }
export interface Way {
  id: string; receiptNumber: string | null; case: string | null; definitionId: string; versionId: string; subStatus: string;
  steps: { activityId: string; standing: "Visited" | "Current" | "Faulted"; times: number; lastAt: string | null }[];
  path: { at: string; event: string; activityId: string; detail: string | null }[];
  incidents: { id: string; activityId: string; at: string; reason: Record<Language, string> }[];
}
interface MoveNote { code: string; about: string; why: string }
export interface MoveResult { instances: { id: string; done: boolean; code: string | null; title: string | null; plan: { possible: boolean; obstacles: MoveNote[]; warnings: MoveNote[] } | null }[]; more: number }

export class VersionsWire extends Wire {
  compare = (id: string, from: string, to: string) => this.call<{ from: ComparedSide; to: ComparedSide }>("GET", `workflow-definitions/${encodeURIComponent(id)}/compare?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`);
  live = (id: string) => this.call<Live>("GET", `workflow-definitions/${encodeURIComponent(id)}/live`);
  way = (instance: string) => this.call<Way>("GET", `instances/${encodeURIComponent(instance)}/way`);
  byVersionId = (versionId: string) => this.call<Definition>("GET", `workflow-definitions/by-id/${versionId.split("/").map(encodeURIComponent).join("/")}`);
  /** The act of `/admin/instances`, for all that run on a version. */
  move = (said: { of: { version: string; status: "Running" }; to: string; reason?: string; dryRun: boolean }) => this.call<MoveResult>("POST", "/api/admin/instances/several", { act: "Migrate", ...said });
}

export { Refused };
