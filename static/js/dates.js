// Says the weekday beside every date input, and 双休日 where it is one: a remark, never an error.
// An input may name a JSON script of known days by data-days="ID": {"2024-10-01": "国庆节", "2024-10-12": "调休上班"}.

const WEEKDAY = new Intl.DateTimeFormat("zh-CN", { weekday: "long", timeZone: "UTC" });

function daysOf(input) {
  const source = input.dataset.days && document.getElementById(input.dataset.days);
  return source ? JSON.parse(source.textContent) : {};
}

function remark(value, days) {
  const day = new Date(`${value}T00:00:00Z`);
  if (!value || Number.isNaN(day.getTime())) return "";
  const known = days[value] ?? ([0, 6].includes(day.getUTCDay()) ? "双休日" : "");
  return [WEEKDAY.format(day), known].filter(Boolean).join("，");
}

function enhance(input) {
  const days = daysOf(input);
  const words = document.createElement("span");
  words.className = "date-weekday";
  words.setAttribute("aria-live", "polite");
  const wrapper = document.createElement("span");
  wrapper.className = "date-field";
  input.replaceWith(wrapper);
  wrapper.append(input, words);
  const show = () => (words.textContent = remark(input.value, days));
  input.addEventListener("input", show);
  document.addEventListener("draft-restored", show);
  show();
}

document.querySelectorAll("input[type=date][data-weekday]").forEach(enhance);
