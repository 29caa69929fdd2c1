// A table to sort and to save, of which so many rows are shown at once.

const ROWS_AT_ONCE = 100;
/// On paper, unless more are asked for.
const ROWS_ON_PAPER = 12;

class DataTable {
  /// `columns` are { title, key(row), cell(row), number, isWide }, and what is saved, `csv`, { head, value(row) }; `order`
  /// decides between rows with equal keys; `counts`, an element, tells how many rows there are, of a `unit`.
  constructor({ container, caption, name, columns, csv, order, atOnce = ROWS_AT_ONCE, counts = null, unit = "row" }) {
    Object.assign(this, { caption, name, columns, csv, order, atOnce, unit });
    this.sorted = { column: 0, isRising: true };
    this.rows = [];
    this.limit = atOnce;
    this.heads = columns.map((column, i) => element("th", { scope: "col", class: kindOf(column) },
      element("button", { type: "button", class: "label", onclick: () => this.#sort(i) }, column.title)));
    this.body = element("tbody");
    const own = element("span", { class: "quiet" });
    this.counts = counts ?? own;
    this.onPaper = element("span", { class: "on-paper" });
    this.more = element("span", { class: "more" });
    const take = csvButton(caption, () => saveCSV(name, csv, this.ordered()));
    container.replaceChildren(
      element("div", { class: "scroll" }, element("table", {},
        element("caption", { class: "hidden" }, `${caption}; the buttons of the head sort them`),
        element("thead", {}, element("tr", {}, ...this.heads)), this.body)),
      element("p", { class: "table-foot" }, own, this.onPaper, this.more, take));
  }

  /// Shows other rows.
  set(rows) {
    this.rows = rows;
    this.limit = this.atOnce;
    this.show();
  }

  #sort(column) {
    this.sorted = { column, isRising: this.sorted.column === column ? !this.sorted.isRising : true };
    this.show();
  }

  /// All rows, as they are sorted.
  ordered() {
    const { column, isRising } = this.sorted;
    const { key } = this.columns[column];
    const sign = isRising ? 1 : -1;
    return this.rows.map((row) => ({ row, key: key(row) }))
      .sort((one, two) => sign * compare(one.key, two.key) || this.order(one.row) - this.order(two.row))
      .map(({ row }) => row);
  }

  show() {
    this.heads.forEach((head, i) => {
      if (i === this.sorted.column) head.setAttribute("aria-sort", this.sorted.isRising ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    const shown = this.ordered().slice(0, this.limit);
    const all = this.rows.length;
    this.body.replaceChildren(...shown.map((row, i) => {
      const line = tableRow(this.columns, this.columns.map(({ cell }) => cell(row)));
      if (i >= ROWS_ON_PAPER && this.limit === this.atOnce) line.className = "off-paper";
      return line;
    }));
    this.counts.textContent = (all > shown.length ? `${grouped(shown.length)} of ` : "") + counted(all, this.unit);
    const printed = this.limit === this.atOnce ? Math.min(shown.length, ROWS_ON_PAPER) : shown.length;
    this.onPaper.textContent = (printed < all ? `The first ${grouped(printed)} of ` : "") + counted(all, this.unit);
    const button = (text, limit) => element("button", { type: "button", onclick: () => this.#extend(limit) }, text);
    this.more.replaceChildren(...all === shown.length ? [] : [
      button(`Show ${this.atOnce} more`, this.limit + this.atOnce), button(`Show all ${grouped(all)}`, Infinity)]);
  }

  /// Shows more rows, and goes to the first of them, as the button may be gone.
  #extend(limit) {
    const first = this.limit;
    this.limit = limit;
    this.show();
    this.body.rows[first]?.querySelector("button")?.focus();
  }
}

/// Texts by their letters, numbers by value, what is not known first.
function compare(one, two) {
  if (typeof one === "string") return collator.compare(one, two);
  if (Number.isNaN(one) || Number.isNaN(two)) return Number.isNaN(two) - Number.isNaN(one);
  return one === two ? 0 : one < two ? -1 : 1;
}

const collator = new Intl.Collator("en", { numeric: true });
