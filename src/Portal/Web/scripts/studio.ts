// The page around Elsa Studio: its requests carry our session's token, publishing a service asks for the reason, its elements lead to pages of ours, and what the server
// refuses is said.

const { element = "", id = "", api = "" } = document.body.dataset;
const token = document.querySelector<HTMLInputElement>("input[name=__RequestVerificationToken]")?.value ?? "";
const told = document.getElementById("told")!;
const why = document.getElementById("why") as HTMLDialogElement | null;

const stampName = "AidWorkflow:Stamp";
const fetched = window.fetch.bind(window);
let saving: Promise<unknown> = Promise.resolve();

window.fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
  const address = input instanceof Request ? input.url : `${input}`;
  if (!address.startsWith(`${api}/`)) return fetched(input, init);
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  headers.set("RequestVerificationToken", token);
  if (init?.method !== "POST" || address !== `${api}/workflow-definitions`) return saying(await fetched(input, { ...init, headers }));
  const turn = saving.then(() => save(input, { ...init, headers }));
  saving = turn.catch(() => undefined);
  return turn;
};

const had = new Set<string>();
let now = "";

/**
 * Elsa Studio saves by itself and publishes at the same moment, both with the stamp of before: its saves go one after another, and one that comes from where this very page
 * has saved since goes on from there. What somebody else saved in between is refused as ever.
 */
async function save(input: RequestInfo | URL, init: RequestInit): Promise<Response> {
  const text = await new Response(init.body).text();
  const asked = JSON.parse(text) as { model?: Stamped; publish?: boolean; reason?: string };
  const own = asked.model?.customProperties;
  const before = own?.[stampName] ?? "";
  if (own && had.has(before)) own[stampName] = now;
  if (why && asked.publish) await explain(asked);
  const answer = await saying(await fetched(input, { ...init, body: JSON.stringify(asked) }));
  if (!answer.ok) return answer;
  told.textContent = "";
  const body = await answer.text();
  now = (JSON.parse(body) as { workflowDefinition: Stamped }).workflowDefinition.customProperties?.[stampName] ?? "";
  had.add(before).add(now);
  return new Response(body, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
}

interface Stamped { customProperties?: Record<string, string> }

/** Elsa Studio publishes without saying why, which a service's history keeps: it is asked for here. Whoever does not say it only saves. */
async function explain(asked: { publish?: boolean; reason?: string }) {
  const reason = document.getElementById("reason") as HTMLTextAreaElement;
  why!.returnValue = "";
  why!.showModal();
  reason.focus();
  await new Promise((closed) => why!.addEventListener("close", closed, { once: true }));
  if (why!.returnValue === "publish") asked.reason = reason.value;
  else asked.publish = false;
}

/** The answer; where it is a refusal the page says it. It is read once, as Elsa Studio would read it. */
async function saying(answer: Response): Promise<Response> {
  if (answer.status < 400) return answer;
  const body = await answer.text();
  say(answer.status, body);
  return new Response(body, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
}

interface Problem { title?: string; errors?: Record<string, { title: string }[]> }

/** Elsa Studio says only that something went wrong; the server says what. */
function say(status: number, body: string) {
  let problem: Problem = {};
  try {
    problem = JSON.parse(body) as Problem;
  } catch {
    // a bare status
  }

  const errors = Object.values(problem.errors ?? {}).flat().map((error) => error.title);
  told.textContent = [problem.title ?? `${status}`, ...errors.filter((words) => words !== problem.title)].join(" ");
}

const go = (kind: string) => (of: string) => location.assign(`/studio/${kind}/${encodeURIComponent(of)}`);

// Properties that are set before Elsa Studio has defined its elements would never reach it.
void customElements.whenDefined(element).then(() => {
  const provider = document.createElement("elsa-backend-provider");
  provider.setAttribute("remote-endpoint", api);
  const shown = document.createElement(element) as HTMLElement & Record<string, unknown>;
  if (id) shown.setAttribute(element.includes("instance") ? "instance-id" : "definition-id", id);
  shown.editWorkflowDefinition = go("definitions");
  shown.viewWorkflowInstance = go("instances");
  document.getElementById("studio")!.append(provider, shown);
});

/** Elsa Studio links to pages of a server of its own: those that there are here are ours. */
const ownPage = /\/workflows\/(definitions|instances)\/([^/]+)\/(edit|view)$/;
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest?.<HTMLAnchorElement>("#studio a[href]");
  if (!link || link.target === "_blank") return;
  const path = new URL(link.href).pathname;
  const [, kind, of] = ownPage.exec(path) ?? [];
  if (!kind && path.startsWith("/studio/")) return;
  event.preventDefault();
  event.stopPropagation();
  if (kind && of) location.assign(`/studio/${kind}/${of}`);
}, true);
