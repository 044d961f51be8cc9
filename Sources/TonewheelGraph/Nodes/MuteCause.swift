/// The reason why a synth is muted, and the unit that caused it: its index in the order of the schedule, −1 if it is
/// unknown.
package enum MuteCause: BitwiseCopyable, Sendable, Equatable {
    /// A sample or value that it wrote was NaN or infinite. The unit is the first one with such an output.
    case nonFinite(unit: Int32)

    /// Rendering it ended the process of a worker.
    case fault(unit: Int32)

    /// The index of the unit; −1 if it is unknown.
    package var unit: Int32 {
        @_noLocks @_noAllocation get {
            switch self {
            case .nonFinite(let unit), .fault(let unit): return unit
            }
        }
    }

    /// The number of the cause in images and packets. The number 0 stands for none.
    var code: UInt8 {
        @_noLocks @_noAllocation get {
            switch self {
            case .nonFinite: return 1
            case .fault: return 2
            }
        }
    }
}

/// The byte encoding of a cause or of none: its code and its unit, five bytes. `[control]`
extension ByteWriter {
    mutating func write(_ cause: MuteCause?) {
        write(cause?.code ?? 0)
        write(cause?.unit ?? -1)
    }
}

extension ByteReader {
    mutating func readMuteCause() throws(CodecError) -> MuteCause? {
        let code: UInt8 = try read()
        let unit: Int32 = try read()
        switch code {
        case 0: return nil
        case 1: return .nonFinite(unit: unit)
        case 2: return .fault(unit: unit)
        default: throw failure("\(code) is not the cause of a muted node")
        }
    }
}
