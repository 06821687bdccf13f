// The inbox learns by itself what came; without script one reloads the page.

interface News {
  mine: number;
  team: number;
  waiting: number;
  newest: string | null;
}

const told = document.querySelector<HTMLElement>("[data-news]");
if (told?.dataset.news && "EventSource" in window) {
  const address = told.dataset.news;
  let source: EventSource | undefined;
  let newest: string | null | undefined;

  const shown = (tab: string): number => Number(document.querySelector<HTMLElement>(`[data-count="${tab}"]`)?.textContent ?? 0);
  const show = (tab: string, count: number): void => {
    const place = document.querySelector<HTMLElement>(`[data-count="${tab}"]`);
    if (place) place.textContent = String(count);
  };
  const listen = (): void => {
    source = new EventSource(address);
    source.addEventListener("tasks", event => {
      const news = JSON.parse((event as MessageEvent<string>).data) as News;
      newest ??= news.newest;
      if (news.newest !== null && (news.newest !== newest || news.team > shown("Team"))) told.hidden = false;
      show("Mine", news.mine);
      show("Team", news.team);
      show("Waiting", news.waiting);
    });
  };
  // A browser opens few connections to one place: only the tab that is looked at holds one.
  const follow = (): void => {
    source?.close();
    source = undefined;
    if (document.visibilityState === "visible") listen();
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}
