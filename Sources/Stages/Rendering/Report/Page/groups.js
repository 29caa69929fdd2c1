// The groups: how many stations, and their mean day with its spread.

const MOST_CARDS = 12;

function showGroups(report, selection, matrix) {
  const { groups } = report;
  byID("groups-words").textContent = groups.length
    ? "Stations of a group fill and empty together. Lines show the mean share of free docks; eight of ten stations lie "
      + "in the coloured band."
    : "There are no groups, as no station has a correlation with another.";
  const shown = [...groups].sort((one, two) => two.members.length - one.members.length || one.number - two.number)
    .slice(0, MOST_CARDS).sort((one, two) => one.number - two.number);
  const more = byID("groups-more");
  more.hidden = shown.length === groups.length;
  more.textContent = `The ${MOST_CARDS} largest of ${groups.length} groups. The table below has that of every station.`;
  const draw = () => {
    byID("group-cards").replaceChildren(...shown.map((group) => groupCard(report, selection, matrix, group)));
  };
  selection.addEventListener("span", draw);
  draw();
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

function groupCard(report, selection, matrix, { number, members }) {
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
  return element("li", {},
    element("h3", {}, chip(report, number), `Group ${number}`,
      element("span", { class: "quiet" }, counted(members.length, "station"))),
    profileChart({
      span, lines: [{ values: mean, kind: "" }], band: { low, high, colour: groupColour(report, number) },
      title: `Mean share of free docks of group ${number}: ${words}`,
    }),
    element("p", {}, `${words[0].toUpperCase()}${words.slice(1)}.`),
    element("div", { class: "choice" }, ...buttons),
    chartNumbers([
      { title: "Mean", values: mean },
      { title: "10th percentile", values: low },
      { title: "90th percentile", values: high },
    ], span));
}
