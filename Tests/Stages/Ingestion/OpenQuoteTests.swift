import Foundation
import Ingestion
import TestSupport
import Testing

@Suite("Quotes that nothing closes, and headers again in disguise")
struct OpenQuoteTests {
  private let folder = try! TemporaryFolder()
  private static let header = "number,available_bike_stands,available_bikes,heure,name"

  private func read(_ rows: [String], header: String = Self.header) throws -> ParsedRows {
    let text = Array(([header] + rows).joined(separator: "\n").utf8)
    let file = try LogFile(path: try folder.write("log-\(UUID())", text))
    let fast = ParsedRows.whole(text, file, reader: .fast)
    #expect(fast == ParsedRows.whole(text, file, reader: .libcsv))
    #expect(try ParsedRows.byRanks(file, cuts: [], threads: 1) == fast)
    return fast
  }

  @Test("a quote that never closes ends the reading where its row starts")
  func open() throws {
    let rows = try read(["7,3,1,5,Main", "7,3,1,5,\"Main", "7,3,1,6,Main", "7,3,1,7,Main"])
    #expect(rows.fault?.kind == .openQuote(isEscaped: false))
    #expect(rows.fault?.offset == Self.header.utf8.count + 1 + 13)
  }

  @Test("so does a pair of stray quotes that takes rows for text, wherever the second stands")
  func pair() throws {
    for second in ["7,3,1,5,\"Main", "7,3,1,5,Main\"", "7,\"3,1,5,Main"] {
      let rows = try read(["7,3,1,5,\"Main", "7,3,1,6,Main", "7,3,1,7,Main", second, "7,3,1,8,Main"])
      #expect(rows.fault?.kind == .openQuote(isEscaped: false), "\(second)")
    }
  }

  @Test("rows that would be left out are not lost as one, either")
  func leftOutTogether() throws {
    let rows = try read(["7,3,1,5,Main", "7,3,1,\"6,Main", "\"8\",\"2,0\",\"+1\",6,Main", "7,3,1,8,Main"])
    #expect(rows.fault?.kind == .openQuote(isEscaped: false))
  }

  @Test("a record glued to the quote that ends another is not lost in it", arguments: ["", " ", "\u{1E}"])
  func glued(end: String) throws {
    let rows = try read(["7,3,1,5,\"Main, 7\"\(end)8,3,1,6,\"Main, 8\"", "9,3,1,5,\"Main, 9\""])
    #expect(rows.counts[.quote] == 1)
    #expect(rows.counts.used == 1)
    // A name that goes on, with as many commas, is one.
    #expect(try read(["7,3,1,5,\"Main, 7\" and, on, and, on, 2\""]).counts.used == 1)
  }

  @Test("in the last line it is that row only: the log was cut")
  func last() throws {
    for end in ["7,3,1,5,\"Main", "7,3,1,5,\"Main\n"] {
      let rows = try read(["7,3,1,5,Main", end])
      #expect(rows.fault == nil)
      #expect(rows.counts[.quote] == 1)
      #expect(rows.counts.used == 1)
    }
  }

  @Test("names of several lines are text still")
  func severalLines() throws {
    let rows = try read(["7,3,1,5,\"12 rue X, 75014\nParis, France\"", "7,3,1,6,\"a\nb\nc\""])
    #expect(rows.counts.used == 2)
    #expect(try read(["7,\"3\n\",1,5,x"]).counts[.quote] == 1)
    #expect(try read(["\"line\nend\",3,1,5,x"]).counts.used == 1)
  }

  @Test(
    "a header in another order ends the reading, however it is disguised",
    arguments: [
      "available_bikes,number,available_bike_stands,heure,name",
      "\u{FEFF}available_bikes,number,available_bike_stands,heure,name",
      "#available_bikes,number,available_bike_stands,heure,name",
      "available_bikes\u{A0},number,available_bike_stands,heure,name",
      "available_bikes\",number,available_bike_stands,heure,name",
      "Available_Bikes,number,available_bike_stands,heure,name",
      "24h,available_bikes,number,available_bike_stands,heure",
      "7,3,1,5,Mainavailable_bikes,number,available_bike_stands,heure,name",
      "station_id,num_bikes_available,num_docks_available,last_reported",
      "station_id,num_bikes_available,num_docks_available,last_reported,1st_note",
      "Wo,Volle,Leere,Wann,Wer",
      "Wo,Volle,Leere,Wann,Wer,", "Wo,Leere,Volle,name,Velo2,Wann", "heure,name,Wo,Leere,Volle,Wann,und,mehr",
    ])
  func disguised(again: String) throws {
    let rows = try read(["7,3,1,5,Main", again, "1,7,3,5,Main"])
    guard case .headerChanged = rows.fault?.kind else {
      Issue.record("\(again) was read over: \(rows.counts)")
      return
    }
  }

