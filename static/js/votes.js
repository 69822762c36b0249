// Resolutions while they are typed: whether each passes and why, by the counts of the attendance picker and the figures
// that stand at #meeting-people. The server decides (activities/rules.py); this shows the same before it is sent.

const isAboutPerson = (nature) => nature !== "ORDINARY";

const leastAbove = (due, percent) => Math.floor((due * percent) / 100) + 1;
const share = (percent) => (percent === 50 ? "半数" : `${percent}%`);

function figures() {
  const part = document.querySelector("#meeting-people");
  const picker = part?.querySelector("[data-attendance]");
  if (!picker?.dataset.votingDue) return null;
  return {
    due: Number(picker.dataset.votingDue),
    present: Number(picker.dataset.votingPresent),
    hasQuorum: picker.querySelector("[data-quorum]")?.dataset.kind !== "error",
    passPercent: Number(part.dataset.passPercent),
    admissionPercent: Number(part.dataset.admissionPercent),
  };
}

function votes(row) {
  const number = (name) => Number(row.querySelector(`[name=${name}]`).value || 0);
  const person = isAboutPerson(row.dataset.nature);
  return {
    person,
    secret: row.querySelector("[name=vote_ballot]").value === "BALLOT",
    inFavour: number("votes_for") + (person ? number("opinions_for") : 0),
    cast: number("votes_for") + number("votes_against") + number("abstentions"),
    opinions: person ? number("opinions_for") + number("opinions_against") : 0,
  };
}

// [kind of tag, word, why]
function verdict(vote, at) {
  const { due, present } = at;
  const more = vote.cast - present;
  if (more > 0) return ["error", "票数有误", `共 ${vote.cast} 票，有表决权实到 ${present} 人，多了 ${more} 票`];
  if (more < 0 && !vote.secret) {
    return ["error", "票数有误", `共 ${vote.cast} 票，有表决权实到 ${present} 人，少了 ${-more} 票`];
  }
  if (vote.opinions > due - present) {
    return ["error", "票数有误", `书面意见 ${vote.opinions} 份，有表决权未到会 ${due - present} 人`];
  }
  if (!at.hasQuorum) return ["error", "不通过", "到会人数不足，不能作出决议"];
  const enough = leastAbove(due, at.admissionPercent);
  if (vote.person && present < enough) {
    const base = `应到 ${due} 人的${share(at.admissionPercent)}（至少 ${enough} 人）`;
    return ["error", "不能表决", `有表决权到会 ${present} 人，没有超过${base}`];
  }
  const least = leastAbove(due, at.passPercent);
  const passed = vote.inFavour >= least;
  const base = `应到 ${due} 人的${share(at.passPercent)}（至少 ${least} 票）`;
  const why = `赞成 ${vote.inFavour} 票，${passed ? "超过" : "没有超过"}${base}`;
  return [passed ? "success" : "warning", passed ? "通过" : "不通过", why];
}

function paint() {
  const at = figures();
  for (const row of document.querySelectorAll("[data-row]")) {
    row.dataset.nature = row.querySelector("[name=vote_nature]").value;
    row.dataset.ballot = row.querySelector("[name=vote_ballot]").value;
    const line = row.querySelector("[data-verdict]");
    const counted = [...row.querySelectorAll("[inputmode=numeric]")].map((input) => input.value.trim());
    line.hidden = !at || !counted.some(Boolean) || !counted.every((text) => /^\d{0,4}$/.test(text));
    if (line.hidden) continue;
    const [kind, word, why] = verdict(votes(row), at);
    const tag = document.createElement("span");
    tag.className = "state-tag";
    tag.dataset.kind = kind;
    tag.textContent = word;
    line.replaceChildren(tag, ` 应到 ${at.due}，实到 ${at.present}：${why}`);
  }
}

// On a person the ballot is secret (发展党员工作细则); where it was not, the record tells why.
function nature({ target }) {
  if (!target.matches("[name=vote_nature]")) return;
  const ballot = target.closest("[data-row]").querySelector("[name=vote_ballot]");
  ballot.value = isAboutPerson(target.value) ? "BALLOT" : "OPEN";
}

document.addEventListener("change", nature);
for (const name of ["input", "change", "attendance-counted", "draft-restored"]) document.addEventListener(name, paint);
paint();
