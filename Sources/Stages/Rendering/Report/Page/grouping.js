// Groups as the page shows them: how many, their names, their colours, how sure they are.

/// Shows as many groups as a cut of the tree has: stations of a group lie side by side, so it only says where they begin.
function regroup(report, cut) {
  report.cut = cut;
  const end = report.stations.findIndex(({ group }) => !group);
  const last = end < 0 ? report.count : end;
  report.groups = cut.starts.map((start, i) => ({
    number: i + 1, members: places(start, cut.starts[i + 1] ?? last), silhouette: cut.silhouettes[i],
    agreement: cut.agreements[i],
  }));
  for (const { number, members } of report.groups) {
    for (const place of members) report.stations[place].group = number;
  }
  describeGroups(report);
}

function places(from, to) { return Array.from({ length: to - from }, (_, i) => from + i); }

/// Gives groups their names and colours. There are colours for some groups only: of more, the largest have them.
function describeGroups(report) {
  const { groups, palette } = report;
  const names = dayNames(groups.map(({ members }) => spreadOf(report, members, 24).mean));
  const most = palette.groups.length;
  const bySize = groups.length <= most ? groups
    : [...groups].sort((one, two) => two.members.length - one.members.length || one.number - two.number);
  groups.forEach((group, i) => { group.name = names[i]; });
  bySize.forEach((group, i) => { group.colour = palette.groups[i] ?? palette.others; });
}

/// The cut that the run has chosen.
function chosenCut(report) {
  const { cuts, groups } = report;
  return cuts.find(({ starts }) => starts.length === groups.length) ?? {
    starts: groups.map(({ members }) => members[0]), silhouettes: [], agreements: [],
  };
}

function groupName(report, number) { return report.groups[number - 1]?.name ?? ""; }

/// How well a group, or all, are told apart, by a mean silhouette (L. Kaufman and P. Rousseeuw, "Finding groups in data",
/// 1990).
function separation(silhouette) {
  const limits = [[0.7, "clearly"], [0.5, "fairly well"], [0.25, "weakly"], [-Infinity, "hardly"]];
  return limits.find(([least]) => silhouette > least)[1];
}

/// How sure a group is.
function sureness({ members, silhouette, agreement }) {
  const words = [];
  if (members.length === 1) words.push("stands alone");
  else if (typeof silhouette === "number") words.push(`${separation(silhouette)} told apart (silhouette ${rText(silhouette, 2)})`);
  if (typeof agreement === "number") words.push(`${percent(agreement)} of it found again when any one day is left out`);
  return words.join("; ");
}

/// How much of a group is found again when any one day is left out, the mean over the groups; 1 where that is not known.
function meanAgreement({ agreements }) {
  return agreements.length ? agreements.reduce((sum, share) => sum + (share ?? 0), 0) / agreements.length : 1;
}

/// By what numbers of groups are compared: as the run does (`GroupCut.worth`).
function worthOf(cut) { return cut.silhouette * meanAgreement(cut); }

/// Why there are so many groups.
function whySoMany(report, chosen) {
  const { cut, cuts } = report;
  if (typeof cut.silhouette !== "number") return "";
  const isSure = cut.agreements.length > 0;
  const figures = (each) => !isSure ? `mean silhouette ${rText(each.silhouette, 2)}`
    : `${rText(each.silhouette, 2)} \u00d7 ${rText(meanAgreement(each), 2)} = ${rText(worthOf(each), 2)}`;
  const of = (each) => `${counted(each.starts.length, "group")} (${figures(each)})`;
  const known = cuts.filter(({ silhouette }) => typeof silhouette === "number");
  const [best, second] = [...known].sort(
    (one, two) => worthOf(two) - worthOf(one) || one.starts.length - two.starts.length);
  const praise = isSure ? "told apart best and found again most surely" : "told apart best";
  const words = [best === cut
    ? `Of all numbers tried, ${of(cut)} are ${praise}${second ? `, then ${of(second)}` : ""}.`
    : `These are ${of(cut)}; ${of(best)} are ${praise}.`];
  if (chosen !== cut) words.push(`The run, its CSV and its pictures have ${counted(chosen.starts.length, "group")}.`);
  if (isSure) {
    words.push("The figures: how well groups are told apart (mean silhouette), times how much of a group is found again when any "
      + "one day is left out; 1 is the most of either.");
  }
  return words.join(" ");
}
