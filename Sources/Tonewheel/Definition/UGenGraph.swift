internal import Synchronization

/// A definition that is being built.
final class UGenGraph: Sendable {
    /// The definition that units are added to.
    @TaskLocal static var current: UGenGraph?

    /// The maximum number of inputs or outputs of a unit.
    static let maximumCount = 32_767

    struct Unit {
        var name: String
        var rate: Rate
        var inputs: [UGen.Source]
        var outputs: Int
        var specialIndex: Int
    }

    struct Control {
        var name: String
        var values: [Float]
        var kind: SynthDef.ControlKind
        var lag: Float
        /// The index of its first value among the values of all controls.
        var first: Int
    }

    struct State {
        var units: [Unit] = []
        var controls: [Control] = []
        var controlValues = 0
        var variants: [(name: String, values: [String: [Float]])] = []
        /// The first error.
        var error: SynthDefError?
    }

    let name: String
    private let state = Mutex(State())

    init(name: String) {
        self.name = name
    }

    /// The current state.
    var snapshot: State { state.withLock { $0 } }

    /// Records an error, if it is the first.
    func fail(_ error: SynthDefError) {
        state.withLock { $0.error = $0.error ?? error }
    }

    func addUnit(
        _ name: String, _ rate: Rate, _ inputs: [UGen], outputs: Int, specialIndex: Int
    ) -> [UGen] {
        if let error = problem(name, inputs, outputs: outputs) { fail(error) }
        let count = max(0, min(outputs, Self.maximumCount))
        let index = state.withLock { state in
            state.units.append(
                Unit(name: name, rate: rate, inputs: inputs.map(\.source), outputs: count, specialIndex: specialIndex))
            return state.units.count - 1
        }
        return (0..<count).map { UGen(.output(unit: index, index: $0), rate, in: self) }
    }

    private func problem(_ name: String, _ inputs: [UGen], outputs: Int) -> SynthDefError? {
        if inputs.count > Self.maximumCount { return .wrongCount(of: name, "inputs", inputs.count) }
        if outputs < 0 || outputs > Self.maximumCount { return .wrongCount(of: name, "outputs", outputs) }
        for (number, input) in inputs.enumerated() {
            if let constant = input.constant {
                if !constant.isFinite { return .notFinite(input: number, of: name) }
            } else if input.graph !== self {
                return .foreignInput(number, of: name)
            }
        }
        return nil
    }

    func addControl(_ name: String, _ values: [Float], _ kind: SynthDef.ControlKind, lag: Float) -> [UGen] {
        if values.isEmpty { fail(.invalidControl(name, "has no value")) }
        if !values.allSatisfy(\.isFinite) { fail(.invalidControl(name, "has a value that is not finite")) }
        if !lag.isFinite || lag < 0 { fail(.invalidControl(name, "has a lag that is negative or not finite")) }
        if lag != 0, kind != .control {
            fail(.invalidControl(name, "has a lag, which only controls of the kind control can have"))
        }
        let first = state.withLock { state in
            let first = state.controlValues
            if state.controls.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
                state.error = state.error ?? .duplicateControl(name)
            }
            state.controls.append(Control(name: name, values: values, kind: kind, lag: lag, first: first))
            state.controlValues += values.count
            return first
        }
        return values.indices.map { UGen(.control(first + $0), kind.rate, in: self) }
    }

    func addVariant(_ name: String, _ values: [String: [Float]]) {
        state.withLock { state in
            if state.variants.contains(where: { $0.name == name }) {
                state.error = state.error ?? .duplicateVariant(name)
            }
            state.variants.append((name, values))
        }
    }
}
