/// What an encoded operation is, as a byte.
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
}

extension GraphOperation {
    /// What the operation is for a worker; nil if it only asks, and the shadow answers.
    var tag: OperationTag? {
        @_noLocks @_noAllocation get {
            switch self {
            case .add(let node, _, _): node.pointee.isGroup ? .addGroup : .addSynth
            case .free: .free
            case .run: .run
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

    /// Whether it is one for a worker.
    var hasEffect: Bool {
        @_noLocks @_noAllocation get { tag != nil }
    }

    /// Words of the packet that a worker needs for it.
    var wordsOfEffect: Int {
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
