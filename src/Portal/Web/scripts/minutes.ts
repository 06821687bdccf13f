/** The minutes of a meeting: an amount that is changed is another amount, and sums and counts go along with what is written. The server reads the form as well without any of it. */
const form = document.querySelector<HTMLFormElement>("form[data-minutes]");
if (form) follow(form);

function follow(form: HTMLFormElement) {
  const all = (): string => form.querySelector<HTMLInputElement>("[name=all]:checked")?.value ?? "";
  const rows = Array.from(form.querySelectorAll<HTMLElement>("[data-row]")).map(element => {
    const field = <T extends HTMLElement>(name: string) => element.querySelector<T>(`[name$=".${name}"]`)!;
    const [proposed, amount] = [Number(element.dataset.row), field<HTMLInputElement>("cents")];
    return { element, proposed, amount, chosen: field<HTMLSelectElement>("outcome"), reason: field<HTMLTextAreaElement>("reason") };
  });
  const outcome = (row: (typeof rows)[number]): string => row.chosen.value || all();

  /** Yuan as they are written, in whole cents; null where the server would not read them either. */
  const cents = (text: string): number | null => {
    const parts = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text.trim().replace(/[,，¥￥元\s]/g, ""));
    return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? "").padEnd(2, "0")) : null;
  };
  const yuan = (sum: number): string => {
    const [whole, rest] = [Math.floor(sum / 100).toString(), (sum % 100).toString()];
    return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${rest.padStart(2, "0")}`;
  };

  function add() {
    const counts: Record<string, number> = {};
    let [proposed, granted] = [0, 0];
    for (const row of rows) {
      const made = outcome(row);
      counts[made] = (counts[made] ?? 0) + 1;
      proposed += row.proposed;
      if (made === "Approve") granted += row.proposed;
      else if (made === "OtherAmount") granted += cents(row.amount.value) ?? 0;
      row.amount.disabled = made === "Refuse" || made === "Defer";
      row.element.classList.toggle("plain", made === "Approve" && row.reason.value === "");
    }
    const say = (name: string, value: string) => form.querySelectorAll<HTMLElement>(name).forEach(one => (one.textContent = value));
    say('[data-sum="proposed"]', yuan(proposed));
    say('[data-sum="granted"]', yuan(granted));
    form.querySelectorAll<HTMLElement>("[data-count]").forEach(one => (one.textContent = String(counts[one.dataset.count!] ?? 0)));
  }

  for (const row of rows) {
    row.amount.addEventListener("input", () => {
      const written = cents(row.amount.value);
      if (written !== null && written !== row.proposed && outcome(row) === "Approve") row.chosen.value = "OtherAmount";
    });
    row.chosen.addEventListener("change", () => {
      if (outcome(row) !== "OtherAmount") row.amount.value = yuan(row.proposed); // nothing else is granted
      add();
      if (outcome(row) === "OtherAmount") row.amount.select();
    });
  }
  form.addEventListener("input", add);
  form.addEventListener("change", add);
  add();
}
