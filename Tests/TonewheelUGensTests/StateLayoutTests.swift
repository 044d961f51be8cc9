import Testing
import TonewheelDSP
import TonewheelUGens

/// The unused bytes in the states of units.
@Suite struct StateLayoutTests {
    /// A unit that is built in memory of ones, and one that is built in memory of zeros, have the same bytes once the
    /// unused ones are cleared.
    @Test(arguments: UnitRegistry.standard)
    func unusedBytesAreFound(unit: UnitEntry) {
        let kind = unit.kind
        func bytes(filledWith byte: UInt8) -> [UInt8] {
            let state = UnsafeMutableRawPointer.allocate(byteCount: kind.stateSize, alignment: kind.stateAlignment)
            defer { state.deallocate() }
            state.initializeMemory(as: UInt8.self, repeating: byte, count: kind.stateSize)
            let inputs = unit.spec.inputs.map { _ in UnitSetup.Input(rate: .audio) }
            kind.initialize(state, UnitSetup(sampleRate: 48_000, maximumFrameCount: 64, inputs: inputs, seed: 7))
            UnitKind.clear(kind.unusedBytes(of: state), in: state)
            return [UInt8](UnsafeRawBufferPointer(start: state, count: kind.stateSize))
        }
        let differing = zip(bytes(filledWith: 0xFF), bytes(filledWith: 0)).enumerated().filter { $1.0 != $1.1 }
        #expect(differing.map(\.offset) == [], "\(unit.spec.name)")
    }
}
