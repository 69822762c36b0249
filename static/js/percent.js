// Beside the form of a ratio ([data-percent]): the percent of what is typed, rounded half up as the product keeps it.

const place = document.querySelector("[data-percent]");
const numerator = document.getElementById("id_numerator");
const denominator = document.getElementById("id_denominator");

// A number with two places at most as a whole number of hundredths; null for anything else.
function hundredths(text) {
  const found = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text.trim());
  return found ? BigInt(found[1] + (found[2] ?? "").padEnd(2, "0")) : null;
}

function percent(top, bottom, digits) {
  const scale = 10n ** BigInt(digits);
  const rounded = (top * 200n * scale + bottom) / (bottom * 2n);
  const text = String(rounded).padStart(digits + 1, "0");
  return digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}%` : `${text}%`;
}

function show(output, empty) {
  const [top, bottom] = [hundredths(numerator.value), hundredths(denominator.value)];
  output.value = top === null || !bottom ? empty : percent(top, bottom, Number(place.dataset.digits));
}

if (place && numerator && denominator) {
  const output = place.querySelector("output");
  const empty = output.value;
  for (const input of [numerator, denominator]) input.addEventListener("input", () => show(output, empty));
  show(output, empty);
}
