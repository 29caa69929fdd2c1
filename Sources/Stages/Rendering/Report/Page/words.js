// Numbers and names as people read them.

/// 1103787 -> 1,103,787
function grouped(number) { return String(number).replace(/\B(?=(\d{3})+$)/g, ","); }

/// 1, "station" -> 1 station; 1,230 stations
function counted(number, one, many = `${one}s`) { return `${grouped(number)} ${number === 1 ? one : many}`; }

/// With a real minus sign; up to four digits, rounded once.
function rText(r, digits = 3) {
  return Number.isNaN(r) ? "undefined" : r.toFixed(digits).replace(/^-(0\.0+)$/, "$1").replace("-", "\u2212");
}

/// An end of an interval, of hundredths; nothing where there is none.
function endText(end) { return end === undefined ? "" : rText(end / 100, 2); }

/// 0.43 to 0.81 on other days; nothing where that is not known.
function otherDaysText(interval) {
  return interval ? `${endText(interval.low)} to ${endText(interval.high)} on other days` : "";
}

/// r of two stations where it can tell something: with few hours in common it is near 1 or -1 by chance.
function tellingText(report, a, b, r) { return Number.isNaN(r) || report.isTelling(a, b) ? rText(r) : "too few hours"; }

function percent(share) { return Number.isNaN(share) ? "\u2013" : `${Math.round(100 * share)}\u00a0%`; }

function kilometres(distance) {
  if (Number.isNaN(distance)) return "";
  return distance < 10 ? `${distance.toFixed(1)}\u00a0km` : `${grouped(Math.round(distance))}\u00a0km`;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

/// `2014-05-22 00:09:26` -> 22 May 2014
function dayText(time) {
  const [year, month, day] = time.slice(0, 10).split("-").map(Number);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/// Hour of the day, or of the week.
function hourText(hour, span) {
  return span === 168 ? `${WEEKDAYS[Math.floor(hour / 24)]} ${hour % 24} h` : `${hour} h`;
}

/// What r of two stations means; with few hours in common it is near 1 or -1 by chance.
function meaning(r, isTelling) {
  if (Number.isNaN(r)) return "Nothing can be said of these two.";
  if (!isTelling) return "They have too few hours in common to say more.";
  if (r >= 0.7) return "They fill and empty together.";
  if (r >= 0.3) return "They often fill and empty together.";
  if (r > -0.3) return "They have little to do with each other.";
  if (r > -0.7) return "Where one fills, the other often empties.";
  return "Where one fills, the other empties.";
}

/// What bins are called.
function hoursText(about, count) {
  const hours = { "hour-of-day": "hour of the day", "hour-of-week": "hour of the week", series: "hour" }[about.binKind];
  return counted(count, hours, hours.replace("hour", "hours"));
}

/// Without what has no shape, would change the direction of what follows, or pile up over other lines; cut where it is
/// long.
function plain(text, longest) {
  const shown = [...text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}]/gu, "").replace(/(\p{M}{3})\p{M}+/gu, "$1")];
  return shown.length > longest ? `${shown.slice(0, longest - 1).join("")}\u2026` : shown.join("");
}

/// A station's number and name, unlike all others: of a name that begins with the number (7 with `07 - Quai`, too), the
/// name alone.
function label(station, longest = 60) {
  const { id, name } = station;
  if (!name) return plain(id, longest);
  const bare = name.replace(/^0+(?=\d)/, "");
  const isNumbered = [name, bare].some((text) => text.startsWith(id) && !/^[\p{L}\p{N}]/u.test(text.slice(id.length)));
  return plain(isNumbered ? name : `${id} ${name}`, longest);
}

/// Letters without accents, in lower case, to search in; those that are two are written as two.
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[\u00e6\u0153\u00df\u00f8\u0142\u0111\u00f0\u00fe\u0131]/g, (letter) => PLAIN_LETTERS[letter]);
}

const PLAIN_LETTERS = {
  "\u00e6": "ae", "\u0153": "oe", "\u00df": "ss", "\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u00f0": "d",
  "\u00fe": "th", "\u0131": "i",
};
