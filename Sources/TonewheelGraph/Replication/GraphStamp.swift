/// What a worker's graph does before a block, as the front has decided: 32 bytes without a pointer, in a ring that both share.
///
/// It may be read from memory that anybody has written to: a kind that there is not does nothing, and any number is allowed.
package struct GraphStamp: BitwiseCopyable, Sendable {
    private let kindNumber: UInt32
    private let nodeNumber: Int32
    private let valueBits: UInt32
    private let keyNumber: UInt32
    private let keyBits: UInt64
    private let frameNumber: Int64

    /// What it says; nil if it says nothing that there is.
    enum Content: BitwiseCopyable {
        case packet
        case turn(node: Int32, ControlKey, Float)
        case begin
    }

    @_noLocks @_noAllocation
    private init(
        _ kind: UInt32, node: Int32 = 0, valueBits: UInt32 = 0, key: UInt32 = 0, keyBits: UInt64 = 0, frame: Int64
    ) {
        kindNumber = kind
        nodeNumber = node
        self.valueBits = valueBits
        keyNumber = key
        self.keyBits = keyBits
        frameNumber = frame
    }

    /// The next packet that is held is due at a frame.
    @_noLocks @_noAllocation
    package static func packet(atFrame frame: Int64) -> GraphStamp {
        GraphStamp(1, frame: frame)
    }

    /// A control takes a value in the block that begins at a frame.
    @_noLocks @_noAllocation
    package static func turn(node: Int32, _ key: ControlKey, _ value: Float, atFrame frame: Int64) -> GraphStamp {
        switch key {
        case .index(let index):
            GraphStamp(
                2, node: node, valueBits: value.bitPattern, key: 0, keyBits: UInt64(UInt32(bitPattern: index)),
                frame: frame)
        case .name(let hash):
            GraphStamp(2, node: node, valueBits: value.bitPattern, key: 1, keyBits: hash, frame: frame)
        }
    }

    /// The next block begins at a frame.
    @_noLocks @_noAllocation
    package static func begin(atFrame frame: Int64) -> GraphStamp {
        GraphStamp(3, frame: frame)
    }

    /// The frame that it names.
    package var frame: Int64 {
        @_noLocks @_noAllocation get { frameNumber }
    }

    /// Whether a packet that is held belongs to it.
    package var isOfPacket: Bool {
        @_noLocks @_noAllocation get { kindNumber == 1 }
    }

    /// Whether it turns a control.
    package var isTurn: Bool {
        @_noLocks @_noAllocation get { kindNumber == 2 }
    }

    /// Whether it says where the next block begins.
    package var isBeginning: Bool {
        @_noLocks @_noAllocation get { kindNumber == 3 }
    }

    var content: Content? {
        @_noLocks @_noAllocation get {
            switch kindNumber {
            case 1: return .packet
            case 2:
                let value = Float(bitPattern: valueBits)
                let key: ControlKey =
                    keyNumber == 0 ? .index(Int32(truncatingIfNeeded: keyBits)) : .name(keyBits)
                return .turn(node: nodeNumber, key, value)
            case 3: return .begin
            default: return nil
            }
        }
    }
}
