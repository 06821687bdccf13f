import { hear } from "./live";

// The inbox learns by itself what came; without script one reloads the page.

interface News {
  mine: number;
  team: number;
  waiting: number;
  newest: string | null;
}

const told = document.querySelector<HTMLElement>("[data-news]");
if (told?.dataset.news) {
  let newest: string | null | undefined;

  const shown = (tab: string): number => Number(document.querySelector<HTMLElement>(`[data-count="${tab}"]`)?.textContent ?? 0);
  const show = (tab: string, count: number): void => {
    const place = document.querySelector<HTMLElement>(`[data-count="${tab}"]`);
    if (place) place.textContent = String(count);
  };
  hear(told.dataset.news, "tasks", data => {
    const news = JSON.parse(data) as News;
    newest ??= news.newest;
    if (news.newest !== null && (news.newest !== newest || news.team > shown("Team"))) told.hidden = false;
    show("Mine", news.mine);
    show("Team", news.team);
    show("Waiting", news.waiting);
  });
}
