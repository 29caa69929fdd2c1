import ArgumentParser
import Jobs
import Rendering

/// Where the results go.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The matrix; - is standard output. (default: the first file's name with .correlation.csv, here)",
      valueName: "file"), completion: .file())
  var output: String?

  @Flag(help: "Write no CSV matrix, only the other outputs.")
  var noMatrix = false

  @Option(
    help: ArgumentHelp(
      "Also write the matrix as a NumPy array of doubles, and beside it the stations of its rows, in a file named like it with .stations.csv.",
      valueName: "file"),
    completion: .file())
  var npy: String?

  @Option(
    help: ArgumentHelp(
      "Also write pairs of stations, best first: station_a,station_b,r,hours,hours_eff,p,q, with --interval also days,se,low,high. (default with --top, --min-abs-r, --within or --beyond: the first file's name with .pairs.csv, here)",
      valueName: "file"), completion: .file())
  var pairs: String?

  @Option(help: ArgumentHelp("Of the pairs, the k best.", valueName: "k"))
  var top: Int?

  @Option(
    help: ArgumentHelp(
      "The best pairs are those of the greatest |r|, of the least p, or, with --interval, of the greatest |r| that days leave no doubt of: the end of the interval nearer to 0.",
      valueName: "by"))
  var rankBy = PairRanking.r

  @Option(help: ArgumentHelp("Of the pairs, those with |r| of at least this.", valueName: "r"))
  var minAbsR: Double?

  @Option(help: ArgumentHelp("Of the pairs, those of stations at most so far apart.", valueName: "metres"))
  var within: Double?

  @Option(help: ArgumentHelp("Of the pairs, those of stations at least so far apart.", valueName: "metres"))
  var beyond: Double?

  @Flag(help: "Also list the names of stations, in pairs and neighbours.")
  var names = false

  @Option(
    help: ArgumentHelp(
      "Also write how r falls with distance: from,to,pairs,mean_r,sd_r,share_negative.", valueName: "file"),
    completion: .file())
  var decay: String?

  @Option(
    help: ArgumentHelp("Also write each station's k best correlated others, by |r|.", valueName: "k"))
  var neighbours: Int?

  @Option(
    help: ArgumentHelp(
      "Where those go. (default: the first file's name with .neighbours.csv, here)", valueName: "file"),
    completion: .file())
  var neighboursOutput: String?

  @Option(
    help: ArgumentHelp(
      "Where what --compare finds goes, the greatest difference first, with --top the k greatest: station_a,station_b,r1,r2,t,p,q. (default: the first file's name with .compare.csv, here)",
      valueName: "file"), completion: .file())
  var compareOutput: String?

  @Option(
    help: ArgumentHelp(
      "Also write the matrix of partial correlations: of two stations, all others held fixed (of complete profiles, by Ledoit-Wolf shrinkage). Needs 8 bytes x the square of the stations, within --memory.",
      valueName: "file"), completion: .file())
  var partial: String?

  @Option(
    help: ArgumentHelp(
      "Also write groups of stations that fill and empty together: station,cluster,order,name,lat,lng (average linkage on 1 - r). Complete profiles of many stations need twice their own memory, others 4 bytes x the square of the stations, within --memory.",
      valueName: "file"), completion: .file())
  var groups: String?

  @Option(
    help: ArgumentHelp(
      "How many groups. (default: 2 to 12, by the greatest mean silhouette; with --interval days, times how much of a group is found again without a day)",
      valueName: "k"))
  var clusters: Int?

  @Option(
    help: ArgumentHelp(
      "Also draw the matrix, like stations side by side, as .png, .svg or .pdf. Memory as for --groups.",
      valueName: "file"), completion: .file(extensions: PlotOutput.extensions))
  var plot: String?

  @Option(
    help: ArgumentHelp(
      "Also draw the mean day of each group (the mean week, by --bins hour-of-week) and the middle half of its stations, as .png, .svg or .pdf. Memory as for --groups.",
      valueName: "file"), completion: .file(extensions: PlotOutput.extensions))
  var plotProfiles: String?

  @Option(
    help: ArgumentHelp(
      "How wide pictures are, in pixels: 100 to 20000. (default: as their contents want)", valueName: "pixels"
    ))
  var plotSize: Int?

  @Option(
    help: ArgumentHelp("Pixels an inch that a PNG says it has, for print: 10 to 10000.", valueName: "dpi"))
  var plotDpi: Int?

  @Option(
    help: ArgumentHelp(
      "Also write a report to look at in a browser: one HTML file with the matrix, groups, a map, days, pairs and stations. Of more than 4,000 stations r is made of their profiles, 1,500,000 hours at most. Memory as for --groups, and 6 bytes x the square of up to 4,000 stations.",
      valueName: "file"), completion: .file(extensions: ["html"]))
  var report: String?

  @Option(help: ArgumentHelp("The report's title.", valueName: "text"))
  var title: String?

  @Option(
    help: ArgumentHelp(
      "What the report's map stands on: rivers, coasts, districts, as GeoJSON in degrees. What is around the stations is simplified to 20,000 points, and kept in the report.",
      valueName: "file"), completion: .file(extensions: ["geojson", "json"]))
  var basemap: String?

  @Option(
    help: ArgumentHelp("Also write the profiles, which can be an input of a later run.", valueName: "file"),
    completion: .file())
  var profiles: String?

  @Flag(
    help:
      "The profiles keep each day, by its hours, whatever --bins are: any --bins can read them, with --since and --until. A day of 1,230 stations takes 1.8 MB."
  )
  var keepDays = false

  @Option(
    help: ArgumentHelp("Write what the run read, did and made as JSON.", valueName: "file"),
    completion: .file())
  var summary: String?

  @Option(
    help: ArgumentHelp(
      "Decimal places of the numbers, 1 to 17. (default: 13 by hour of day, 12 by hour of week, 13 to 9 of a series; lists and profiles have all digits)",
      valueName: "n"))
  var digits: Int?

  @Option(
    help: ArgumentHelp(
      "Most that a matrix's file may have, as 500M or 50G: a larger one is refused once the stations are known. (default: 20 GB, or what its disk has room for)",
      valueName: "size"))
  var maxOutput: MemorySize?

  /// Where each result goes; `stem` is what default names begin with. `compares`: are pairs compared with another period?
  func place(_ stem: String, compares: Bool, in paths: inout OutputPaths) {
    paths[.matrix] = noMatrix ? nil : output ?? "\(stem).correlation.csv"
    paths.placeArray(npy.map { StandardStreams.standardName($0, input: false) })
    paths[.pairs] =
      pairs
      ?? ([top != nil && !compares, minAbsR != nil, within != nil, beyond != nil].contains(true)
        ? "\(stem).pairs.csv" : nil)
    paths[.neighbours] = neighbours.map { _ in neighboursOutput ?? "\(stem).neighbours.csv" }
    if compares { paths[.comparison] = compareOutput ?? "\(stem).compare.csv" }
    paths[.decay] = decay
    paths[.partial] = partial
    paths[.groups] = groups
    paths[.plot] = plot
    paths[.plotProfiles] = plotProfiles
    paths[.report] = report
    paths[.profiles] = profiles
    paths[.summary] = summary
  }

  /// The options as they are used.
  func settings(_ paths: OutputPaths) -> OutputSettings {
    var settings = OutputSettings()
    settings.paths = paths
    (settings.digits, settings.top, settings.leastMagnitude) = (digits, top, minAbsR)
    settings.ranking = rankBy
    settings.pictureSize = PictureSize(width: plotSize, resolution: plotDpi)
    (settings.within, settings.beyond, settings.listsNames) = (within, beyond, names)
    (settings.title, settings.basemap) = (title, basemap)
    (settings.neighbours, settings.groups, settings.mostBytes) = (neighbours, clusters, maxOutput?.bytes)
    return settings
  }

  func validate() throws {
    if let digits, !NumberFormat.decimalsRange.contains(digits) {
      throw ValidationError("--digits is \(digits); it can be 1 to 17")
    }
    if let top, top < 1 { throw ValidationError("--top is \(top); it must be at least 1") }
    if let minAbsR, !(0...1).contains(minAbsR) {
      throw ValidationError("--min-abs-r is \(minAbsR); it can be 0 to 1")
    }
    for (option, metres) in [("--within", within), ("--beyond", beyond)] {
      if let metres, !(metres >= 0 && metres.isFinite) {
        throw ValidationError("\(option) is \(metres); it is a number of metres")
      }
    }
    if let within, let beyond, beyond > within {
      throw ValidationError("no pair is beyond \(beyond) and within \(within) metres")
    }
    if let neighbours, neighbours < 1 {
      throw ValidationError("--neighbours is \(neighbours); it must be at least 1")
    }
    if neighboursOutput != nil && neighbours == nil {
      throw ValidationError("--neighbours-output wants --neighbours, how many for each station")
    }
    if let clusters, clusters < 1 {
      throw ValidationError("--clusters is \(clusters); it must be at least 1")
    }
    if keepDays && profiles == nil { throw ValidationError("--keep-days wants --profiles, which keep them") }
    if clusters != nil && [groups, plot, plotProfiles, report].allSatisfy({ $0 == nil }) {
      throw ValidationError("--clusters wants --groups, --plot, --plot-profiles or --report, where they go")
    }
    try validatePictures()
    if noMatrix && output != nil { throw ValidationError("--no-matrix and --output exclude each other") }
  }

  private func validatePictures() throws {
    for (option, plot) in [("--plot", plot), ("--plot-profiles", plotProfiles)] {
      if let plot, plot != "-", PlotOutput.kind(of: plot) == nil {
        throw ValidationError("\(option) \(plot): its name must end with .png, .svg or .pdf")
      }
    }
    let options = [
      ("--plot-size", plotSize, PictureSize.widths), ("--plot-dpi", plotDpi, PictureSize.resolutions),
    ]
    for case (let option, let number?, let range) in options {
      guard range.contains(number) else {
        throw ValidationError("\(option) is \(number); it can be \(range.lowerBound) to \(range.upperBound)")
      }
      guard plot != nil || plotProfiles != nil else {
        throw ValidationError("\(option) wants --plot or --plot-profiles, a picture that it is of")
      }
    }
    if report == nil, let option = title != nil ? "--title" : basemap != nil ? "--basemap" : nil {
      throw ValidationError("\(option) is of a report: it wants --report, where that goes")
    }
  }
}
