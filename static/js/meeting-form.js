// Rows that grow: typing in the last topic or resolution adds an empty one below it. Enter in a topic goes on to the
// next field instead of submitting. Components inside the part that HTMX swaps are set up again by their own scripts.

function isUsed(row) {
  return [...row.querySelectorAll("input")].some((input) => input.value.trim());
}

function emptyCopy(last) {
  const copy = last.cloneNode(true);
  if (!copy.matches("input")) copy.querySelectorAll("select").forEach((select) => (select.selectedIndex = 0));
  const inputs = copy.matches("input") ? [copy] : copy.querySelectorAll("input");
  for (const input of inputs) {
    input.value = "";
    input.removeAttribute("id");
    input.removeAttribute("autofocus");
  }
  if (copy.matches("input")) Object.assign(copy, { ariaLabel: "再加一个议题", placeholder: "再加一个议题" });
  return copy;
}

document.addEventListener("input", ({ target }) => {
  const lines = target.closest("[data-lines]");
  if (lines && lines.lastElementChild.value.trim()) lines.append(emptyCopy(lines.lastElementChild));
  const rows = target.closest("[data-rows]");
  if (rows && isUsed(rows.lastElementChild)) rows.append(emptyCopy(rows.lastElementChild));
});

// In every one-line field of this form Enter means "on to the next", never "submit" by surprise.
document.querySelector("#meeting-form")?.addEventListener("keydown", (event) => {
  const field = event.target;
  const isLine = field.matches("input:not([type=checkbox], [type=radio], [type=submit])");
  if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !isLine) return;
  event.preventDefault();
  const stops = [...event.currentTarget.querySelectorAll("input:not([type=hidden]), select, textarea, button")];
  const next = stops.slice(stops.indexOf(field) + 1).find((stop) => !stop.disabled && stop.offsetParent !== null);
  next?.focus();
});

// A chosen participant redraws the list of people; the box to find the next one keeps the focus.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.requestConfig?.elt.name === "invited") document.getElementById("id_invited")?.focus();
});
