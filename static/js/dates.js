// Says the weekday beside every date input, and the holiday, 调休上班 or 双休日 where it is one: a remark, never an error.
// The days known come in a JSON script, `known-days` or the one named by data-days="ID":
// {"2024-10-01": "国庆节", "2024-10-12": "国庆节调休上班", "years": "2024 2025"}; of other years it says so.

const WEEKDAY = new Intl.DateTimeFormat("zh-CN", { weekday: "long", timeZone: "UTC" });

function daysOf(input) {
  const source = document.getElementById(input.dataset.days ?? "known-days");
  return source ? JSON.parse(source.textContent) : {};
}

function remark(value, days) {
  const day = new Date(`${value}T00:00:00Z`);
  if (!value || Number.isNaN(day.getTime())) return "";
  const known = days[value] ?? ([0, 6].includes(day.getUTCDay()) ? "双休日" : "");
  const unknown = days.years !== undefined && !days.years.split(" ").includes(value.slice(0, 4));
  return [WEEKDAY.format(day), known, unknown ? "节假日安排未录入" : ""].filter(Boolean).join("，");
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
