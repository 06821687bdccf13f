import { hear } from "./live";

// The inbox learns by itself what came; without script one reloads the page.

interface News {
  mine: number;
  team: number;
  waiting: number;
  newest: string | null;
}

// The list may be changed in place: what tells of the news is looked for anew each time. Nothing is told of a search.
const told = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-news]");
const address = told()?.dataset.news;
if (address) {
  let last: News | undefined;
  let newest: string | null | undefined;

  const shown = (tab: string): number => Number(document.querySelector<HTMLElement>(`[data-count="${tab}"]`)?.textContent ?? 0);
  const show = (tab: string, count: number): void => {
    const place = document.querySelector<HTMLElement>(`[data-count="${tab}"]`);
    if (place) place.textContent = String(count);
  };
  hear(address, "tasks", data => {
    const news = (last = JSON.parse(data) as News);
    newest ??= news.newest;
    const place = told();
    if (!place || !place.dataset.news) return;
    if (news.newest !== null && (news.newest !== newest || news.team > shown("Team"))) place.hidden = false;
    show("Mine", news.mine);
    show("Team", news.team);
    show("Waiting", news.waiting);
  });
  document.addEventListener("htmx:after:swap", () => (newest = last?.newest)); // the list shows it now
}
