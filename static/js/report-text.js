// The text of a report's section: a figure that is chosen goes where the cursor stands; the list is searched.

const text = document.querySelector("[data-report-text]");
const list = document.querySelector("[data-figures-for]");

function put(name) {
  const mark = `{${name}}`;
  text.setRangeText(mark, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}

list?.addEventListener("click", ({ target }) => {
  const chosen = target.closest("[data-figure]");
  if (chosen) put(chosen.dataset.figure);
});

list?.querySelector("[data-figure-search]")?.addEventListener("input", ({ target }) => {
  const asked = target.value.trim();
  for (const group of list.querySelectorAll(".figure-group")) {
    const names = [...group.querySelectorAll("[data-figure]")];
    for (const name of names) name.hidden = asked !== "" && !name.dataset.figure.includes(asked);
    const found = names.some((name) => !name.hidden);
    group.hidden = !found;
    if (asked) group.open = found;
  }
});

// Enter in the search box is no way to save the form.
list?.querySelector("[data-figure-search]")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});

// --- The preview ------------------------------------------------------------------------------------

const preview = document.querySelector("#preview");

// What is typed stays where it is: records open beside it.
preview?.addEventListener("click", ({ target }) => {
  const link = target.closest("a[href]");
  if (link) link.target = "_blank";
});

// An old preview is none of the new text.
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  preview?.closest("[hx-post]").addEventListener(failure, () => {
    preview.textContent = "预览没有更新。正文还在，请先保存，或稍后再试。";
  });
}
