import Availability
import Text

extension StationID {
  var csvField: [UInt8] { CSVText.field(bytes) }
}
