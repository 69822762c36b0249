// Loaded in the head, before the page is drawn, so that a folded rail does not flash open.
(() => {
  const KEY = "rail-folded";
  const page = document.documentElement;
  const remembered = () => {
    try {
      return localStorage.getItem(KEY) === "yes";
    } catch {
      return false; // storage forbidden: the rail stays open
    }
  };
  const show = (folded) => {
    page.toggleAttribute("data-rail-folded", folded);
    document.querySelector("[data-fold-rail]")?.setAttribute("aria-expanded", String(!folded));
  };

  show(remembered());
  document.addEventListener("DOMContentLoaded", () => show(remembered()));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-fold-rail]")) return;
    const folded = !page.hasAttribute("data-rail-folded");
    try {
      localStorage.setItem(KEY, folded ? "yes" : "no");
    } catch {
      // Not remembered, folded all the same.
    }
    show(folded);
  });
})();
