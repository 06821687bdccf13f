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
  let last: News | undefined;

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
  const isListed = (task: string): boolean => document.querySelector(`.inbox a[href="/tasks/${CSS.escape(task)}"]`) !== null;
  const unseen = (): HTMLAnchorElement[] => [...document.querySelectorAll<HTMLAnchorElement>(".inbox a.unseen")];

  /** Whoever reads with the keys, writes a search or chooses filters is not interrupted: they are told, and look when they want. */
  const isBusy = (work: HTMLElement): boolean => work.contains(document.activeElement) || work.querySelector(".htmx-request") !== null || String(getSelection() ?? "") !== "";

  /** The list anew. Whether something that came stands on this page of it: a task that was written, or one that waited for somebody and is back. */
  const refresh = async (): Promise<boolean> => {
    const work = document.getElementById("work");
    if (!work || isBusy(work)) return false;
    const answer = await fetch(location.href).catch(() => undefined);
    if (!answer?.ok || answer.redirected) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("work");
    if (!fresh || !work.isConnected || isBusy(work)) return false;
    const before = new Set(unseen().map(row => row.pathname));
    work.replaceWith(document.adoptNode(fresh));
    htmx.process(fresh);
    const came = unseen().filter(row => !before.has(row.pathname));
    came.forEach(row => row.classList.add("arrived"));
    return came.length > 0;
  };

  hear(address, "tasks", data => void (async () => {
    const news = JSON.parse(data) as News;
    const before = last;
    last = news;
    const place = told();
    if (!place || !place.dataset.news) return;
    // What came is unseen: a count of those that grew tells of what is back as well, and a newest task that is another one of what came while as many went.
    const isNew = before === undefined ? news.mine + news.team > Number(place.dataset.shown) : news.unseen > before.unseen || (news.newest !== null && news.newest !== before.newest && !isListed(news.newest));
    show("Mine", news.mine);
    show("Team", news.team);
    show("Waiting", news.waiting);
    showUnseen(news.unseen);
    if (!isNew) return;
    const isShown = await refresh();
    const said = document.querySelector<HTMLElement>("[data-arrived]");
    if (isShown && said) said.textContent = said.dataset.arrived ?? "";
    else told()?.removeAttribute("hidden");
  })());
}
