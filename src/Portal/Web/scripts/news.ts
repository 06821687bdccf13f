import htmx from "htmx.org";
import { hear } from "./live";

// The inbox learns by itself what came, and shows it; without script one reloads the page.

interface News {
  mine: number;
  team: number;
  waiting: number;
  newest: string | null;
  unseen: number;
}

// The list may be changed in place: what tells of the news is looked for anew each time. Nothing is told of a search.
const told = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-news]");
const address = told()?.dataset.news;
if (address) {
  let newest: string | null | undefined;

  const show = (tab: string, count: number): void => {
    const place = document.querySelector<HTMLElement>(`[data-count="${tab}"]`);
    if (place) place.textContent = String(count);
  };
  const showUnseen = (count: number): void =>
    document.querySelectorAll<HTMLElement>("[data-unseen]").forEach(place => {
      place.hidden = count === 0;
      const number = place.querySelector("[data-number]");
      if (number) number.textContent = count > 99 ? "99+" : String(count);
    });
  const row = (task: string): HTMLElement | null => document.querySelector<HTMLElement>(`.inbox a[href="/tasks/${CSS.escape(task)}"]`);

  /** Whoever reads with the keys, writes a search or chooses filters is not interrupted: they are told, and look when they want. */
  const isBusy = (work: HTMLElement): boolean => work.contains(document.activeElement) || work.querySelector(".htmx-request") !== null || String(getSelection() ?? "") !== "";

  /** The list anew, where the new task stands on this page of it. */
  const refresh = async (task: string): Promise<boolean> => {
    const work = document.getElementById("work");
    if (!work || isBusy(work)) return false;
    const answer = await fetch(location.href).catch(() => undefined);
    if (!answer?.ok || answer.redirected) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("work");
    if (!fresh || !work.isConnected || isBusy(work)) return false;
    work.replaceWith(document.adoptNode(fresh));
    htmx.process(fresh);
    row(task)?.classList.add("arrived");
    return row(task) !== null;
  };

  hear(address, "tasks", data => void (async () => {
    const news = JSON.parse(data) as News;
    const before = newest;
    newest = news.newest;
    const place = told();
    if (!place || !place.dataset.news) return;
    const isNew = news.newest !== null && row(news.newest) === null && (before === undefined ? news.mine + news.team > Number(place.dataset.shown) : news.newest !== before);
    show("Mine", news.mine);
    show("Team", news.team);
    show("Waiting", news.waiting);
    showUnseen(news.unseen);
    if (!isNew) return;
    const isShown = await refresh(news.newest as string);
    const said = document.querySelector<HTMLElement>("[data-arrived]");
    if (isShown && said) said.textContent = said.dataset.arrived ?? "";
    else told()?.removeAttribute("hidden");
  })());
}
