// The groups: how many there are, what they are called, and their mean day with its spread.

const MOST_CARDS = 12;

function showGroups(report, selection, matrix) {
  const chosen = report.cut;
  const draw = () => {
    const { groups } = report;
    byID("groups-words").textContent = groups.length
      ? "Stations of a group fill and empty together. Lines show the mean share of free docks: where it falls, bikes come. "
        + `In the coloured band lies the middle half of a group's stations (quartiles); of fewer than ${LEAST_FOR_QUARTILES}, `
        + "thin lines show each. Dashed: all stations."
      : "There are no groups, as no station has a correlation with another.";
    byID("groups-why").textContent = groups.length ? whySoMany(report, chosen) : "";
    const shown = [...groups].sort((one, two) => two.members.length - one.members.length || one.number - two.number)
      .slice(0, MOST_CARDS).sort((one, two) => one.number - two.number);
    const more = byID("groups-more");
    more.hidden = shown.length === groups.length;
    more.textContent = `The ${MOST_CARDS} largest of ${groups.length} groups. The table below has that of every station.`;
    const all = spreadOf(report, places(0, report.count), selection.span).mean;
    byID("group-cards").replaceChildren(...shown.map((group) => groupCard(report, selection, matrix, group, all)));
  };
  selection.addEventListener("span", draw);
  selection.addEventListener("groups", draw);
  showCounts(report, selection);
  draw();
}

/// Buttons of the numbers of groups that the tree can be cut into, each with a bar of how well they are told apart.
function showCounts(report, selection) {
  const { cuts } = report;
  if (cuts.length < 2) return;
  const bar = ({ silhouette }) => drawing("svg", { viewBox: "0 0 24 20", "aria-hidden": "true" },
    drawing("rect", { class: "bar", x: 2, width: 20, y: 20 - 20 * Math.max(0, silhouette ?? 0), height: 20 }));
  const buttons = cuts.map((cut) => {
    const again = cut.agreements.length ? `, ${percent(meanAgreement(cut))} of a group found again without a day` : "";
    const known = typeof cut.silhouette === "number" ? `, mean silhouette ${rText(cut.silhouette, 2)}${again}` : "";
    return element("button", {
      type: "button", "aria-label": `${counted(cut.starts.length, "group")}${known}`, title: `${counted(cut.starts.length, "group")}${known}`,
      onclick: () => selection.cutGroups(cut),
    }, bar(cut), String(cut.starts.length));
  });
  const mark = () => buttons.forEach((button, i) => {
    button.setAttribute("aria-pressed", String(cuts[i] === report.cut));
  });
  selection.addEventListener("groups", mark);
  mark();
  byID("group-counts").replaceChildren(element("span", { class: "quiet" }, "Number of groups, and how well they are told apart"),
    ...buttons);
}

/// Whether charts show a day or a week, to be chosen wherever there are charts.
function showSpans(report, selection) {
  if (!report.hasWeek) return;
  const containers = [byID("group-spans"), byID("compare-spans")];
  const options = [{ value: 24, text: "Day" }, { value: 168, text: "Week" }];
  for (const container of containers) choice(container, options, selection.span, (span) => selection.setSpan(span));
  selection.addEventListener("span", () => {
    for (const container of containers) {
      [...container.children].forEach((button, i) => {
        button.setAttribute("aria-pressed", String(options[i].value === selection.span));
      });
    }
  });
}

function groupCard(report, selection, matrix, group, all) {
  const { number, members, name } = group;
  const { span } = selection;
  const { mean, low, high } = spreadOf(report, members, span);
  const words = rhythm(report, members);
  const inMatrix = () => matrix.showGroup(members[0], members.length);
  const buttons = [element("button", { type: "button", onclick: inMatrix }, "In the matrix")];
  if (report.places.length) {
    buttons.push(element("button", {
      type: "button",
      onclick: () => {
        selection.highlight(number);
        byID("map").scrollIntoView();
      },
    }, "On the map"));
  }
  buttons.push(element("button", { type: "button", onclick: () => selection.find(`group ${number}`) }, "Its stations"));
  const isFew = members.length < LEAST_FOR_QUARTILES;
  const each = isFew ? members.map((place) => ({ kind: "each", values: report.profile(place, span) })) : [];
  const names = isFew ? [element("p", { class: "quiet" }, ...members.flatMap((place, i) => [
    i ? ", " : "", nameOf(report.stations[place], 40)]))] : [];
  const columns = [{ title: "Mean", values: mean }];
  if (!isFew) columns.push({ title: "Lower quartile", values: low }, { title: "Upper quartile", values: high });
  const chart = profileChart({
    span, lines: [...each, { values: all, kind: "all" }, { values: mean, kind: "" }],
    band: isFew ? null : { low, high, colour: group.colour },
    title: `Mean share of free docks of group ${number}, which ${name}: ${words}`,
  });
  buttons.push(pictureButtons(`the day of group ${number}`, `group-${number}`, () => chart));
  return element("li", {},
    element("h3", {}, chip(report, number), capital(name),
      element("span", { class: "quiet" }, counted(members.length, "station"))),
    chart, ...names, element("p", {}, `${capital(words)}.`),
    element("p", { class: "quiet" }, sentence(sureness(group))),
    element("div", { class: "choice" }, ...buttons), chartNumbers(columns, span));
}

function sentence(words) { return words ? `${capital(words)}.` : ""; }

function capital(words) { return words[0].toUpperCase() + words.slice(1); }
