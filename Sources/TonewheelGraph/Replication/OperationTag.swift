/// The kind of an encoded operation, as a byte.
enum OperationTag: UInt8 {
    case addSynth = 1
    case addGroup
    case free
    case run
    case set
    case fill
    case map
    case move
    case freeChildren
    case freeSynths
    case setControlBuses
    case fillControlBuses
    case swapBuffer
    case swapSamples
    case closeFile
    case setSample
    case setSamples
    case fillSamples
    case setSampleRate
    case renumber
    case trace
    case clearScheduled
    case drop
    case place
    case openFile
    case mute
}

extension GraphOperation {
    /// The tag of the operation for a worker; nil for a query, which the shadow processes itself.
    var tag: OperationTag? {
        @_noLocks @_noAllocation get {
            switch self {
            case .add(let node, _, _): node.pointee.isGroup ? .addGroup : .addSynth
            case .free: .free
            case .run: .run
            case .mute: .mute
            case .set: .set
            case .fill: .fill
            case .map: OperationTag.map
            case .move: .move
            case .freeChildren: .freeChildren
            case .freeSynths: .freeSynths
            case .setControlBuses: .setControlBuses
            case .fillControlBuses: .fillControlBuses
            case .swapBuffer: .swapBuffer
            case .swapSamples: .swapSamples
            case .swapFile(_, let memory): memory.pointee.isNone ? .closeFile : .openFile
            case .setSample: .setSample
            case .setSamples: .setSamples
            case .fillSamples: .fillSamples
            case .setSampleRate: .setSampleRate
            case .renumber: .renumber
            case .trace: .trace
            case .clearScheduled: .clearScheduled
            case .drop: .drop
            case .place: .place
            case .query, .getControls, .getControlBuses, .getSamples, .getBuffer, .getTree, .mark, .settle, .fail: nil
            }
        }
    }

    /// Whether the operation is sent to a worker.
    var isForWorker: Bool {
        @_noLocks @_noAllocation get { tag != nil }
    }

    /// The number of the packet's words that a worker needs for the operation.
    var workerWordCount: Int {
        @_noLocks @_noAllocation get {
            switch self {
            case .set(_, _, _, let words), .setControlBuses(_, let words), .setSamples(_, _, let words),
                .trace(_, let words):
                return Int(words.count)
            default: return 0
            }
        }
    }
}
