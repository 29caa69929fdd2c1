// What is chosen, for all parts of the page: two stations, the time that charts show, a group to be seen on the map.

class Selection extends EventTarget {
  constructor(report) {
    super();
    this.report = report;
    /// Places of the two; null for none.
    this.a = null;
    this.b = null;
    this.span = 24;
    this.group = null;
  }

  #tell(what) { this.dispatchEvent(new Event(what)); }

  /// Chooses the two stations that are compared.
  compare(a, b) {
    [this.a, this.b] = [a, b];
    this.#tell("pair");
  }

  /// Chooses them, and goes to where they are compared.
  show(a, b) {
    this.compare(a, b);
    byID("compare").scrollIntoView();
    byID("compare-title").focus({ preventScroll: true });
  }

  /// Shows as many groups as a cut has.
  cutGroups(cut) {
    regroup(this.report, cut);
    this.group = null;
    this.#tell("groups");
    // What takes longer, and lies further down, follows when this is drawn.
    if (this.isFollowed) return;
    this.isFollowed = true;
    requestAnimationFrame(() => setTimeout(() => {
      this.isFollowed = false;
      this.#tell("regrouped");
    }, 50));
  }

  /// Charts show 24 hours, or 168.
  setSpan(span) {
    this.span = span;
    this.#tell("span");
  }

  /// The map shows something else, or another part.
  mapChanged() { this.#tell("map"); }

  /// Shows in the table of all stations what a search finds.
  find(words) {
    byID("search").value = words;
    byID("search").dispatchEvent(new Event("input"));
    byID("stations").scrollIntoView();
  }

  /// A question, or how a table is searched, is another.
  asked() { this.#tell("asked"); }

  /// Null for all groups.
  highlight(group) {
    this.group = group;
    this.#tell("group");
  }
}
