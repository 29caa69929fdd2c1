import Digests
import FoundationEssentials

/// The report as one HTML file that needs nothing else: style, scripts and data are in it, and its content security
/// policy lets nothing else in.
package enum ReportPage {
  /// The bytes of the file. Throws what the encoder of JSON throws.
  package static func html(_ content: ReportContent) throws -> [UInt8] {
    let style = Array(styles.joined())
    let script = Array(scripts.joined(separator: [UInt8(ascii: "\n")]))
    return fill(
      PackageResources.page_html,
      [
        "policy": Array(policy(style: style, script: script).utf8), "style": style, "script": script,
        "content": try content.json(), "title": escaped(content.about.title),
      ])
  }

  /// Text that is nothing but text, in an element.
  private static func escaped(_ text: String) -> [UInt8] {
    Array(
      ReportContent.shown(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        .replacing(">", with: "&gt;").utf8)
  }

  private static var styles: [[UInt8]] {
    [
      PackageResources.base_css, PackageResources.parts_css, PackageResources.map_css,
      PackageResources.paper_css,
    ]
  }

  /// In the order in which they define what others use.
  private static var scripts: [[UInt8]] {
    [
      PackageResources.data_js, PackageResources.correlations_js, PackageResources.large_js,
      PackageResources.words_js,
      PackageResources.elements_js, PackageResources.selection_js, PackageResources.charts_js,
      PackageResources.rhythm_js, PackageResources.grouping_js, PackageResources.caution_js,
      PackageResources.summary_js,
      PackageResources.groups_js, PackageResources.window_js, PackageResources.matrix_js,
      PackageResources.cursor_js, PackageResources.geography_js, PackageResources.mapshow_js,
      PackageResources.maplines_js, PackageResources.mapnames_js, PackageResources.maphand_js,
      PackageResources.mappanel_js, PackageResources.map_js, PackageResources.station_js,
      PackageResources.compare_js, PackageResources.take_js, PackageResources.datatable_js,
      PackageResources.near_js, PackageResources.pairs_js, PackageResources.questions_js,
      PackageResources.periods_js, PackageResources.decay_js,
      PackageResources.table_js, PackageResources.address_js, PackageResources.main_js,
    ]
  }

  /// Only this style and this script, by their SHA-256 (CSP Level 3, 6.7.2.2); nothing is fetched.
  private static func policy(style: [UInt8], script: [UInt8]) -> String {
    """
    default-src 'none'; style-src '\(hash(style))'; script-src '\(hash(script))'; img-src data:; base-uri 'none'; \
    form-action 'none'
    """
  }

  private static func hash(_ text: [UInt8]) -> String {
    let sha256 = SHA256()
    unsafe text.withUnsafeBytes { unsafe sha256.update($0) }
    return "sha256-" + Data(sha256.bytes).base64EncodedString()
  }

  /// Puts each part where its name stands in the page, in double braces.
  private static func fill(_ page: [UInt8], _ parts: [String: [UInt8]]) -> [UInt8] {
    var html: [UInt8] = []
    html.reserveCapacity(parts.values.reduce(page.count) { $0 + $1.count })
    var rest = String(decoding: page, as: UTF8.self)[...]
    while let mark = rest.firstMatch(of: #/{{(\w+)}}/#) {
      guard let part = parts[String(mark.1)] else { preconditionFailure("no \(mark.1) for the page") }
      html += rest[..<mark.range.lowerBound].utf8
      html += part
      rest = rest[mark.range.upperBound...]
    }
    return html + rest.utf8
  }
}
