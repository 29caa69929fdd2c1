// Pairs by what is asked of them: how far apart, how alike, of which group.

/// What r is to be on other days, too: { value, text } and a test of the ends of its interval, in hundredths.
const SURELY = [
  { value: "", text: "any", isMeant: () => true },
  { value: "alike", text: "above 0.5", isMeant: (ends) => ends?.low >= 50 },
  { value: "positive", text: "above 0", isMeant: (ends) => ends?.low >= 0 },
  { value: "negative", text: "below 0", isMeant: (ends) => ends?.high <= 0 },
  { value: "opposed", text: "below \u22120.5", isMeant: (ends) => ends?.high <= -50 },
];

/// The questions of the job, as filters: metres, and r.
const QUESTIONS = [
  {
    value: "opposed", text: "Opposed within 500 m", words: "bikes could be moved between them",
    from: 0, to: 500, low: -1, high: -0.3,
  },
  { value: "twins", text: "Alike within 500 m", words: "one could stand for the other", from: 0, to: 500, low: 0.7, high: 1 },
  {
    value: "rhythm", text: "Alike beyond 2 km", words: "the same rhythm in different places",
    from: 2000, to: Infinity, low: 0.7, high: 1,
  },
];

class PairQuestions {
  constructor(report, selection) {
    this.report = report;
    this.selection = selection;
    if (!report.places.length) return;
    byID("questions").hidden = false;
    choice(byID("question"), QUESTIONS, null, (value) => this.ask(value));
    const field = (text, attributes) => {
      const input = element("input", { type: "number", onchange: () => this.#change(), ...attributes });
      byID("question-fields").append(element("label", {}, text, input));
      return input;
    };
    this.fields = {
      from: field("Apart from (m)", { min: 0, step: 100 }), to: field("to (m)", { min: 0, step: 100 }),
      low: field(`${report.about.symbol} from`, { min: -1, max: 1, step: 0.05 }),
      high: field("to", { min: -1, max: 1, step: 0.05 }),
    };
    this.group = element("select", { onchange: () => this.#change() });
    this.#listGroups();
    selection.addEventListener("regrouped", () => {
      this.#listGroups();
      if (this.question) this.show();
    });
    byID("question-fields").append(element("label", {}, "Group", this.group));
    this.surely = element("select", { onchange: () => this.#change() },
      ...SURELY.map(({ value, text }) => element("option", { value }, text)));
    if (report.hasIntervals) byID("question-fields").append(element("label", {}, "Surely, on other days too", this.surely));
    this.table = new DataTable({
      container: byID("question-table"), caption: "Pairs of stations", name: "pairs", columns: this.#columns(),
      csv: this.#saved(), order: ({ rank }) => rank, atOnce: 25,
    });
    whenSeen(report, byID("questions"), () => { if (!this.question) this.#ask("opposed"); });
  }

  #change() {
    this.show();
    this.selection.asked();
  }

  /// The question and, where they are other than its own, its fields, by commas.
  get addressParts() {
    if (!this.table) return [];
    const asked = () => [...Object.values(this.fields), this.group, this.surely].map(({ value }) => value).join();
    const own = ({ from, to, low, high }) => [from, Number.isFinite(to) ? to : "", low, high, "", ""].join();
    return [{
      name: "pairs",
      get: () => {
        if (!this.question) return "";
        const { value } = this.question;
        if (asked() !== own(this.question)) return `${value},${asked()}`;
        return value === "opposed" ? "" : value;
      },
      set: (text) => {
        const [question, ...values] = text.split(",");
        if (!QUESTIONS.some(({ value }) => value === question)) return;
        this.#listGroups();
        this.#ask(question);
        if (values.length !== 6) return;
        [...Object.values(this.fields), this.group, this.surely].forEach((field, i) => { field.value = values[i]; });
        // What is none of its options.
        for (const field of [this.group, this.surely]) if (field.selectedIndex < 0) field.value = "";
        this.show();
      },
    }];
  }

  /// The one that is chosen stays where it means the same.
  #listGroups() {
    const chosen = this.group.value;
    const stays = this.listed === this.report.cut || chosen === "same" || chosen === "other";
    this.listed = this.report.cut;
    const option = (value, text) => element("option", { value }, text);
    this.group.replaceChildren(option("", "any"), option("same", "both in one"), option("other", "in different ones"),
      ...this.report.groups.map(({ number, name }) => option(number, plain(`a station in ${number}, ${name}`, 40))));
    if (stays) this.group.value = chosen;
  }

  /// More would take long to sort and to save; the strongest are kept.
  static most = 5000;

  ask(question) {
    this.#ask(question);
    this.selection.asked();
  }

  #ask(question) {
    this.question = QUESTIONS.find(({ value }) => value === question);
    for (const [name, input] of Object.entries(this.fields)) {
      input.value = Number.isFinite(this.question[name]) ? this.question[name] : "";
    }
    choice(byID("question"), QUESTIONS, question, (value) => this.ask(value));
    this.table.sorted = { column: 2, isRising: this.question.low < 0 };
    this.show();
  }

  #columns() {
    const { report, selection } = this;
    const number = (place) => report.stations[place].number;
    const station = (which) => ({
      title: "Station", isWide: true, key: (pair) => number(pair[which]),
      cell: (pair) => plainButton(nameOf(report.stations[pair[which]], 40), () => selection.show(pair.a, pair.b)),
    });
    const groups = ({ a, b }) => [a, b].map((place) => report.stations[place].group);
    return [
      station("a"), station("b"),
      { title: report.about.symbol, number: true, key: ({ r }) => r, cell: ({ r }) => rText(r) },
      { title: "Apart", number: true, key: ({ away }) => away, cell: ({ away }) => metresText(away) },
      { title: "Hours", number: true, key: ({ hours }) => hours, cell: ({ hours }) => grouped(hours) },
      ...report.hasIntervals ? ENDS.map(({ title, end }) => ({
        title, number: true, key: ({ ends }) => ends?.[end] ?? NaN, cell: ({ ends }) => endText(ends?.[end]),
      })) : [],
      {
        title: "Groups", key: (pair) => groups(pair).map((group) => group ?? 0).join(" "),
        cell: (pair) => element("span", {}, ...groups(pair).flatMap((group) => [chip(report, group), " "])),
      },
    ];
  }

  /// As --pairs heads them.
  #saved() {
    const { stations } = this.report;
    return [
      { head: "station_a", value: ({ a }) => stations[a].id }, { head: "station_b", value: ({ b }) => stations[b].id },
      { head: "r", value: ({ r }) => r.toFixed(4) }, { head: "hours", value: ({ hours }) => hours },
      ...this.report.hasIntervals ? ENDS.map(({ end }) => ({
        head: end, value: ({ ends }) => ends && (ends[end] / 100).toFixed(2),
      })) : [],
      { head: "metres", value: ({ away }) => (1000 * away).toFixed(1) },
    ];
  }

  #found() {
    const { report } = this;
    const value = (name, none) => this.fields[name].value === "" ? none : Number(this.fields[name].value);
    const [from, to] = [value("from", 0) / 1000, value("to", Infinity) / 1000];
    const [low, high] = [value("low", -1), value("high", 1)];
    const { value: group } = this.group;
    const isSure = SURELY.find(({ value: asked }) => asked === this.surely.value).isMeant;
    const isMeant = (one, two) => group === "" || (group === "same" ? one && one === two
      : group === "other" ? one && two && one !== two : String(one) === group || String(two) === group);
    const pairs = [];
    const add = (a, b, r, away) => {
      if (!(r >= low && r <= high && away >= from && away <= to)) return;
      if (!isMeant(report.stations[a].group, report.stations[b].group) || !report.isTelling(a, b)) return;
      const ends = report.interval(a, b);
      if (!isSure(ends)) return;
      const [first, second] = report.stations[a].number < report.stations[b].number ? [a, b] : [b, a];
      pairs.push({ a: first, b: second, r, away, ends });
    };
    report.forEachPairApart(to, low, high, add);
    return pairs;
  }

  show() {
    const { report } = this;
    const isFalling = this.table.sorted.column === 2 && this.table.sorted.isRising;
    const found = this.#found().sort((one, two) => (isFalling ? one.r - two.r : two.r - one.r)
      || report.stations[one.a].number - report.stations[two.a].number
      || report.stations[one.b].number - report.stations[two.b].number);
    const kept = found.slice(0, PairQuestions.most);
    kept.forEach((pair, rank) => Object.assign(pair, { rank, hours: report.commonBins(pair.a, pair.b) }));
    const all = counted(found.length, "pair");
    const some = found.length > kept.length ? `, of which the first ${grouped(kept.length)} are listed` : "";
    byID("question-words").textContent = `${this.question.text}: ${this.question.words}. ${all}${some}.`;
    this.table.set(kept);
  }
}

/// Metres where a kilometre is far.
function metresText(away) { return away < 1 ? `${Math.round(1000 * away)}\u00a0m` : kilometres(away); }
