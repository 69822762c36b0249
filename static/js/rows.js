// Rows that grow: typing in the last row of a part marked data-rows adds an empty one below it. Buttons in a row that
// are marked data-row-move="up" or "down" and data-row-remove move and remove it; what is sent is in the order shown.

function isUsed(row) {
  return [...row.querySelectorAll("input, textarea")].some((input) => input.value.trim());
}

function emptyCopy(last) {
  const copy = last.cloneNode(true);
  copy.querySelectorAll("select").forEach((select) => (select.selectedIndex = 0));
  for (const input of copy.querySelectorAll("input, textarea")) {
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

function move(row, direction) {
  const last = row.parentElement.lastElementChild;
  if (row === last) return; // the empty one stays there
  if (direction === "up") row.previousElementSibling?.before(row);
  else if (row.nextElementSibling !== last) row.nextElementSibling.after(row);
}

function remove(row) {
  const last = row.parentElement.lastElementChild;
  if (row === last) row.replaceWith(emptyCopy(row));
  else row.remove();
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-row-move], [data-row-remove]");
  const row = [...(button?.closest("[data-rows]")?.children ?? [])].find((each) => each.contains(button));
  if (!row) return;
  if (button.dataset.rowMove) {
    move(row, button.dataset.rowMove);
    button.focus();
    return;
  }
  const near = row.nextElementSibling ?? row.previousElementSibling;
  remove(row);
  near?.querySelector("input:not([type=hidden]), textarea")?.focus();
});
