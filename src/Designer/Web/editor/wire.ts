// The management API, as the editor calls it.
import { allSteps, type Definition } from "./definition";
import { paletteOf } from "./descriptors";
import type { JsonObject } from "./json";
import { sayIn, type Language } from "./words";

export interface Finding { severity: "Error" | "Warning"; file: string | null; path: string; activityId: string | null; code: string; reason: Record<Language, string> }
export interface Overwritten { id: string; writtenBy: string; writtenAt: string; overwrittenBy: string; overwrittenAt: string }
export interface Version { id: string; version: number; isLatest: boolean; isPublished: boolean; isDraft: boolean; changedBy: string | null; changedAt: string; reason: string | null; service: string | null }

export interface Proposal { number: number; stamp: string; reason: string; proposedBy: string; proposedAt: string; state: "Open" | "Approved" | "Refused" | "Withdrawn" | "Void"; decidedBy: string | null; decidedAt: string | null; remark: string | null }
/** Whether publishing takes two here, and what waits for the second. */
export interface Proposals { isRequired: boolean; open: Proposal | null; isOwn: boolean; obstacle: Record<Language | "code", string> | null; past: Proposal[] }

/** What taking a service in from a file would do. */
export interface ServiceImport { version: number; stamp: string; changes: { file: string; change: "Added" | "Removed" | "Changed" }[]; faults: Finding[] }

export interface Named { key: string; words: string }
export interface Choices { fields: (Named & { type: string; options?: Named[] })[]; papers: Named[]; events: (Named & { audiences: string[] })[]; groups: Named[] }
export const NoChoices: Choices = { fields: [], papers: [], events: [], groups: [] };
export interface Person { userName: string; name: string; roles: string[] }
export interface Unit { id: string; name: string; level: string }
export interface Tried { applies: boolean; rests: boolean; superior: boolean; nobody: boolean; people: { userName: string; name: string; role: string | null; unit: string | null; taken: boolean; out: string | null; covers: boolean; load: number | null; turn: number | null }[] }
export interface Message { language: Language; channel: string; key: string; title: string | null; body: string | null; wrong: string | null }

/** The server said no, in words; with status 0, it could not be asked. */
export class Refused extends Error {
  constructor(readonly status: number, readonly code: string, title: string, readonly errors: string[]) { super(title); }
}

export class Wire {
  constructor(private readonly language: Language, private readonly token: string) {}

  /** The names that steps have in the version in force: what is under way and what was decided is known by them. */
  publishedNames = (id: string): Promise<ReadonlySet<string>> => this.call<Definition>("GET", `workflow-definitions/by-definition-id/${encodeURIComponent(id)}?versionOptions=Published`).then((published) => new Set(allSteps(published).map((step) => step.name)));
  open = (id: string) => this.call<Definition>("GET", `workflow-definitions/by-definition-id/${encodeURIComponent(id)}?versionOptions=Latest`);
  palette = async () => paletteOf(await this.call<Parameters<typeof paletteOf>[0]>("GET", "descriptors/activities"));
  versions = async (id: string) => (await this.call<{ items: Version[] }>("GET", `workflow-definitions?versionOptions=AllVersions&DefinitionIds=${encodeURIComponent(id)}&OrderBy=Version&OrderDirection=Descending`)).items;
  save = async (model: Definition) => (await this.call<{ workflowDefinition: Definition }>("POST", "workflow-definitions", { model, publish: false })).workflowDefinition;
  check = async (model: Definition) => (await this.call<{ items: Finding[] }>("POST", "workflow-definitions/check", { model })).items;
  publish = (id: string, said: { reason: string; stamp: string; overNewer: boolean }) => this.call<Definition>("POST", `workflow-definitions/${encodeURIComponent(id)}/publish`, said);
  discard = (id: string, stamp: string) => this.call<Definition>("POST", `workflow-definitions/${encodeURIComponent(id)}/discard`, { stamp });
  revert = (id: string, version: number) => this.call<Definition>("POST", `workflow-definitions/${encodeURIComponent(id)}/revert/${version}`, {});
  overwritten = async (id: string) => (await this.call<{ items: Overwritten[] }>("GET", `workflow-definitions/${encodeURIComponent(id)}/overwritten`)).items;
  restore = (id: string, kept: string) => this.call<Definition>("POST", `workflow-definitions/${encodeURIComponent(id)}/overwritten/${kept}/restore`, {});

  proposals = (id: string) => this.call<Proposals>("GET", `workflow-definitions/${encodeURIComponent(id)}/proposal`);
  propose = (id: string, said: { reason: string; stamp: string; overNewer: boolean }) => this.call<Proposals>("POST", `workflow-definitions/${encodeURIComponent(id)}/proposal`, said);
  decide = (id: string, what: "approve" | "refuse" | "withdraw", said: { stamp?: string; remark?: string; reason?: string }) => this.call<Proposals>("POST", `workflow-definitions/${encodeURIComponent(id)}/proposal/${what}`, said);

  importCheck = (service: string, content: string) => this.call<ServiceImport>("POST", `services/${encodeURIComponent(service)}/import/check`, { content });
  importService = (service: string, content: string, stamp: string) => this.call<JsonObject>("POST", `services/${encodeURIComponent(service)}/import`, { content, stamp });

  /** Names of steps of all workflows of a service at which officials are asked. */
  steps = async (service: string) => (await this.call<{ steps: { name: string; isDesk: boolean }[] }>("GET", `services/${encodeURIComponent(service)}/draft?files=form.json`)).steps.filter((step) => !step.isDesk).map((step) => step.name);
  choices = (id: string) => this.call<Choices>("GET", `workflow-definitions/${encodeURIComponent(id)}/choices`);
  words = async (id: string, about: Record<string, string>) => (await this.call<{ items: Message[] }>("GET", `workflow-definitions/${encodeURIComponent(id)}/words?${new URLSearchParams(about)}`)).items;
  people = async (search: string) => (await this.call<{ items: Person[] }>("GET", `people?search=${encodeURIComponent(search)}`)).items;
  units = async (search: string) => (await this.call<{ items: Unit[] }>("GET", `units?search=${encodeURIComponent(search)}`)).items;
  tryRules = async (said: object) => (await this.call<{ items: Tried[] }>("POST", "rules/try", said)).items;

  protected async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(path.startsWith("/") ? path : `/elsa/api/${path}`, {
      method, credentials: "same-origin",
      headers: { "Accept": "application/json", "Accept-Language": this.language, ...(body === undefined ? {} : { "Content-Type": "application/json", "RequestVerificationToken": this.token }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch(() => { throw new Refused(0, "unreachable", sayIn(this.language)("没有网络，或服务器没有回应。", "There is no network, or the server does not answer."), []); });
    const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() as JsonObject : {};
    if (answer.ok) return said as T;
    const errors = Object.values((said.errors ?? {}) as Record<string, { title: string }[]>).flat().map((error) => error.title);
    throw new Refused(answer.status, String(said.code ?? ""), String(said.title ?? answer.statusText), errors);
  }
}
