// The attendance picker. The boxes and lists of templates/components/attendance.html stay the truth; this shows them
// in fewer clicks: type or tap whoever was absent, one tap for the reason, counts and quorum at once.

const MOST_MATCHES = 8;

function picker(root) {
  const find = root.querySelector("#attendance-find");
  const matches = root.querySelector("#attendance-matches");
  const absentees = root.querySelector(".absentees");
  const people = [...root.querySelectorAll("[data-person]")].map((row) => ({
    row,
    box: row.querySelector("[type=checkbox]"),
    reason: row.querySelector("select"),
    name: row.querySelector("[data-name]").textContent.trim(),
    keys: row.dataset.keys.split(" "),
    counts: row.dataset.counts === "yes",
  }));
  let offered = [];
  let chosen = 0;

  // --- Marking ----------------------------------------------------------------------------------

  function mark(person, absent) {
    person.box.checked = absent;
    if (!absent) person.reason.value = "";
    person.box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function setReason(person, code) {
    person.reason.value = code;
    person.reason.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // --- Typing -----------------------------------------------------------------------------------

  function matching(text) {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return [];
    const present = people.filter((person) => !person.box.checked);
    const exact = present.filter((person) => person.name === wanted || person.keys.includes(wanted));
    const others = present.filter(
      (person) =>
        !exact.includes(person) && (person.name.includes(wanted) || person.keys.some((key) => key.startsWith(wanted))),
    );
    return [...exact, ...others].slice(0, MOST_MATCHES);
  }

  function offer() {
    offered = matching(find.value);
    chosen = 0;
    const nobody = find.value.trim() && !offered.length;
    matches.replaceChildren(...offered.map(option), ...(nobody ? [plainItem("没有这个人，或已记为缺席")] : []));
    matches.hidden = !matches.children.length;
    find.setAttribute("aria-expanded", String(offered.length > 0));
    showChosen();
  }

  function option(person, at) {
    const item = plainItem(person.name);
    item.id = `attendance-match-${at}`;
    item.setAttribute("role", "option");
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the box keeps the focus
      take(at);
    });
    return item;
  }

  function plainItem(text) {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  }

  function showChosen() {
    offered.forEach((_, at) => matches.children[at].setAttribute("aria-selected", String(at === chosen)));
    find.setAttribute("aria-activedescendant", offered.length ? `attendance-match-${chosen}` : "");
  }

  function take(at) {
    const person = offered[at];
    find.value = "";
    offer();
    if (person) mark(person, true);
  }

  function key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && offered.length) {
      event.preventDefault();
      chosen = (chosen + step + offered.length) % offered.length;
      showChosen();
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault(); // Enter here never submits the form
      take(chosen);
    } else if (event.key === "Escape") {
      find.value = "";
      offer();
    }
  }

  // --- Showing ----------------------------------------------------------------------------------

  function absentee(person) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.className = "absentee-name";
    name.textContent = person.name;
    const reasons = document.createElement("span");
    reasons.className = "choice-buttons";
    reasons.setAttribute("role", "group");
    reasons.setAttribute("aria-label", `${person.name}的缺席原因`);
    for (const { value, text } of [...person.reason.options].filter((each) => each.value)) {
      reasons.append(button(text, person.reason.value === value, () => setReason(person, value)));
    }
    const back = button("恢复出席", null, () => mark(person, false));
    back.className = "absentee-back";
    back.setAttribute("aria-label", `${person.name}恢复出席`);
    item.append(name, reasons, back);
    return item;
  }

  function button(text, pressed, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "choice";
    made.textContent = text;
    if (pressed !== null) made.setAttribute("aria-pressed", String(pressed));
    made.addEventListener("click", act);
    return made;
  }

  function count(name, text) {
    const place = root.querySelector(`[data-count=${name}]`);
    if (place) place.textContent = text;
  }

  // The list is drawn anew, so the focus goes back to the button of the same name.
  function paint() {
    const held = absentees.contains(document.activeElement) ? place(document.activeElement) : null;
    const absent = people.filter((person) => person.box.checked);
    const base = people.filter((person) => person.counts);
    const voting = base.filter((person) => !person.box.checked).length;
    people.forEach((person) => person.row.classList.toggle("is-absent", person.box.checked));
    absentees.replaceChildren(...absent.map(absentee));
    absentees.hidden = !absent.length;
    root.querySelector("[data-nobody-absent]").hidden = absent.length > 0;
    count("due", people.length);
    count("present", people.length - absent.length);
    count("absent", absent.length);
    count("voting", `${voting}/${base.length}`);
    paintQuorum(voting, base.length);
    Object.assign(root.dataset, { votingDue: base.length, votingPresent: voting });
    root.dispatchEvent(new CustomEvent("attendance-counted", { bubbles: true }));
    if (held) (absentees.children[held.row]?.querySelectorAll("button")[held.at] ?? find).focus();
  }

  function place(focused) {
    const row = focused.closest("li");
    return { row: [...absentees.children].indexOf(row), at: [...row.querySelectorAll("button")].indexOf(focused) };
  }

  function paintQuorum(voting, due) {
    const tag = root.querySelector("[data-quorum]");
    if (!tag) return;
    const percent = Number(tag.dataset.quorum);
    const share = percent === 50 ? "半数" : `${percent}%`;
    const lacking = Math.ceil((due * percent) / 100) - voting;
    const met = due > 0 && lacking <= 0;
    tag.dataset.kind = met ? "success" : "error";
    tag.textContent = met ? `达到${share}` : `未达${share}，还差 ${lacking} 人`;
  }

  root.classList.add("is-live");
  root.querySelector(".attendance-find").hidden = false;
  find.addEventListener("input", offer);
  find.addEventListener("keydown", key);
  find.addEventListener("blur", () => (matches.hidden = true));
  root.addEventListener("change", paint);
  document.addEventListener("draft-restored", paint);
  paint();
}

// A part of the page that HTMX brings in is set up when it arrives.
const start = (part) => part.querySelectorAll("[data-attendance]:not(.is-live)").forEach(picker);
document.addEventListener("htmx:load", (event) => start(event.target));
start(document);
