// What the data can carry: said above everything where it is thin.

/// Days of the calendar from the first record to the last; null where they are not known.
function daysSpanned({ first, last, sampledDay }) {
  if (!first) return sampledDay ? 1 : null;
  const day = (time) => Date.UTC(...time.slice(0, 10).split("-").map((part, i) => Number(part) - (i === 1 ? 1 : 0)));
  return Math.round((day(last) - day(first)) / 86400000) + 1;
}

/// Hours of the day that at least half of the stations have.
function hoursKnown(report) {
  const { mean } = spreadOf(report, places(0, report.count), 24);
  return mean.map((share, hour) => ({ share, hour })).filter(({ share }) => !Number.isNaN(share)).map(({ hour }) => hour);
}

/// Can the data say which stations are alike? Not hours of a single day, nor less than half of a day.
function carriesPairs(report) { return daysSpanned(report.about) !== 1 && hoursKnown(report).length >= 12; }

/// What makes the data thin, as sentences.
function thinness(report) {
  const { about } = report;
  const [days, hours] = [daysSpanned(about), hoursKnown(report)];
  const found = [];
  if (days === 1) {
    const words = about.first ? "All records are" : "By the rows that were looked at, nearly all records are";
    found.push(`${words} of one day, ${dayText(about.first ?? about.sampledDay)}: what is shown is that day, not what is usual.`);
  } else if (days !== null && days < 7) {
    found.push(`The records span ${days} days, less than a week: weekdays and weekends cannot be told apart.`);
  }
  if (hours.length < 24) {
    found.push(`Of the 24 hours of the day ${hours.length} are known for at least half of the stations${stretchWords(hours)}.`);
  }
  const few = fewHours(report).length;
  if (10 * few >= report.count) {
    found.push(`${counted(few, "station")} of ${grouped(report.count)} ${few === 1 ? "is" : "are"} known for fewer than `
      + `${hoursText(about, about.tellingBins)}: in no group, and not among the alike and opposed.`);
  }
  const sure = about.worth?.sureShare;
  if (sure !== undefined && sure < 0.05) {
    found.push(`Of the pairs only ${percent(sure)} surely have ${about.symbol} above 0.5 on other days too (95\u00a0% intervals by days).`);
  }
  if (found.length) found.push(...worthWords(about));
  return found;
}

/// Stations that have too few hours for a group.
function fewHours(report) {
  return report.stations.map((_, place) => place)
    .filter((place) => !report.stations[place].group && report.commonBins(place, place) < report.about.tellingBins);
}

function stretchWords(hours) {
  if (!hours.length) return "";
  const [first, last] = [hours[0], hours.at(-1)];
  return last - first + 1 === hours.length ? `, ${first}\u00a0h to ${last + 1}\u00a0h` : "";
}

/// Hours that follow each other are alike, so a profile is worth fewer than it has.
function worthWords({ worth, binCount, symbol }) {
  if (worth?.medianHours === undefined) return [];
  const sure = worth.sureShare === undefined ? " Intervals by days (--interval days) say what other days would give." : "";
  return [`The ${grouped(binCount)} hours of a profile are worth ${rText(worth.medianHours, 1)} independent ones (median over the `
    + `pairs), so ${symbol} by itself proves little.${sure}`];
}

function showCaution(report) {
  const found = thinness(report);
  const box = byID("caution");
  box.hidden = found.length === 0;
  if (!found.length) return;
  byID("caution-list").replaceChildren(...found.map((words) => element("li", {}, words)));
}
