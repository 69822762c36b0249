// A paper that takes seconds to make: the link says so meanwhile, and the page stays ([data-slow-download]).

const FILENAME = /filename\*=utf-8''([^;]+)/i;

const nameOf = (answer) => {
  const told = FILENAME.exec(answer.headers.get("Content-Disposition") ?? "");
  return told ? decodeURIComponent(told[1]) : "";
};

const say = (text, kind) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind } }));

async function fetched(link, part) {
  link.setAttribute("aria-disabled", "true");
  part.hidden = false;
  try {
    const answer = await fetch(link.href);
    if (!answer.ok || answer.redirected) return location.assign(link.href); // its own page says why
    const address = URL.createObjectURL(await answer.blob());
    Object.assign(document.createElement("a"), { href: address, download: nameOf(answer) }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    say("已生成，请在浏览器的下载里查看。", "success");
  } catch {
    say("没有生成，请检查网络后再试。", "error");
  } finally {
    part.hidden = true;
    link.removeAttribute("aria-disabled");
  }
}

for (const link of document.querySelectorAll("[data-slow-download]")) {
  const part = document.getElementById(link.dataset.slowDownload);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (!link.hasAttribute("aria-disabled")) fetched(link, part);
  });
}
