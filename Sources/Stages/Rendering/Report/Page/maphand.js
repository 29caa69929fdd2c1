// The map as one uses it: pointer, wheel, two fingers, keys.

class MapHand {
  constructor(map) {
    this.map = map;
    /// What touches the map, by its number: where it is now.
    this.touching = new Map();
    this.isMoved = false;
    this.isPointing = false;
    const { svg } = map;
    const listen = (name, body) => svg.addEventListener(name, (event) => body.call(this, event), { passive: false });
    listen("pointerdown", this.#press);
    listen("pointermove", this.#move);
    listen("pointerup", this.#release);
    listen("pointercancel", this.#leave);
    listen("pointerleave", this.#leave);
    listen("wheel", this.#wheel);
    listen("dblclick", (event) => this.zoom(2, ...this.#at(event)));
    listen("keydown", this.#pressKey);
    listen("blur", () => {
      this.isPointing = false;
      map.tell();
    });
  }

  #at(event) {
    const box = this.map.svg.getBoundingClientRect();
    const unit = this.map.view.width / box.width;
    return [(event.clientX - box.left) * unit, (event.clientY - box.top) * unit];
  }

  zoom(factor, x, y) {
    this.map.view.zoom(factor, x, y);
    this.#moved();
  }

  fit(box) {
    this.map.view.fit(box);
    this.#moved();
  }

  #moved() {
    this.map.request();
    this.map.selection.mapChanged();
  }

  // Pointing

  #press(event) {
    if (event.button > 0) return;
    this.map.svg.setPointerCapture(event.pointerId);
    if (!this.touching.size) this.isMoved = false;
    this.touching.set(event.pointerId, this.#at(event));
    this.start = this.#at(event);
  }

  #move(event) {
    const at = this.#at(event);
    const before = this.touching.get(event.pointerId);
    if (!before) {
      const nearest = this.#nearest(at);
      this.isPointing = nearest >= 0;
      this.map.go(nearest);
      return;
    }
    const others = [...this.touching].filter(([number]) => number !== event.pointerId).map(([, place]) => place);
    this.touching.set(event.pointerId, at);
    if (!this.isMoved && !others.length && Math.hypot(at[0] - this.start[0], at[1] - this.start[1]) < 5) return;
    this.isMoved = true;
    const { view } = this.map;
    if (others.length === 1) {
      // Two fingers: what is between them stays there, and grows as they part.
      const [other] = others;
      const apart = ([x, y]) => Math.max(10, Math.hypot(x - other[0], y - other[1]));
      view.zoom(apart(at) / apart(before), (at[0] + other[0]) / 2, (at[1] + other[1]) / 2);
      view.move((at[0] - before[0]) / 2, (at[1] - before[1]) / 2);
    } else if (!others.length) {
      view.move(at[0] - before[0], at[1] - before[1]);
    }
    this.#moved();
  }

  #release(event) {
    if (!this.touching.delete(event.pointerId) || this.isMoved) return;
    const i = this.#nearest(this.#at(event));
    if (i < 0) return;
    this.isPointing = true;
    // The next click at a place where several are chooses the next of them.
    const here = this.together(i);
    const chosen = here.findIndex((other) => this.map.places[other] === this.map.selection.a);
    this.map.choose(here.length > 1 && chosen >= 0 ? here[(chosen + 1) % here.length] : i);
  }

  #leave(event) {
    this.touching.delete(event.pointerId);
    if (event.pointerType !== "mouse") return;
    this.isPointing = false;
    this.map.tell();
  }

  /// A page is scrolled over a map without being caught: the wheel is the map's with Ctrl, or once the map was clicked.
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== this.map.svg) return;
    event.preventDefault();
    this.zoom(2 ** (-event.deltaY * (event.deltaMode ? 20 : 1) / 300), ...this.#at(event));
  }

  /// The station that is meant; -1 when none is near.
  #nearest([x, y]) {
    const reach = Math.max(24, 2.5 * this.map.radius);
    const away = this.map.places.map((_, i) => {
      const [px, py] = this.map.pixel(i);
      return (px - x) ** 2 + (py - y) ** 2;
    });
    const i = leastIndex(away);
    return i >= 0 && away[i] <= reach ** 2 ? i : -1;
  }

  /// All stations within five metres of one.
  together(i) {
    const { x, y } = this.map.geography;
    return this.map.places.map((_, other) => other)
      .filter((other) => Math.hypot(x[other] - x[i], y[other] - y[i]) < 0.005);
  }

  // Keys

  #pressKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { map } = this;
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const acts = {
      "+": () => this.zoom(1.6), "=": () => this.zoom(1.6), "-": () => this.zoom(1 / 1.6),
      0: () => this.fit(map.geography.frame), Enter: () => map.choose(map.at), " ": () => map.choose(map.at),
      PageDown: () => this.#step(1), PageUp: () => this.#step(-1),
      Escape: () => {
        this.isPointing = false;
        map.tell();
      },
    };
    if (direction && event.shiftKey) {
      map.view.move(-80 * direction[0], -80 * direction[1]);
      this.#moved();
    } else if (direction) {
      this.#go(this.#next(direction));
    } else if (acts[event.key]) {
      acts[event.key]();
    } else {
      return;
    }
    event.preventDefault();
  }

  #go(i) {
    if (i < 0) return;
    this.isPointing = true;
    this.map.go(i, { isSeen: true });
  }

  #step(by) {
    const { length } = this.map.places;
    this.#go((Math.max(0, this.map.at) + by + length) % length);
  }

  /// The nearest station in a direction, what is aside counting double; -1 when there is none. Those at one place are
  /// gone through one after the other: right and down from the first to the last.
  #next([dx, dy]) {
    const { x, y } = this.map.geography;
    const at = Math.max(0, this.map.at);
    const isForward = dx + dy > 0;
    const here = this.together(at);
    const beside = here[here.indexOf(at) + (isForward ? 1 : -1)];
    if (beside !== undefined) return beside;
    const found = leastIndex(x.map((_, i) => {
      const [east, south] = [x[i] - x[at], y[i] - y[at]];
      const [ahead, aside] = [east * dx + south * dy, Math.abs(east * dy) + Math.abs(south * dx)];
      return ahead > 0.0005 && !here.includes(i) ? ahead + 2 * aside : Infinity;
    }));
    return found < 0 ? found : this.together(found).at(isForward ? 0 : -1);
  }
}
