/// Names of columns, as they are compared: `Station ID`, `station_id`, `stationId` and `data__stations__station_id`
/// are one.
enum ColumnNames {
  /// Letters and digits only, small, without accents and without what stands in parentheses.
  static func normalised(_ name: String) -> String {
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return normalised(ascii: name.utf8) }
    var text = ""
    var depth = 0
    for scalar in name.unicodeScalars {
      switch scalar {
      case "(", "[", "（": depth += 1
      case ")", "]", "）": depth = max(0, depth - 1)
      default:
        guard depth == 0 else { continue }
        let properties = scalar.properties
        guard properties.isAlphabetic || properties.numericType != nil else { continue }
        if scalar.isASCII {
          text.unicodeScalars.append(
            scalar.value >= 0x41 && scalar.value <= 0x5A ? Unicode.Scalar(scalar.value | 0x20)! : scalar)
        } else {
          text += properties.lowercaseMapping.map { plainLetters[$0].map(String.init) ?? String($0) }.joined()
        }
      }
    }
    return text
  }

  private static func normalised(ascii name: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(name.count)
    var depth = 0
    for byte in name {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth = max(0, depth - 1)
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"):
        if depth == 0 { text.append(byte) }
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        if depth == 0 { text.append(byte | 0x20) }
      default: break
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static let plainLetters: [Character: Character] = [
    "à": "a", "á": "a", "â": "a", "ã": "a", "ä": "a", "å": "a", "ç": "c", "è": "e", "é": "e", "ê": "e",
    "ë": "e",
    "ì": "i", "í": "i", "î": "i", "ï": "i", "ñ": "n", "ò": "o", "ó": "o", "ô": "o", "õ": "o", "ö": "o",
    "ù": "u",
    "ú": "u", "û": "u", "ü": "u", "ý": "y", "ÿ": "y",
  ]

  /// Bytes of a name with its path.
  static let longestName = 200

  /// Without the paths that flattened answers of an API have before a name, the shortest path first:
  /// `data__stations__station_id`, `fields.bikes`, `station/id`.
  static func withoutPath(_ name: String) -> [String] {
    // A text that is no name has as many parts as it likes.
    guard name.utf8.count <= longestName, hasPath(name) else { return [] }
    var parts: [[UInt8]] = [[]]
    for byte in name.utf8 {
      // The second of two underscores makes a mark of both.
      if byte == UInt8(ascii: "_"), parts[parts.count - 1].last == byte {
        parts[parts.count - 1].removeLast()
        parts.append([])
      } else if "./:\u{1}".utf8.contains(byte) {
        parts.append([])
      } else {
        parts[parts.count - 1].append(byte)
      }
    }
    parts.removeAll(where: \.isEmpty)
    guard parts.count > 1 else { return [] }
    return (1..<parts.count).map { normalised(String(decoding: parts[$0...].joined(), as: UTF8.self)) }
  }

  private static func hasPath(_ name: String) -> Bool {
    var before: UInt8 = 0
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"), 1: return true
      case UInt8(ascii: "_") where before == byte: return true
      default: before = byte
      }
    }
    return false
  }

  /// A name without what editors and collectors leave around it: byte-order marks, blanks of all kinds, quotes, `#`.
  static func bare(_ name: String) -> String {
    let isDirt = { (scalar: Unicode.Scalar) in
      scalar.properties.isWhitespace || scalar.value < 0x20
        || "\u{FEFF}\u{200B}\u{200C}\u{200D}\u{2060}\u{A0}\"'#".unicodeScalars.contains(scalar)
    }
    var scalars = Substring(name).unicodeScalars
    while let first = scalars.first, isDirt(first) { scalars.removeFirst() }
    while let last = scalars.last, isDirt(last) { scalars.removeLast() }
    return String(scalars)
  }
}

extension ColumnRole {
  /// Names that real networks and collectors use, normalised, the preferred first.
  var aliases: [String] {
    switch self {
    case .station: Self.stationNames
    case .freeDocks: Self.freeDockNames
    case .bikes: Self.bikeNames
    case .hour: ["heure", "hour", "hourofday", "heuredujour", "stunde"]
    case .time: Self.timeNames
    }
  }

  // JCDecaux; GBFS; Vélib' open data, two generations; Bordeaux; nextbike, Melbourne, YouBike, Madrid; whoever
  // numbers only stations; names where there is nothing else.
  private static let stationNames = [
    "number", "stationid", "identifiantstation", "stationcode", "ident", "stationnumber", "stationno",
    "stationnum", "idstation", "codestation", "numstation", "numerostation", "terminalname", "terminalnumber",
    "terminalid", "stationuid", "站點uid", "站點代號", "場站代號", "站點編號", "sno", "kioskid", "dockid", "siteid",
    "estacion",
    "idestacion", "estacao", "idestacao", "stazione", "idstazione", "stationsnummer", "stationsid",
    "stationsnr",
    "numerstacji", "idstacji", "stacja", "대여소번호", "대여소id", "站点编号", "站点id", "ステーションid", "ポートid", "駅番号",
    "станция", "station", "numero", "uid", "id",
    "stationname", "nomstation", "站名", "站點名稱", "場站名稱", "sna", "name",
    "nom",
    "nombre", "대여소명", "站点名称",
  ]

  /// Such names stand for numbers of rows as well: what is in them must tell.
  static let vagueStationNames: Set<String> = ["id", "uid", "numero"]

