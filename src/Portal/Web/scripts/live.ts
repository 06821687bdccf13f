/** Hears an address's events of one name while somebody looks: a browser opens few connections to one place, so only the tab that is looked at holds one. */
export function hear(address: string, name: string, told: (data: string) => void): void {
  if (!("EventSource" in window)) return;
  let source: EventSource | undefined;
  const follow = (): void => {
    source?.close();
    source = undefined;
    if (document.visibilityState !== "visible") return;
    source = new EventSource(address);
    source.addEventListener(name, event => told((event as MessageEvent<string>).data));
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}
