// Lines that grow: typing in the last topic adds an empty one below it (rows: rows.js). Enter in a topic goes on to the
// next field instead of submitting. Components inside the part that HTMX swaps are set up again by their own scripts.

function emptyLine(last) {
  const copy = last.cloneNode(true);
  copy.value = "";
  copy.removeAttribute("id");
  copy.removeAttribute("autofocus");
  return Object.assign(copy, { ariaLabel: "再加一个议题", placeholder: "再加一个议题" });
}

document.addEventListener("input", ({ target }) => {
  const lines = target.closest("[data-lines]");
  if (lines && lines.lastElementChild.value.trim()) lines.append(emptyLine(lines.lastElementChild));
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

// The year that a meeting is for follows its date until somebody types another. Captured, so that it is done before
// HTMX sends the form to draw the people of that day.
const heldOn = document.querySelector("#id_held_on");
let yearOfDate = heldOn?.value.slice(0, 4);
heldOn?.addEventListener(
  "change",
  () => {
    const forYear = document.querySelector("#id_for_year");
    const year = heldOn.value.slice(0, 4);
    if (forYear && year && forYear.value === yearOfDate) forYear.value = year;
    yearOfDate = year || yearOfDate;
  },
  true,
);

// What is filled in while the people of another day are on their way is not overwritten by them: they are asked for
// again, with it.
let isUnderWay = false;
let isEdited = false;
const isPeople = (event) => event.detail.target?.id === "meeting-people";

// What was typed may be of another kind or day than the page was drawn for: its people are drawn, then filled in. Who was
// invited draws the list of who was there, so that is done twice; until then nothing can be typed or sent by halves.
document.addEventListener("draft-restored", ({ detail }) => {
  if (!detail.again || !document.querySelector("[data-draws-people]")) return;
  const form = document.querySelector("#meeting-form");
  let rounds = 2;
  const draw = () => htmx.trigger("[data-draws-people]", "people:again");
  const finish = () => {
    form.inert = false;
    document.removeEventListener("htmx:afterSettle", fill);
    document.removeEventListener("htmx:afterRequest", stop);
  };
  const stop = (event) => isPeople(event) && !event.detail.successful && finish();
  const fill = (event) => {
    if (!isPeople(event)) return;
    detail.again();
    rounds -= 1;
    if (rounds) draw();
    else finish();
  };
  form.inert = true;
  document.addEventListener("htmx:afterSettle", fill);
  document.addEventListener("htmx:afterRequest", stop);
  if (document.readyState === "complete") draw();
  else addEventListener("load", draw, { once: true }); // HTMX is set up by then
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (isPeople(event)) [isUnderWay, isEdited] = [true, false];
});
for (const type of ["input", "change"]) {
  document.addEventListener(
    type,
    ({ target }) => (isEdited ||= isUnderWay && target.closest("#meeting-people") !== null),
    true,
  );
}
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isPeople(event)) return;
  isUnderWay = false;
  if (!isEdited) return;
  event.detail.shouldSwap = false;
  htmx.trigger("[data-draws-people]", "people:again");
});
