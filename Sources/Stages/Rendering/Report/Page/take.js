// What can be taken away: tables as CSV, pictures as SVG and PNG. All is made here, of what the page has.

/// A field of CSV (RFC 4180), quoted as the program quotes it.
function csvField(value) {
  const text = value === null || value === undefined || Number.isNaN(value) ? "" : String(value);
  return text !== "" && (/[",\n\r]/.test(text) || text.charCodeAt(0) <= 32 || text.charCodeAt(text.length - 1) <= 32)
    ? `"${text.replaceAll('"', '""')}"` : text;
}

/// `columns` are { head, value(row) }.
function csvText(columns, rows) {
  const line = (fields) => `${fields.map(csvField).join(",")}\n`;
  return line(columns.map(({ head }) => head)) + rows.map((row) => line(columns.map(({ value }) => value(row)))).join("");
}

/// A double as the program writes it: 48.0, never 48.
function csvDouble(number) {
  return number === undefined ? null : Number.isInteger(number) ? number.toFixed(1) : String(number);
}

/// Saves bytes or text as a file of the one who reads.
function save(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function saveCSV(name, columns, rows) { save(`${name}.csv`, "text/csv;charset=utf-8", csvText(columns, rows)); }

/// A small table as it is shown, with numbers as spreadsheets read them.
function saveShown(title, shown) {
  const text = (cell) => cell.innerText.replaceAll("\u2212", "-").replaceAll("\u00a0%", "%").replace(/(\d),(?=\d{3}\b)/g, "$1");
  const columns = [...shown.tHead.rows[0].cells].map((cell, i) => ({
    head: cell.textContent, value: (row) => text(row.cells[i]),
  }));
  saveCSV(folded(title).replace(/[^a-z0-9]+/g, "-").slice(0, 40), columns, [...shown.tBodies[0].rows]);
}

function csvButton(title, onclick) {
  return takeButton(title, "CSV", onclick);
}

/// Buttons that save a picture: `make` gives an SVG element of the page, or null.
function pictureButtons(title, name, make) {
  return element("span", { class: "takes" },
    takeButton(title, "SVG", () => save(`${name}.svg`, "image/svg+xml", pictureText(make()))),
    takeButton(title, "PNG", async () => save(`${name}.png`, "image/png", await pictureBytes(make()))));
}

function takeButton(title, kind, onclick) {
  const words = `Save ${title} as ${kind}`;
  return element("button", { type: "button", class: "take", title: words, "aria-label": words, onclick }, kind);
}

const DRAWN = [
  "fill", "fill-opacity", "fill-rule", "stroke", "stroke-opacity", "stroke-width", "stroke-linecap", "stroke-linejoin",
  "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "paint-order",
];

/// A drawing by itself: what the style sheet says of each part is written at the part, as text stays text.
function pictureText(svg) {
  const copy = svg.cloneNode(true);
  const parts = [...svg.querySelectorAll("*")];
  [...copy.querySelectorAll("*")].forEach((part, i) => {
    const style = getComputedStyle(parts[i]);
    if (style.display === "none") return part.setAttribute("display", "none");
    for (const name of DRAWN) {
      // Widths that change with the scale stand in attributes.
      const own = name === "stroke-width" && parts[i].hasAttribute(name) ? null : style.getPropertyValue(name);
      if (own) part.setAttribute(name, own);
    }
    for (const name of ["style", "class"]) part.removeAttribute(name);
  });
  const { width, height } = svg.viewBox.baseVal;
  for (const name of ["style", "class", "tabindex", "role", "aria-describedby"]) copy.removeAttribute(name);
  for (const [name, value] of Object.entries({ width, height })) copy.setAttribute(name, value);
  copy.prepend(drawing("rect", { width, height, fill: themeColour("paper") }));
  return new XMLSerializer().serializeToString(copy);
}

/// Two pixels for each of the page.
async function pictureBytes(svg) {
  const { width, height } = svg.viewBox.baseVal;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(pictureText(svg))}`;
  await image.decode();
  const canvas = element("canvas", { width: 2 * width, height: 2 * height });
  canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/// A canvas as a drawing: its pixels, as they are shown.
function canvasPicture(canvas) {
  const { width, height } = canvas;
  return drawing("svg", { viewBox: `0 0 ${width} ${height}`, xmlns: "http://www.w3.org/2000/svg" },
    drawing("image", { href: canvas.toDataURL(), width, height }));
}

/// r as --digits 4 writes it.
function csvR(r) { return r.toFixed(4).replace(/^-(0\.0+)$/, "$1"); }

/// The matrix as --output with --digits 4 writes it; of the other period, if it is that which is shown.
function matrixCSV(report, isOther) {
  const order = report.inOrder();
  const r = (value) => Number.isNaN(value) ? "" : csvR(value);
  const id = (place) => csvField(report.stations[place].id);
  const lines = [`station,${order.map(id).join(",")}\n`];
  const own = (a, b) => a === b ? withItself(report, a) : report.r(a, b);
  for (const a of order) {
    const fields = order.map((b) => r(isOther ? report.other.r(a, b) : own(a, b)));
    lines.push(`${id(a)},${fields.join(",")}\n`);
  }
  return lines.join("");
}

/// 1 for a station that is in no group, too, but for one that never changes, or has too few hours.
function withItself(report, place) {
  if (report.stations.some((_, other) => other !== place && !Number.isNaN(report.r(place, other)))) return 1;
  const day = [...report.profile(place, 24)].filter((share) => !Number.isNaN(share));
  const isDefined = report.commonBins(place, place) >= report.about.minimumBins && day.some((share) => share !== day[0]);
  return isDefined ? 1 : NaN;
}

/// Beside the matrix, which has a canvas. Where that shows changes, the numbers are those of its own period.
function showMatrixTaking(report, matrix) {
  const take = () => {
    const isOther = matrix.picture.shows.value === "other";
    save(isOther ? "matrix-other.csv" : "matrix.csv", "text/csv;charset=utf-8", matrixCSV(report, isOther));
  };
  byID("zoom-all").after(
    pictureButtons("the matrix", "matrix", () => canvasPicture(byID("matrix-canvas"))), csvButton("the matrix", take));
}
