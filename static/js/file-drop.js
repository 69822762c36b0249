// Files dropped on a place are chosen there; what is being sent shows its progress (templates/components/file_drop.html).

for (const place of document.querySelectorAll("[data-file-drop]")) {
  const input = place.querySelector("input[type=file]");
  const progress = place.querySelector("progress");
  const isOver = (over) => place.classList.toggle("is-over", over);

  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      isOver(true);
    });
  }
  place.addEventListener("dragleave", () => isOver(false));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    isOver(false);
    if (event.dataTransfer.files.length === 0) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  input.form.addEventListener("htmx:xhr:progress", (event) => {
    if (!event.detail.lengthComputable) return;
    progress.hidden = false;
    progress.value = event.detail.loaded / event.detail.total;
  });
  input.form.addEventListener("htmx:afterRequest", () => {
    progress.hidden = true;
    input.value = "";
  });
}
