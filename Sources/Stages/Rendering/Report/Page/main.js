// Reads the data and shows all parts.

try {
  const report = await Report.read();
  regroup(report, chosenCut(report));
  const selection = new Selection(report);
  const extremes = findExtremes(report);
  showCaution(report);
  showSummary(report, selection, extremes);
  const matrix = new MatrixControl(report, selection);
  showGroups(report, selection, matrix);
  showSpans(report, selection);
  const map = new StationMap(report, selection);
  new StationPage(report, selection);
  new Comparison(report, selection);
  showPeriods(report, selection);
  showDecay(report);
  const asked = [
    matrix, new HelpTable(report, selection), showPairs(report, selection, extremes), new StationTable(report, selection, extremes),
  ];
  const first = extremes.alike[0] ?? { a: 0, b: Math.min(1, report.count - 1) };
  selection.compare(first.a, first.b);
  showMatrixTaking(report, matrix);
  keepAddress(report, selection, map, asked.flatMap(({ addressParts }) => addressParts));
  document.documentElement.dataset.ready = "true";
} catch (error) {
  const failure = byID("failure");
  failure.hidden = false;
  failure.textContent = "DecompressionStream" in window
    ? `This report cannot be shown: ${error.message}`
    : "This browser is too old to show this report; those of 2023 and later can.";
  throw error;
}
