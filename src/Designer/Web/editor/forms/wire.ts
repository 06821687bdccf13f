// The calls about the files of a service.
import { Wire, type Finding } from "../wire";
import type { Language } from "../words";

export interface Step { name: string; isDesk: boolean; words: Record<Language, string> }
export interface Service { serviceId: string; version: number; isDraft: boolean; publishedVersion: number | null; stamp: string; changedBy: string | null; files: Record<string, string>; definitionId: string | null; steps: Step[] }

export class ServiceWire extends Wire {
  draft = (id: string, files: string[]) => this.call<Service>("GET", `services/${encodeURIComponent(id)}/draft?files=${files.map(encodeURIComponent).join(",")}`);
  keep = (id: string, files: Record<string, string>, stamp: string | undefined) => this.call<Service>("POST", `services/${encodeURIComponent(id)}/draft`, { files, stamp });
  checkFiles = async (id: string, files: Record<string, string>) => (await this.call<{ items: Finding[] }>("POST", `services/${encodeURIComponent(id)}/check`, { files })).items;
}
