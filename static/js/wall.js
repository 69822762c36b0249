// The wall of a meeting room: fetches its figures every minute until the server says that the session is over.

const EVERY_MS = 60_000;
const wall = document.querySelector("[data-wall]");
const figures = document.getElementById("wall-figures");
const ended = document.getElementById("wall-ended");
const state = document.querySelector("[data-wall-state]");
const until = document.querySelector("[data-wall-until]");
const STOPPED = [401, 403, 404];

function show(fragment) {
  figures.innerHTML = fragment;
  state.textContent = "";
  until.textContent = `本页面将于 ${figures.querySelector("[data-until]").dataset.until} 停止刷新`;
}

// What stood on the wall goes with the session.
function stop() {
  clearInterval(timer);
  figures.remove();
  document.querySelectorAll("[data-wall-action]").forEach((each) => each.remove());
  state.textContent = until.textContent = "";
  ended.hidden = false;
  ended.focus();
}

async function refresh() {
  try {
    const answer = await fetch(wall.dataset.wall, { redirect: "manual" });
    if (answer.ok) show(await answer.text());
    else if (answer.type === "opaqueredirect" || STOPPED.includes(answer.status)) stop();
    else state.textContent = "暂时读不到新的数据，一分钟后再试。";
  } catch {
    state.textContent = "连不上服务器，一分钟后再试。";
  }
}

const timer = setInterval(refresh, EVERY_MS);

document.querySelector("[data-full-screen]").addEventListener("click", () => {
  document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && !document.fullscreenElement) location.assign(wall.dataset.leave);
});
