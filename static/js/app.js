// What every page does: toasts, confirm, keys, jump box, and what HTMX needs to know.
// Scripts tell each other things by events on the document: "toast" {text, kind, undo} and "save-now".

const TOAST_SECONDS = 8;

// --- Toasts ---------------------------------------------------------------------------------------

function addToast({ text, kind = "info", undo }) {
  const note = document.createElement("div");
  note.className = "toast-note";
  note.dataset.kind = kind;
  const words = document.createElement("span");
  words.className = "toast-text";
  words.textContent = text;
  note.append(words);
  if (undo) note.append(toastButton("撤销", "toast-undo", () => postTo(undo)));
  note.append(toastButton("关闭", "toast-close", () => note.remove()));
  document.getElementById("toasts")?.append(note);
  fade(note);
}

function toastButton(label, className, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

// An error stays until it is closed.
function fade(note) {
  if (note.dataset.kind !== "error") setTimeout(() => note.remove(), TOAST_SECONDS * 1000);
}

async function postTo(url) {
  await fetch(url, { method: "POST", headers: { "X-CSRFToken": csrfToken() } });
  location.reload();
}

function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
}

document.addEventListener("toast", (event) => addToast(event.detail));
document.querySelectorAll(".toast-note").forEach(fade);

// --- Confirm --------------------------------------------------------------------------------------

function ask(question, detail, action) {
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-title").textContent = question;
  document.getElementById("confirm-detail").textContent = detail ?? "";
  document.getElementById("confirm-yes").textContent = action ?? "确定";
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

// Asked once, the same submit goes on with the button that began it.
async function confirmSubmit(event) {
  const form = event.target;
  const source = [event.submitter, form].find((part) => part?.dataset.confirm);
  if (!source || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { confirm, confirmDetail, confirmAction } = source.dataset;
  if (!(await ask(confirm, confirmDetail, confirmAction))) return;
  form.dataset.confirmed = "yes";
  form.requestSubmit(event.submitter);
  delete form.dataset.confirmed;
}

document.addEventListener("submit", confirmSubmit, true);

// --- Jump box -------------------------------------------------------------------------------------

const palette = document.getElementById("palette");
const paletteInput = document.getElementById("palette-input");
const paletteSearch = document.getElementById("palette-search");
const paletteOptions = [...document.querySelectorAll("#palette-list [role=option]")];

function openPalette() {
  paletteInput.value = "";
  palette.showModal();
  narrow();
}

function narrow() {
  const wanted = paletteInput.value.trim().toLowerCase();
  for (const option of paletteOptions) {
    const keys = `${option.textContent} ${option.dataset.keys}`.toLowerCase();
    option.hidden = !keys.includes(wanted);
  }
  if (paletteSearch) {
    const words = paletteInput.value.trim();
    paletteSearch.hidden = words === "";
    paletteSearch.dataset.url = paletteSearch.dataset.searchUrl + encodeURIComponent(words);
    document.getElementById("palette-words").textContent = words;
  }
  const left = paletteOptions.filter((option) => !option.hidden);
  palette.querySelector(".palette-empty").hidden = left.length > 0;
  choose(left[0]);
}

function choose(option) {
  paletteOptions.forEach((each) => each.setAttribute("aria-selected", String(each === option)));
  paletteInput.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

function paletteKey(event) {
  const left = paletteOptions.filter((option) => !option.hidden);
  const at = left.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && left.length) {
    event.preventDefault();
    choose(left[(at + step + left.length) % left.length]);
  } else if (event.key === "Enter" && !event.isComposing && left[at]) {
    event.preventDefault();
    location.assign(left[at].dataset.url);
  }
}

if (palette) {
  paletteInput.addEventListener("input", narrow);
  paletteInput.addEventListener("keydown", paletteKey);
  palette.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
    else if (event.target === palette) palette.close();
  });
}

// --- Clicks and keys ------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const part = event.target;
  if (part.closest("[data-open-palette]")) openPalette();
  part.closest("[data-close-toast]")?.closest(".toast-note").remove();
  if (part.closest("[data-print]")) window.print();
  const row = part.closest("tr[data-href]");
  if (row && !part.closest("a, button, input, label, select") && !String(getSelection())) location.assign(row.dataset.href);
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.key === "k" && palette) {
    event.preventDefault();
    palette.open ? palette.close() : openPalette();
  } else if (event.key === "s" && document.querySelector("form[data-autosave-url], [data-save-button]")) {
    event.preventDefault();
    if (document.querySelector("form[data-autosave-url]")) document.dispatchEvent(new CustomEvent("save-now"));
    else document.querySelector("[data-save-button]").click();
  }
});

// A filter is applied as soon as it is chosen; text waits for Enter. data-clears names a field that no longer fits then.
// A date that is typed waits for Enter or for the box to be left: it changes with every digit.
let typedIn = null;
document.addEventListener("keydown", ({ target }) => {
  if (target.matches?.("[type=date], [type=month]")) typedIn = target;
});
document.addEventListener("pointerdown", ({ target }) => {
  if (target === typedIn) typedIn = null;
});
document.addEventListener("focusout", ({ target }) => {
  if (target !== typedIn) return;
  typedIn = null;
  if (target.value !== target.defaultValue) target.closest("form[data-submit-on-change]")?.requestSubmit();
});
document.addEventListener("change", (event) => {
  if (event.target === typedIn) return;
  if (event.target.matches("select, [type=date], [type=month], [type=checkbox], [type=radio]")) {
    const form = event.target.closest("form[data-submit-on-change]");
    const outdated = form?.elements[event.target.dataset.clears];
    if (outdated) outdated.value = "";
    form?.requestSubmit();
  }
});

// A page that shows what was submitted drops the copies that static/js/autosave.js kept of it in this browser.
document.querySelectorAll("[data-drop-draft]").forEach(({ dataset: { dropDraft } }) => {
  for (const key of Object.keys(localStorage).filter((each) => each.startsWith("draft:"))) {
    const kept = JSON.parse(localStorage.getItem(key))?.fields?.submission_key;
    if (key === `draft:${dropDraft}` || kept?.includes(dropDraft)) localStorage.removeItem(key);
  }
});

// What is newest stands at the right end; a narrow screen shows it first.
document.querySelectorAll(".heat-scroll:not([data-latest-first] *)").forEach((each) => { each.scrollLeft = each.scrollWidth; });

// --- Errors of a form: the summary is read first --------------------------------------------------

document.querySelector("[data-error-summary]")?.focus({ preventScroll: true });

// --- HTMX -----------------------------------------------------------------------------------------

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});

// A fragment that turns out to be the sign-in page: show it whole.
document.addEventListener("htmx:beforeSwap", (event) => {
  const landed = new URL(event.detail.xhr.responseURL || location.href).pathname;
  if (landed !== document.body.dataset.loginUrl) return;
  event.detail.shouldSwap = false;
  location.reload();
});

const TOO_LONG = 413;
document.addEventListener("htmx:responseError", (event) => {
  const isTooLong = event.detail.xhr.status === TOO_LONG;
  const text = isTooLong ? "一次上传的内容太多，请分几次上传。" : "这一部分没能载入，请刷新页面重试。";
  addToast({ text, kind: "error" });
});
