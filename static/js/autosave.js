// Saves a form while it is typed; the contract stands in templates/components/save_bar.html.
// Until the server has answered, what was typed is kept in this browser and survives a closed tab or an ended session.

const WAIT_MS = 1500;
const RETRY_MS = 10_000;
const KEPT_DAYS = 7;
const PREFIX = "draft:";
const SIGNED_OUT = "登录已过期，内容已保存在本机，登录后自动恢复";

// --- Copies in this browser -----------------------------------------------------------------------

const copies = {
  read(key) {
    try {
      const copy = JSON.parse(localStorage.getItem(PREFIX + key));
      return copy && Date.now() - copy.at < KEPT_DAYS * 86_400_000 ? copy : null;
    } catch {
      return null;
    }
  },
  write(key, fields) {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify({ at: Date.now(), fields }));
    } catch {
      // Storage is full or forbidden: the server's copy has to do.
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {
      // Nothing was kept.
    }
  },
};

function typed(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    const secret = name === "csrfmiddlewaretoken" || form.elements[name]?.type === "password";
    if (typeof value === "string" && !secret) (fields[name] ??= []).push(value);
  }
  return fields;
}

function fill(form, fields) {
  const taken = {};
  for (const field of form.elements) {
    if (!field.name || ["file", "password", "submit", "button"].includes(field.type)) continue;
    if (field.name === "csrfmiddlewaretoken") continue;
    const values = fields[field.name] ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
    else {
      field.value = values[(taken[field.name] = (taken[field.name] ?? -1) + 1)] ?? field.value;
      // A list that grows while it is typed grows here too; the new rows come next in this loop.
      if (field.closest("[data-lines], [data-rows]")) field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

// --- The save bar ---------------------------------------------------------------------------------

function saveBar(form) {
  const bar = form.querySelector("[data-save-bar]");
  const state = bar.querySelector("[data-save-state]");
  const time = bar.querySelector("[data-save-time]");
  const missing = bar.querySelector("[data-save-missing]");
  const showTime = () => {
    time.textContent = state.dataset.kind === "saved" && time.dateTime ? ago(new Date(time.dateTime)) : "";
  };
  setInterval(showTime, 1000);
  showTime();
  return {
    show(kind, words) {
      state.dataset.kind = kind;
      if (state.textContent.trim() !== words) state.textContent = words; // said aloud only when it changes
      showTime();
    },
    saved(at, lacking = []) {
      time.dateTime = at;
      missing.hidden = !lacking.length;
      missing.querySelector("[data-save-missing-list]").textContent = lacking.join("；");
      this.show("saved", "已保存草稿");
    },
  };
}

function ago(moment) {
  const seconds = Math.max(0, Math.round((Date.now() - moment) / 1000));
  if (seconds < 60) return `${seconds} 秒前`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分钟前`;
  return moment.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
}

// --- One form -------------------------------------------------------------------------------------

function keep(form) {
  const bar = saveBar(form);
  let edits = 0;
  let savedEdits = 0;
  let timer = 0;
  let busy = false;
  let stopped = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  function changed() {
    edits += 1;
    copies.write(form.dataset.draftKey, typed(form));
    if (stopped) return;
    if (!form.dataset.autosaveUrl) return bar.show("unsaved", "未提交，内容暂存在本机");
    bar.show("unsaved", "未保存");
    later(WAIT_MS);
  }

  async function save() {
    clearTimeout(timer);
    if (!form.dataset.autosaveUrl) return;
    if (busy) return later(WAIT_MS);
    busy = true;
    const sent = edits;
    bar.show("saving", "正在保存…");
    try {
      const answer = await post();
      if (answer.ok) accept(await answer.json(), sent);
      else await refuse(answer);
    } catch {
      bar.show("failed", "没有保存：连不上服务器，内容已保存在本机，稍后自动重试");
      later(RETRY_MS);
    } finally {
      busy = false;
    }
  }

  function post(options = {}) {
    return fetch(form.dataset.autosaveUrl, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-CSRFToken": document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "", Accept: "application/json" },
      redirect: "manual",
      ...options,
    });
  }

  function accept(answer, sent) {
    const key = form.dataset.draftKey;
    for (const [name, value] of Object.entries(answer.fields ?? {})) form.elements[name].value = value;
    if (answer.autosave_url) form.dataset.autosaveUrl = answer.autosave_url;
    if (answer.address) history.replaceState(history.state, "", answer.address);
    if (answer.draft_key) form.dataset.draftKey = answer.draft_key;
    copies.drop(key);
    savedEdits = sent;
    stopped = false;
    bar.saved(answer.saved_at, answer.missing);
    if (edits > sent) changed();
  }

  async function refuse(answer) {
    copies.write(form.dataset.draftKey, typed(form));
    const told = answer.status === 409 || answer.status === 422 ? (await answer.json()).message : "";
    stopped = answer.status === 409;
    if (told) bar.show("failed", told);
    else if (answer.status >= 500) bar.show("failed", "没有保存：系统出错，内容已保存在本机，稍后自动重试"), later(RETRY_MS);
    else bar.show("failed", SIGNED_OUT);
  }

  function restore() {
    if ("posted" in form.dataset) copies.drop(form.dataset.draftKey);
    const copy = copies.read(form.dataset.draftKey);
    if (!copy || JSON.stringify(copy.fields) === JSON.stringify(typed(form))) return;
    const refill = (again) => {
      fill(form, copy.fields);
      document.dispatchEvent(new CustomEvent("draft-restored", { detail: { again } }));
    };
    refill(() => refill());
    const at = new Date(copy.at).toLocaleString("zh-CN", { dateStyle: "short", timeStyle: "short" });
    document.dispatchEvent(new CustomEvent("toast", { detail: { text: `已恢复 ${at} 没有保存的内容。` } }));
    changed();
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stopped = true;
    copies.write(form.dataset.draftKey, typed(form)); // if the session has ended, nothing is lost
  });
  form.querySelector("[data-save-now]")?.addEventListener("click", save);
  document.addEventListener("save-now", save);
  addEventListener("pageshow", () => (stopped = false));
  addEventListener("pagehide", () => {
    if (edits > savedEdits && !stopped && form.dataset.autosaveUrl) post({ keepalive: true }).catch(() => {}); // the copy here remains
  });
  restore();
}

document.querySelectorAll("form[data-draft-key]").forEach(keep);
