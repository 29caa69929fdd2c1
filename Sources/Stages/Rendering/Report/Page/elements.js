// Makes elements. What comes from the data is only ever set as text.

/// Children are elements or texts; `on...` are listeners, the rest attributes, left out when null.
function element(tag, attributes = {}, ...children) {
  return build(document.createElement(tag), attributes, children);
}

function drawing(tag, attributes = {}, ...children) {
  return build(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function byID(id) { return document.getElementById(id); }

/// A station's label, in its own direction.
function nameOf(station, longest) { return element("bdi", { class: "name" }, label(station, longest)); }

/// A button that acts on what its text names.
function plainButton(content, onclick, attributes = {}) {
  return element("button", { type: "button", class: "plain", onclick, ...attributes }, content);
}

/// Black or white, whichever is read better on a colour (WCAG 2.2, relative luminance).
function inkOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? "#000000" : "#ffffff";
}

function groupColour(report, group) { return report.groups[group - 1].colour; }

/// The mark of a group: its number on its colour.
function chip(report, group, text = group ? String(group) : "none") {
  if (!group) return element("span", { class: "chip none" }, text);
  const mark = element("span", { class: "chip" }, text);
  mark.style.background = groupColour(report, group);
  mark.style.color = inkOn(groupColour(report, group));
  return mark;
}

/// A table with a head: `columns` are { title, number, isWide }, rows arrays of children; `take` saves it, else what is shown is
/// saved.
function table(caption, columns, rows, take = null) {
  const heads = columns.map((column) => element("th", { scope: "col", class: kindOf(column) }, column.title));
  const made = element("table", {},
    element("caption", {}, caption, " ", csvButton(caption, take ?? (() => saveShown(caption, made)))),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows.map((row) => tableRow(columns, row))));
  return made;
}

function tableRow(columns, cells) {
  return element("tr", {}, ...cells.map((cell, i) => element("td", { class: kindOf(columns[i]) }, cell)));
}

function kindOf({ number, isWide }) { return number ? "number" : isWide ? "wide" : null; }

/// Buttons of which one is pressed.
function choice(container, options, chosen, onchoose) {
  const buttons = options.map(({ value, text }) => element("button", {
    type: "button", "aria-pressed": String(value === chosen),
    onclick: () => {
      buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(options[i].value === value)));
      onchoose(value);
    },
  }, text));
  container.replaceChildren(...buttons);
}

/// The value of a colour of the style sheet, as it is now.
function themeColour(name) { return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim(); }
