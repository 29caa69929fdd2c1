// What a day of stations is in plain words, from its curve of free docks: a station fills with bikes where these fall.

/// Of stations whose share of free docks moves by less it is said that they hardly move.
const LEAST_MOVE = 0.15;

/// Names of some days, of `mean` shares of free docks by hour, as short as tells them apart.
function dayNames(means) {
  const days = means.map(describeDay);
  const all = days.map((day) => day.names);
  const at = all.map(() => 0);
  const name = (i) => all[i][Math.min(at[i], all[i].length - 1)];
  for (let step = 0; step < 3; step++) {
    const counts = new Map();
    all.forEach((_, i) => counts.set(name(i), (counts.get(name(i)) ?? 0) + 1));
    const isShared = all.map((_, i) => counts.get(name(i)) > 1);
    isShared.forEach((shared, i) => { if (shared) at[i]++; });
  }
  return all.map((_, i) => name(i));
}

/// Its names, the shortest first.
function describeDay(mean) {
  const known = mean.map((share, hour) => ({ share, hour })).filter(({ share }) => !Number.isNaN(share));
  if (known.length < 2) return { names: ["too few hours known"] };
  const shares = known.map(({ share }) => share);
  const [most, least] = [Math.max(...shares), Math.min(...shares)];
  const level = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const levelWords = level >= 0.75 ? "mostly without bikes" : level <= 0.25 ? "mostly full" : "about half full";
  if (most - least < LEAST_MOVE) {
    const still = level >= 0.9 ? "hardly a bike all day" : level <= 0.1 ? "full all day" : "hardly moves";
    return { names: [still, `${still}, ${levelWords}`, `${still}, ${percent(level)} free docks`] };
  }
  const changes = dayChanges(mean);
  const words = (part) => changes.map((change) => `${change.verb} ${part(change)}`).join(", ");
  const hours = words(({ hour }) => `at ${hour}\u00a0h`);
  const parts = new Set(changes.map(({ hour }) => partOfDay(hour)));
  const short = parts.size < changes.length ? hours : words(({ hour }) => partOfDay(hour));
  return { names: [short, hours, `${hours}, ${levelWords}`, `${hours}, ${percent(least)} to ${percent(most)} free docks`] };
}

/// When it fills and when it empties most, in the order of the day: the middle of the two hours of the greatest change.
function dayChanges(mean) {
  let [fill, empty] = [null, null];
  mean.forEach((share, hour) => {
    const change = mean[(hour + 2) % 24] - share;
    // Where hours are missing there is no change to be seen.
    if (Number.isNaN(change)) return;
    const found = { hour: (hour + 1) % 24, change };
    if (change < (fill?.change ?? 0)) fill = { ...found, verb: "fills" };
    if (change > (empty?.change ?? 0)) empty = { ...found, verb: "empties" };
  });
  return [fill, empty].filter(Boolean).sort((one, two) => dayOrder(one.hour) - dayOrder(two.hour));
}

/// A day begins at 4 h.
function dayOrder(hour) { return (hour + 20) % 24; }

function partOfDay(hour) {
  const parts = [[4, "at night"], [11, "in the morning"], [14, "around noon"], [17, "in the afternoon"], [22, "in the evening"]];
  return hour < 5 ? "at night" : parts.slice(1).find(([end]) => hour < end)?.[1] ?? "at night";
}
