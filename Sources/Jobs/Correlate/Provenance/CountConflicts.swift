import Availability
import Ingestion

/// Records of one station and time in several logs, of which most have other counts.
struct CountConflicts {
  private struct Moment: Hashable {
    let station: StationID
    let time: Int
  }

  private var pairs = ConflictPairs()
  /// Families in which a time is no moment: there are several records of it, with other counts.
  private var vague: Set<String> = []
  /// Fewest that prove anything.
  private static let fewest = 8

  init(_ logs: [ExaminedLog]) {
    var known: [Moment: (log: ExaminedLog, record: LogExcerpt.Record)] = [:]
    for log in logs {
      var own: [Moment: LogExcerpt.Record] = [:]
      var repeated = 0
      for record in log.excerpt.records {
        let moment = Moment(station: record.station, time: record.time.ordinal)
        if let before = own[moment] {
          if !before.hasCounts(of: record) { repeated += 1 }
          continue
        }
        own[moment] = record
        if let (other, before) = known[moment] {
          add(before, other, record, log)
        } else {
          known[moment] = (log, record)
        }
      }
      if 20 * repeated > log.excerpt.records.count { vague.insert(log.family) }
    }
  }

  private mutating func add(
    _ before: LogExcerpt.Record, _ one: ExaminedLog, _ record: LogExcerpt.Record, _ other: ExaminedLog
  ) {
    pairs.update(one, other) { evidence in
      guard !before.hasCounts(of: record) else { return evidence.addAlike() }
      // Of docks that move by themselves, others prove no other network.
      let sameDocks =
        abs(before.all - record.all) <= 1 || one.docks.move(record.station)
        || other.docks.move(record.station)
      evidence.addDiffering(
        one, other, time: record.time.ordinal, sameDocks: sameDocks,
        example:
          "station \(Printable.name(record.station.description)) at \(record.time) has \(before.words) "
          + "in the one, \(record.words) in the other")
    }
  }

  /// Records that are the same in two logs.
  var alike: Int { pairs.all.reduce(0) { $0 + $1.alike } }

  /// By pair of logs, records that both have, where they are of one period: what is told late stands in two as well.
  var repeats: [ConflictEvidence] {
    pairs.all.filter { pair in
      pair.alike >= Self.fewest && pair.alike > pair.differing
        && pair.logs.0.span.overlaps(pair.logs.1.span)
        && vague.isDisjoint(with: [pair.logs.0.family, pair.logs.1.family])
    }
  }

  /// Of one time only, the records may have been cut in two with their log; and polls of one network, a file each, have
  /// other counts where a station's time is not told anew.
  var first: ConflictEvidence? {
    pairs.all.first { pair in
      let (one, other) = (pair.logs.0.family, pair.logs.1.family)
      return pair.differing >= Self.fewest && pair.differing > pair.alike && pair.times.count > 1
        && vague.isDisjoint(with: [one, other]) && (one != other || 2 * pair.sameDocks <= pair.differing)
    }
  }
}

extension LogExcerpt.Record {
  /// Docks in all, as far as they can be told by the record.
  var all: Int { docks + bikes }

  fileprivate func hasCounts(of other: Self) -> Bool { docks == other.docks && bikes == other.bikes }

  fileprivate var words: String { "\(docks) free docks and \(bikes) bikes" }
}
