import Foundation
import Testing

/// The JSON output of a program.
struct JSON {
    private let value: Any

    init(_ text: String) throws {
        value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    private init(value: Any) {
        self.value = value
    }

    /// Returns a member of an object.
    subscript(name: String) -> JSON {
        get throws {
            let object = try #require(value as? [String: Any], "not an object: \(value)")
            return JSON(value: try #require(object[name], "there is no '\(name)' in \(object.keys.sorted())"))
        }
    }

    var isNull: Bool { value is NSNull }
    var string: String { get throws { try #require(value as? String) } }
    var number: Double { get throws { try #require(value as? Double) } }
    var bool: Bool { get throws { try #require(value as? Bool) } }
    var array: [JSON] { get throws { try #require(value as? [Any]).map(JSON.init(value:)) } }
}
