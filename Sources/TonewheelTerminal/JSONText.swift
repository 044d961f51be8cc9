internal import Foundation

extension Encodable {
    /// The value as JSON, with keys in alphabetical order, so that two outputs can be compared.
    package var jsonText: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { return "null" }
        return String(decoding: data, as: UTF8.self)
    }
}
