// The palette as the management API tells it.
export interface Input {
  name: string; typeName: string; displayName: string; description?: string | null; category?: string | null; uiHint: string; defaultSyntax: string; isWrapped: boolean; isRequired?: boolean; editor?: string | null;
  defaultValue?: unknown; uiSpecifications?: Record<string, { selectList?: { items: { text: string; value: string }[] } } | undefined>;
}
export interface Port { name: string; displayName: string; type: string }
export interface Descriptor {
  typeName: string; name: string; version: number; category: string; displayName: string; description?: string | null; inputs: Input[]; ports: Port[];
  isContainer: boolean; isBrowsable: boolean; isStart: boolean; isTerminal: boolean; canWait?: boolean; portsFrom?: string | null;
}
export type Palette = ReadonlyMap<string, Descriptor>;

/** As the property stands in a definition. */
export const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
