// Turns <select data-person-picker> into a box that finds people by name, pinyin or initials.
// The select stays the form's field. data-people="ID" names a JSON script: [{"id": 1, "keys": "zhangwei zw", "group": "…"}].

const MOST_MATCHES = 8;
let made = 0;

function peopleOf(select) {
  const source = document.getElementById(select.dataset.people);
  const known = new Map((source ? JSON.parse(source.textContent) : []).map((person) => [String(person.id), person]));
  return [...select.options]
    .filter((option) => option.value)
    .map((option) => ({
      option,
      name: option.textContent.trim(),
      keys: (known.get(option.value)?.keys ?? "").split(" "),
      group: known.get(option.value)?.group ?? "",
    }));
}

function element(tag, className, text = "") {
  const part = document.createElement(tag);
  part.className = className;
  part.textContent = text;
  return part;
}

function picker(select) {
  const people = peopleOf(select);
  const id = `people-${(made += 1)}`;
  const box = element("div", "person-picker");
  const chips = element("span", "picker-chips");
  const find = element("input", "form-control");
  const matches = element("ul", "find-matches");
  let offered = [];
  let chosen = 0;

  Object.assign(find, { type: "text", autocomplete: "off", placeholder: "输入姓名、拼音或首字母", id: select.id });
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": id,
  })) {
    find.setAttribute(name, value);
  }
  select.removeAttribute("id");
  matches.id = id;
  matches.setAttribute("role", "listbox");
  matches.setAttribute("aria-label", "匹配的人员");
  select.hidden = true;
  select.required = false; // a hidden field cannot show the browser's own message; the server says it in words
  select.after(box);
  box.append(chips, find, matches);

  function offer() {
    const wanted = find.value.trim().toLowerCase();
    const fits = ({ name, keys }) => name.includes(wanted) || keys.some((key) => key.startsWith(wanted));
    offered = people.filter((person) => !(select.multiple && person.option.selected) && fits(person));
    offered = offered.slice(0, MOST_MATCHES);
    chosen = 0;
    matches.replaceChildren(...offered.map(choice), ...(offered.length ? [] : [element("li", "", "没有这个人")]));
    open(true);
  }

  function choice(person, at) {
    const item = element("li", "", person.name);
    item.id = `${id}-${at}`;
    item.setAttribute("role", "option");
    if (person.group) item.append(element("small", "", person.group));
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      take(person);
    });
    return item;
  }

  function open(isOpen) {
    matches.hidden = !isOpen;
    find.setAttribute("aria-expanded", String(isOpen));
    offered.forEach((_, at) => matches.children[at]?.setAttribute("aria-selected", String(at === chosen)));
    find.setAttribute("aria-activedescendant", isOpen && offered.length ? `${id}-${chosen}` : "");
  }

  function take(person) {
    person.option.selected = true;
    changed();
    open(false);
  }

  function changed() {
    select.dispatchEvent(new Event("change", { bubbles: true }));
    paint();
  }

  function paint() {
    const taken = people.filter((person) => person.option.selected);
    find.value = select.multiple ? "" : (taken[0]?.name ?? "");
    chips.replaceChildren(...(select.multiple ? taken.map(chip) : []));
  }

  function chip(person) {
    const made = element("button", "chip", person.name);
    made.type = "button";
    made.setAttribute("aria-label", `去掉${person.name}`);
    made.append(element("i", "bi bi-x"));
    made.addEventListener("click", () => {
      person.option.selected = false;
      changed();
    });
    return made;
  }

  function key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (matches.hidden) return offer();
      chosen = (chosen + step + offered.length) % (offered.length || 1);
      open(true);
    } else if (event.key === "Enter" && !matches.hidden && !event.isComposing) {
      event.preventDefault();
      if (offered[chosen]) take(offered[chosen]);
    } else if (event.key === "Escape") {
      paint();
      open(false);
    }
  }

  // An emptied box means nobody; half a name typed and left means as before.
  function leave() {
    open(false);
    if (!select.multiple && !find.value.trim() && select.value) {
      select.value = "";
      changed();
    } else paint();
  }

  find.addEventListener("input", offer);
  find.addEventListener("focus", () => find.select());
  find.addEventListener("keydown", key);
  find.addEventListener("blur", leave);
  document.addEventListener("draft-restored", paint);
  matches.hidden = true;
  paint();
}

// A part of the page that HTMX brings in is set up when it arrives.
const start = (part) => part.querySelectorAll("select[data-person-picker]:not([hidden])").forEach(picker);
document.addEventListener("htmx:load", (event) => start(event.target));
start(document);
