// A box that ticks and clears all those of a name in its form. Without script it is not shown.
document.querySelectorAll<HTMLInputElement>("input[data-all]").forEach(all => {
  const boxes = (): NodeListOf<HTMLInputElement> => (all.form ?? document).querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${CSS.escape(all.dataset.all ?? "")}"]:not([disabled])`);
  all.closest<HTMLElement>("label")?.removeAttribute("hidden");
  all.addEventListener("change", () => boxes().forEach(box => (box.checked = all.checked)));
});