  @Test(
    "rows that hold words are no header",
    arguments: [
      "x,n/a,NULL,5,Main", "7,err,err,err,err", "x,,,,", "gone,off,3,5,x",
      "ERROR: no answer,station,gone,for,good", "# name, heure, and so on", "out,of,order", "name,is,wrong",
      "available_bikes,heure,name", "mber,available_bike_stands,avail",
    ])
  func words(row: String) throws {
    let rows = try read(["7,3,1,5,Main", row, "7,3,1,6,Main"])
    #expect(rows.fault == nil)
    #expect(rows.counts.used == 2)
  }

  @Test("names that begin with digits are names, where no number of the rows stands for them")
  func digitNames() throws {
    let header = "1st_note,available_bike_stands,number,heure,available_bikes"
    for again in ["Leere,1st_note,Wann,Wo,Volle", "Wann,Wo,Volle,1st_note,Leere"] {
      let rows = try read(["fine,3,7,5,1", again, "3,fine,5,7,1"], header: header)
      guard case .headerChanged = rows.fault?.kind else {
        Issue.record("\(again) was read over: \(rows.counts)")
        continue
      }
    }
    let rows = try read(["fine,3,7,5,1", "fine,2nd,7,5,1", "fine,3,7,6,1"], header: header)
    #expect(rows.fault == nil)
    #expect(rows.counts.used == 2)
  }

  @Test("a stray quote does not hide a header of another order")
  func quotedHeader() throws {
    let again = ["\"name,available_bikes,number,heure,available_bike_stands", "Main,1,7,6,3"]
    let rows = try read(["7,3,1,5,Main"] + again + ["\"21, chemin\",1,7,7,3"])
    #expect(rows.fault?.kind == .openQuote(isEscaped: false))
    let note = try read(["7,3,1,5,\"a \"name, number\nand more\"", "7,3,1,6,Main"])
    #expect(note.counts.used == 2)
  }

  @Test("a header in Latin-1 comes again in another order")
  func latin1() throws {
    let names = ["number", "bornettes libres", "v\u{E9}los disponibles", "heure"]
    let text = [
      names, ["7", "3", "1", "5"], [names[0], names[2], names[1], names[3]], ["7", "1", "3", "6"],
    ]
    let bytes = text.map { $0.joined(separator: ",") }.joined(separator: "\n").unicodeScalars.map {
      UInt8($0.value)
    }
    let file = try LogFile(
      path: try folder.write("latin", bytes),
      columns: ColumnChoice([.freeDocks: "bornettes libres", .bikes: "v\u{E9}los disponibles"]))
    guard case .headerChanged = ParsedRows.whole(bytes, file, reader: .fast).fault?.kind else {
      Issue.record("read over")
      return
    }
  }

  @Test("delimiters within quotes do not hide the rows that a pair of stray quotes takes for text")
  func delimiters() throws {
    let header = "number,name,available_bike_stands,available_bikes,heure"
    for (first, second) in [("\"Main\" Street", "\"21, chemin\""), ("\"Rue \\\"A, B\\\"\"", "\"Rue \\\"A\"")]
    {
      for between in [[], ["8,Main,3,1,6", "8,Main,3,1,7"]] {
        let rows = try read(["7,\(first),3,1,5"] + between + ["9,\(second),3,1,8"], header: header)
        guard case .openQuote = rows.fault?.kind else {
          Issue.record("\(first) \(between.count): \(rows.counts)")
          continue
        }
      }
    }
  }

  @Test("carriage returns in a note are looked at in both ways", arguments: ["", "7,3,1,5,a\"b"])
  func carriageReturns(stray: String) throws {
    let rows = try read(["7,3,1,5,\"x\rsays y\r\"", stray].filter { !$0.isEmpty })
    #expect(rows.counts.used == (stray.isEmpty ? 1 : 2))
  }

  @Test("text in quotes that are in order is text, whatever it looks like")
  func treacherous() throws {
    let header = "number,note,available_bike_stands,available_bikes,heure"
    for note in ["\n1001,x,5,5,3\n1001,x,6,4,3\n", String(repeating: "1001,\"\"x\"\",5,5,3\n", count: 40)] {
      let rows = try read(["7,\"\(note)\",3,1,5", "8,plain,3,1,6"], header: header)
      #expect(rows.counts.used == 2, "\(note)")
    }
  }

  @Test("an identifier with a NUL within is none, a quote without partner is not part of one")
  func identifiers() throws {
    let rows = try read(["9\0\0\0001,3,1,5,Main", "9\",3,1,5,Main", "\"\"\"a\"\" b\",3,1,5,Main"])
    #expect(rows.counts[.noStation] == 1)
    #expect(rows.tallies.keys.map(\.description).sorted() == ["\"a\" b", "9"])
  }

  @Test("the same header again in disguise is left out, glued to a row it loses that row")
  func same() throws {
    for again in ["\u{FEFF}" + Self.header, "# " + Self.header, Self.header.uppercased()] {
      let rows = try read(["7,3,1,5,Main", again, "7,3,1,6,Main"])
      #expect(rows.fault == nil)
      #expect(rows.counts[.header] == 1, "\(again)")
    }
    let glued = try read(["7,3,1,5,Main", "7,3,1,5,Main" + Self.header, "7,3,1,6,Main"])
    #expect(glued.fault == nil)
    #expect(glued.counts[.fieldCount] == 1)
  }
}