  /// Those of them that are names, which two stations may share.
  static let namesOfStations: Set<String> = [
    "stationname", "nomstation", "站名", "站點名稱", "場站名稱", "sna", "name", "nom", "nombre",
    "대여소명", "站点名称",
  ]

  private static let freeDockNames = [
    "availablebikestands", "numdocksavailable", "nombrebornetteslibres", "nbplaces", "nbemptydocks",
    "spacesavailable", "nombreemplacementsdisponibles", "emplacementsdisponibles", "availabilitylocks",
    "availabilityslots", "freieplatze", "freiestellplatze",
    "nbemptydoc", "docksavailable", "freedocks", "availabledocks", "availdocks", "emptydocks",
    "numemptydocks",
    "emptyslots", "freeslots", "availablestands", "standsavailable", "freestands", "nbplacesdisponibles",
    "placesdisponibles", "nbplacesdispo", "placesdispo", "nbplaceslibres", "placeslibres", "bornetteslibres",
    "bemp", "availablereturnbikes", "可停空位", "可停空位數", "可還空位數", "空位數量", "可還車位數", "freeracks", "freebases",
    "freespaces", "emptyspaces", "numspacesavailable", "availableslots", "slotsavailable", "emptyracks",
    "dockslibres", "anclajeslibres", "huecoslibres", "plazaslibres", "vagaslivres", "docaslivres",
    "stalliliberi",
    "postiliberi", "freiedocks", "freieabstellplatze", "wolnestojaki", "wolnemiejsca", "ledigaplatser",
    "ledigelaser",
    "可还车位数", "可停车位数", "空きドック数", "返却可能台数", "返却可能数", "vrijeplaatsen", "vrijeplekken", "свободныеместа",
    "nbstandsavailable", "availablespaces", "free", "slots", "docks",
    "stands",
    "places", "libres",
  ]

  /// Such names stand for all docks as well: what is in them must tell.
  static let vagueFreeDockNames: Set<String> = ["free", "slots", "docks", "stands", "places", "libres"]

  private static let bikeNames = [
    "availablebikes", "numbikesavailable", "nombretotalvelosdisponibles", "nbvelos", "nbbikes",
    "bikesavailable", "numvehiclesavailable", "bikes", "availbikes", "freebikes", "nombrevelosdisponibles",
    "availabilitybikes", "rader", "fahrrader", "verfugbarerader", "nbvelosdisponibles",
    "velosdisponibles", "nbvelosdispo", "velosdispo", "sbi", "availablerentbikes", "可借總數", "可借車輛數", "可借車數",
    "目前車輛數量", "numbikes", "bikesavail", "availablevehicles", "vehiclesavailable", "dockbikes",
    "bicisdisponibles", "bicicletasdisponibles", "bicicletasdisponiveis", "bicidisponibili",
    "verfugbarefahrrader",
    "dostępnerowery", "rowerydostępne", "rowery", "ledigacyklar", "ledigesykler", "자전거잔여대수", "잔여대수",
    "parkingbiketotcnt", "可借车辆数", "可借车数", "利用可能台数", "貸出可能台数", "貸出可能数", "beschikbarefietsen", "fietsen",
    "велосипеды", "availablebicycles", "bicycles", "bicis", "velos",
    "vehicles",
    "available",
  ]

  // When the station reported goes before when it was asked.
  private static let timeNames = [
    "lastupdate", "lastreported", "actualisationdeladonnee", "duedate", "update", "lastupdated", "updatedat",
    "updatetime", "uploaddate", "time", "timestamp", "datetime", "reportdatetime", "horodate", "horodatage",
    "ts", "rundate", "mdate", "datemodification", "mday", "srcupdatetime", "updatedate", "紀錄時間", "資料更新時間",
    "更新時間", "lastcommunicationtime",
    "lastcommwithserver", "latestupdatetime", "lastmodified", "dateheure", "dateheuremaj", "maj", "fechahora",
    "date", "fecha", "collectdate", "snapshottime", "infotime", "recordedat", "recordtime", "measuredat",
    "dataora", "datahora", "tijdstip", "zeitpunkt", "tidspunkt", "日時", "取得日時", "일시", "время",
    "observedat", "observationtime", "fetchedat", "scrapedat", "createdat", "requesttime", "retrievedat",
    "capturetime", "polledat", "generatedat",
  ]

  /// Parts of names that speak for a role, where no name is known.
  var hints: [String] {
    switch self {
    case .station: ["station", "terminal", "kiosk", "number", "code", "id"]
    case .freeDocks: ["dock", "slot", "stand", "free", "place", "rack", "born", "empty", "space", "libre"]
    case .bikes: ["bike", "velo", "bici", "vehicle", "bicy", "cycle", "mecha", "meca", "elec"]
    case .hour: ["hour", "heure", "hora"]
    case .time: ["time", "date", "update", "report", "stamp", "when", "fecha", "heure"]
    }
  }
}

extension NameList {
  static let capacities = [
    "capacity", "capacite", "capacitedelastation", "bikestands", "totaldocks", "totdocks", "tot", "total",
    "totalstands", "numdocks", "docks", "slots", "size", "總停車格", "場站總停車格",
    "거치대개수", "거치대수", "racktotcnt",
  ]
  /// Cities in one log.
  static let networks = [
    "contractname", "contract", "network", "networkid", "networks", "city", "cityname", "ville", "town",
    "systemid",
    "system", "systemname", "operator", "operatorname", "provider", "company", "region", "regionname",
    "country",
    "brand", "tag",
  ]
}
