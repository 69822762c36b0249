// Tick boxes of a list and the bar below it: how many are ticked, and all of the page at once.

const form = document.querySelector("[data-bulk]");

if (form) {
  const boxes = [...document.querySelectorAll(`input[type=checkbox][form="${form.id}"]`)];
  const all = form.querySelector("[data-bulk-all]");
  const count = form.querySelector("[data-bulk-count]");
  const button = form.querySelector("button[type=submit]");
  const idle = count.textContent;

  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = ticked ? `已勾选 ${ticked} 条` : idle;
    button.disabled = !ticked;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };

  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  addEventListener("pageshow", show); // a page that comes back keeps its ticks
  show();
}
