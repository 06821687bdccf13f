// What the libraries of the editor ask of a browser and the oldest one we serve does not have.
const objects = Object as ObjectConstructor & { hasOwn?: (of: object, key: PropertyKey) => boolean };
objects.hasOwn ??= (of, key) => Object.prototype.hasOwnProperty.call(of, key);

// They copy plain data alone.
(window as { structuredClone?: (value: unknown) => unknown }).structuredClone ??= (value) => value === undefined ? undefined : JSON.parse(JSON.stringify(value)) as unknown;

export {};
