// Rows of a formset that grow: typing in the last one adds an empty one below it.

function isUsed(row) {
  return [...row.querySelectorAll("input:not([type=hidden])")].some((input) => input.value.trim());
}

document.addEventListener("input", ({ target }) => {
  const rows = target.closest("[data-growing-rows]");
  if (!rows || !isUsed(rows.lastElementChild)) return;
  const total = document.getElementById(`id_${rows.dataset.growingRows}-TOTAL_FORMS`);
  const [last, next] = [Number(total.value) - 1, Number(total.value)];
  const copy = rows.lastElementChild.cloneNode(true);
  copy.querySelectorAll(".field-error").forEach((error) => error.remove());
  for (const field of copy.querySelectorAll("input, select")) {
    field.name = field.name.replace(`-${last}-`, `-${next}-`);
    field.id = field.id.replace(`-${last}-`, `-${next}-`);
    if (field.matches("input")) field.value = "";
    else field.selectedIndex = rows.lastElementChild.querySelector("select").selectedIndex;
  }
  rows.append(copy);
  total.value = next + 1;
});
