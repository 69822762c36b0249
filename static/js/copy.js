// A button that puts a field's text on the clipboard ([data-copy] names the field).

const say = (text, kind) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind } }));

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Without HTTPS the browser has no clipboard to write to; what is selected can be copied all the same.
    if (!document.execCommand("copy")) return say("没有复制，请选中后按 Ctrl-C。", "error");
  }
  say("已复制。", "success");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy)));
}
