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
/** What the house calls steps by their names and ways by theirs, in the reader's language: the same as at desks and in messages. */
export interface House { language: string; titles: Record<string, { words: string; labels: string[] } | undefined>; seconds: Record<string, string | undefined>; ways: Record<string, string | undefined> }
export interface Palette extends ReadonlyMap<string, Descriptor> { readonly house?: House }

export const paletteOf = ({ items, house }: { items: Descriptor[]; house?: House }): Palette => Object.assign(new Map(items.map((one) => [one.typeName, one])), { house });

/** As the property stands in a definition. */
export const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
