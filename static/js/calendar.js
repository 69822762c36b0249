// Arrow keys move between the days of the calendar; every day stays reachable with Tab as well.

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const days = [...document.querySelectorAll("[data-calendar] [data-day]")];

document.querySelector("[data-calendar]")?.addEventListener("keydown", (event) => {
  const at = days.indexOf(event.target);
  const step = STEPS[event.key];
  if (at < 0 || step === undefined) return;
  event.preventDefault();
  days[at + step]?.focus();
});
