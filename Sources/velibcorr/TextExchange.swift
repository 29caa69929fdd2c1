import LinearAlgebra
import Rendering
import Synchronization
import Workers

/// Deals tiles out to ranks that have a band of rows each: a tile that rows of several ranks are in is computed by one
/// of them, and its text sent to the others.
struct TileDealer {
  struct Tile: Sendable {
    let i, j: Int
    let owner: Int
    /// The ranks that have rows in it, rising.
    let ranks: [Int]
  }

  /// On and above the diagonal, tile row by tile row.
  let tiles: [Tile]

  /// `bands` are all rows, by rank.
  init(grid: TileGrid, bands: [Range<Int>]) {
    let touching = (0..<grid.count).map { tileRow in
      bands.indices.filter { bands[$0].overlaps(grid.range(tileRow)) }
    }
    let places = (0..<grid.upperCount).map { grid.upper($0) }
    let ranks = places.map { i, j in Set(touching[i] + touching[j]).sorted() }
    var loads = [Int](repeating: 0, count: bands.count)
    func deal(_ k: Int) -> Int {
      let (i, j) = places[k]
      let (rows, columns) = (grid.range(i).count, grid.range(j).count)
      let owner = ranks[k].min { (loads[$0], $0) < (loads[$1], $1) }!
      loads[owner] += i == j ? rows * (rows + 1) / 2 : rows * columns
      return owner
    }
    // Those for which there is a choice make up for those for which there is none.
    var owners = [Int](repeating: 0, count: places.count)
    for k in places.indices where ranks[k].count == 1 { owners[k] = deal(k) }
    for k in places.indices where ranks[k].count > 1 { owners[k] = deal(k) }
    tiles = places.indices.map { k in
      Tile(i: places[k].i, j: places[k].j, owner: owners[k], ranks: ranks[k])
    }
  }

  /// Computed by `owner`, wanted by `rank`.
  func tiles(from owner: Int, to rank: Int) -> [Tile] {
    tiles.filter { $0.owner == owner && $0.ranks.contains(rank) }
  }
}

extension MatrixRun {
  /// Writes the matrix CSV by several ranks, whose bands are all rows: each pair is computed and formatted once.
  func writeText(
    _ csv: MatrixCSV, in memory: TextMemory, _ rows: RowDealer, to outputs: inout Outputs,
    _ collection: TileCollection, _ harvest: inout TileHarvest
  ) throws {
    let (rank, ranks) = (communicator.rank, 0..<communicator.size)
    let dealer = TileDealer(grid: tiles.grid, bands: ranks.map { rows.rows(of: $0, round: 0) })
    let band = unsafe csv.makeBand(rows.rows(of: rank, round: 0), in: memory)
    let mine = dealer.tiles.filter { $0.owner == rank }
    let (shared, own) = (mine.filter { $0.ranks != [rank] }, mine.filter { $0.ranks == [rank] })

    // First what others wait for.
    let packed = Mutex([[UInt8]](repeating: [], count: shared.count))
    func compute(_ tiles: [TileDealer.Tile], pack: Bool) throws {
      let parts = try sweep(
        tiles.count, place: { (tiles[$0].i, tiles[$0].j) },
        thread: { source in
          var fields = csv.makeFields()
          return try collection.collect(&source) { tile, i, j in
            csv.format(tile, i, j, &fields)
            let number = tiles.firstIndex { $0.i == i && $0.j == j }!
            if tiles[number].ranks.contains(rank) { try csv.place(i, j, in: band, fields) }
            guard pack else { return }
            let text = csv.packed(i, j, fields)
            packed.withLock { $0[number] = text }
          }
        })
      for part in parts { harvest.add(part) }
    }
    try compute(shared, pack: true)
    let texts = packed.withLock(\.self)
    let received = communicator.exchange(
      ranks.map { other in
        zip(shared, texts).filter { other != rank && $0.0.ranks.contains(other) }.flatMap(\.1)
      })
    try compute(own, pack: false)
    for other in ranks where other != rank {
      try place(dealer.tiles(from: other, to: rank), received[other], csv, in: band)
    }
    try outputs[.matrix]?.append(band)
  }

  /// Places the text of tiles that another rank has sent.
  private func place(
    _ tiles: [TileDealer.Tile], _ bytes: [UInt8], _ csv: MatrixCSV, in band: TextBand
  ) throws {
    let ranges = unsafe bytes.withUnsafeBytes {
      unsafe csv.packedRanges($0, of: tiles.map { (i: $0.i, j: $0.j) })
    }
    let next = Dispenser(0..<tiles.count)
    _ = try job.orEnd {
      try concurrently(max(1, min(request.threads, tiles.count))) { _ in
        var fields = csv.makeFields()
        while let number = next.next() {
          let (i, j) = (tiles[number].i, tiles[number].j)
          unsafe bytes.withUnsafeBytes { bytes in
            unsafe csv.unpack(UnsafeRawBufferPointer(rebasing: bytes[ranges[number]]), i, j, &fields)
          }
          try csv.place(i, j, in: band, fields)
        }
      }
    }
  }
}
