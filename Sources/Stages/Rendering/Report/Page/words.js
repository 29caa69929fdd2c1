// Numbers and names as people read them.

/// 1103787 -> 1,103,787
function grouped(number) { return String(number).replace(/\B(?=(\d{3})+$)/g, ","); }

/// 1, "station" -> 1 station; 1,230 stations
function counted(number, one, many = `${one}s`) { return `${grouped(number)} ${number === 1 ? one : many}`; }

/// With a real minus sign.
function rText(r, digits = 3) {
  return Number.isNaN(r) ? "undefined" : r.toFixed(digits).replace(/^-(0\.0+)$/, "$1").replace("-", "\u2212");
}

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

/// What r means.
function meaning(r) {
  if (Number.isNaN(r)) return "Nothing can be said of these two.";
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

/// A station's number and name; many names begin with the number.
function label(station, longest = 60) {
  const { id, name } = station;
  return plain(name ? (name.includes(id) ? name : `${id} ${name}`) : id, longest);
}

/// Letters without accents, in lower case, to search in.
function folded(text) { return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); }
