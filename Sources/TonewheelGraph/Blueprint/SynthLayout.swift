internal import TonewheelDSP
internal import TonewheelRealtime

/// The layout of a synth's memory, which is one block: offsets in bytes from its start, where the node is.
struct SynthLayout {
    static let alignment = 64

    /// The number of 64-byte cache lines at the start of a small synth that every block uses.
    static var hotLines: Int {
        @_noLocks @_noAllocation get { 12 }
    }

    private(set) var synth = 0
    private(set) var controls = 0
    private(set) var mappings = 0
    private(set) var doneFlags = 0
    private(set) var cells = 0
    private(set) var firstSteps = 0
    private(set) var steps = 0
    private(set) var signals = 0
    private(set) var outputs = 0
    private(set) var initialValues = 0
    private(set) var heldValues = 0
    private(set) var builtValues = 0
    private(set) var builtMappings = 0
    private(set) var builtEnd = 0
    private(set) var states = 0
    let stateBytes: Int

    /// The total size, in bytes.
    private(set) var size = 0

    init(
        controlCount: Int, unitCount: Int, stepCount: Int, cellCount: Int, signalCount: Int, outputCount: Int,
        stateBytes: Int
    ) {
        self.stateBytes = stateBytes
        var end = MemoryLayout<Node>.stride
        func take(_ bytes: Int, alignment: Int) -> Int {
            let start = (end + alignment - 1) / alignment * alignment
            end = start + bytes
            return start
        }
        func take<Element>(_ count: Int, of type: Element.Type) -> Int where Element: ~Copyable {
            take(count * MemoryLayout<Element>.stride, alignment: MemoryLayout<Element>.alignment)
        }
        synth = take(1, of: Synth.self)
        steps = take(stepCount, of: Step.self)
        signals = take(signalCount, of: Signal.self)
        outputs = take(outputCount, of: UnsafeMutablePointer<Float>.self)
        controls = take(controlCount, of: Float.self)
        cells = take(cellCount, of: Float.self)
        states = take(stateBytes, alignment: Self.alignment)
        mappings = take(controlCount, of: ControlMapping.self)
        doneFlags = take(unitCount, of: Bool.self)
        firstSteps = take(unitCount, of: Step.self)
        initialValues = take(outputCount, of: Float.self)
        heldValues = take(signalCount, of: Float.self)
        builtValues = take(controlCount, of: Float.self)
        builtMappings = take(controlCount, of: ControlMapping.self)
        builtEnd = take(0, alignment: 1)
        size = take(0, alignment: Self.alignment)
    }
}
