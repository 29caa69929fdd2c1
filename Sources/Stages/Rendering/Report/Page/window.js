// The part of the matrix that is to be seen: a square of cells.

class MatrixWindow {
  constructor(count) {
    this.count = count;
    this.showAll();
  }

  /// Cells of a side; no window is smaller.
  static smallest = 4;

  get isWhole() { return this.span >= this.count; }

  showAll() { [this.x, this.y, this.span] = [0, 0, Math.max(1, this.count)]; }

  /// A square of cells from the diagonal.
  show(first, length) {
    this.span = Math.min(this.count, Math.max(MatrixWindow.smallest, length));
    [this.x, this.y] = [first, first];
    this.#clamp();
  }

  /// Makes the side so many times as long; what is at column x and row y, in cells, stays where it is.
  zoom(factor, x, y) {
    const span = Math.min(this.count, Math.max(Math.min(MatrixWindow.smallest, this.count), this.span * factor));
    const scale = span / this.span;
    [this.x, this.y, this.span] = [x - (x - this.x) * scale, y - (y - this.y) * scale, span];
    this.#clamp();
  }

  move(columns, rows) {
    this.x += columns;
    this.y += rows;
    this.#clamp();
  }

  /// Moves as little as brings a cell in.
  reveal(column, row) {
    this.x = Math.min(column, Math.max(this.x, column + 1 - this.span));
    this.y = Math.min(row, Math.max(this.y, row + 1 - this.span));
    this.#clamp();
  }

  #clamp() {
    const most = Math.max(0, this.count - this.span);
    this.x = Math.min(most, Math.max(0, this.x));
    this.y = Math.min(most, Math.max(0, this.y));
  }
}
