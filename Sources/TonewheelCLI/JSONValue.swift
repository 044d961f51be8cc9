import TonewheelOSC

/// A JSON value.
enum JSONValue: Encodable {
    case string(String), integer(Int64), number(Double), bool(Bool), array([JSONValue]), object([String: JSONValue]),
        null

    init(_ argument: OSCArgument) {
        switch argument {
        case .int32(let value): self = .integer(Int64(value))
        case .int64(let value): self = .integer(value)
        case .float32(let value): self = value.isFinite ? .number(Double("\(value)") ?? Double(value)) : .null
        case .double(let value): self = value.isFinite ? .number(value) : .null
        case .string(let value): self = .string(value)
        case .bool(let value): self = .bool(value)
        case .array(let values): self = .array(values.map(JSONValue.init))
        case .nil: self = .null
        default: self = .string("\(argument)")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .bool(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        case .null: try container.encodeNil()
        }
    }
}
