package import TonewheelRealtime

/// A decision of the front that a worker's graph applies before a block: 32 bytes without pointers, in a ring that
/// both share.
///
/// It may come from memory that has been corrupted: unknown kinds are ignored, and any values are allowed.
package struct GraphStamp: BitwiseCopyable, Sendable {
    private let kindNumber: UInt32
    private let nodeNumber: Int32
    private let valueBits: UInt32
    private let keyNumber: UInt32
    private let keyBits: UInt64
    private let frameNumber: Int64

    /// The decoded stamp.
    enum Content: BitwiseCopyable {
        case packet
        case setControl(node: Int32, ControlKey, Float)
        case begin
        case image
        case file(at: Int64, FileProgress)
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

    /// Sets the frame at which the next enqueued packet is due.
    @_noLocks @_noAllocation
    package static func packet(atFrame frame: Int64) -> GraphStamp {
        GraphStamp(1, frame: frame)
    }

    /// Sets a control in the block that starts at a frame.
    @_noLocks @_noAllocation
    package static func setControl(node: Int32, _ key: ControlKey, _ value: Float, atFrame frame: Int64) -> GraphStamp {
        switch key {
        case .index(let index):
            GraphStamp(
                2, node: node, valueBits: value.bitPattern, key: 0, keyBits: UInt64(UInt32(bitPattern: index)),
                frame: frame)
        case .name(let hash):
            GraphStamp(2, node: node, valueBits: value.bitPattern, key: 1, keyBits: hash, frame: frame)
        }
    }

    /// Sets the first frame of the next block.
    @_noLocks @_noAllocation
    package static func begin(atFrame frame: Int64) -> GraphStamp {
        GraphStamp(3, frame: frame)
    }

    /// Has the worker write an image of its graph, before the stamps that follow. The image contains the samples that
    /// have been written to buffers in the block that starts at a frame, or later.
    @_noLocks @_noAllocation
    package static func image(writtenFromFrame frame: Int64) -> GraphStamp {
        GraphStamp(4, frame: frame)
    }

    /// Announces the progress of the disk thread of an open file, whose queue is at an offset of the arena.
    @_noLocks @_noAllocation
    package static func file(at offset: Int64, _ progress: FileProgress) -> GraphStamp {
        GraphStamp(
            5, valueBits: UInt32(truncatingIfNeeded: offset / pageBytes), keyBits: UInt64(bitPattern: progress.bits),
            frame: 0)
    }

    /// The unit of offsets in stamps, which divides the size of a page.
    private static var pageBytes: Int64 { @_noLocks @_noAllocation get { 4096 } }

    /// The frame of the stamp.
    package var frame: Int64 {
        @_noLocks @_noAllocation get { frameNumber }
    }

    /// Returns the stamp with a frame that is not before another.
    @_noLocks @_noAllocation
    package func notBefore(_ frame: Int64) -> GraphStamp {
        GraphStamp(
            kindNumber, node: nodeNumber, valueBits: valueBits, key: keyNumber, keyBits: keyBits,
            frame: max(frameNumber, frame))
    }

    /// Whether the stamp belongs to an enqueued packet.
    package var isPacket: Bool {
        @_noLocks @_noAllocation get { kindNumber == 1 }
    }

    /// Whether the stamp sets a control.
    package var setsControl: Bool {
        @_noLocks @_noAllocation get { kindNumber == 2 }
    }

    /// Whether the stamp sets the first frame of the next block.
    package var setsFrame: Bool {
        @_noLocks @_noAllocation get { kindNumber == 3 }
    }

    /// Whether the stamp asks for an image.
    package var isImage: Bool {
        @_noLocks @_noAllocation get { kindNumber == 4 }
    }

    var content: Content? {
        @_noLocks @_noAllocation get {
            switch kindNumber {
            case 1: return .packet
            case 2:
                let value = Float(bitPattern: valueBits)
                let key: ControlKey =
                    keyNumber == 0 ? .index(Int32(truncatingIfNeeded: keyBits)) : .name(keyBits)
                return .setControl(node: nodeNumber, key, value)
            case 3: return .begin
            case 4: return .image
            case 5:
                let progress = FileProgress(bits: Int64(bitPattern: keyBits))
                return .file(at: Int64(valueBits) &* Self.pageBytes, progress)
            default: return nil
            }
        }
    }
}
