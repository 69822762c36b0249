// Rows that grow: typing in the last row of a part marked data-rows adds an empty one below it.

function isUsed(row) {
  return [...row.querySelectorAll("input")].some((input) => input.value.trim());
}

function emptyCopy(last) {
  const copy = last.cloneNode(true);
  copy.querySelectorAll("select").forEach((select) => (select.selectedIndex = 0));
  for (const input of copy.querySelectorAll("input")) {
    input.value = "";
    input.removeAttribute("id");
    input.removeAttribute("autofocus");
  }
  return copy;
}

document.addEventListener("input", ({ target }) => {
  const rows = target.closest("[data-rows]");
  if (rows && isUsed(rows.lastElementChild)) rows.append(emptyCopy(rows.lastElementChild));
});
