import Foundation
import Testing
import TonewheelDSP

@Suite struct WavetableTests {
    @Test func interpolatesLinearlyBetweenPoints() {
        let table = Wavetable.sine()
        for step in 0..<4 * Wavetable.size {
            let cycle = Double(step) / Double(4 * Wavetable.size)
            let phase = UInt64(cycle * 0x1p64)
            let low = (cycle * Double(Wavetable.size)).rounded(.down)
            let fraction = cycle * Double(Wavetable.size) - low
            func point(_ index: Double) -> Double { sin(2 * .pi * index / Double(Wavetable.size)) }
            let expected = point(low) + fraction * (point(low + 1) - point(low))
            #expect(abs(Double(table.reader[phase]) - expected) < 1e-7)
        }
    }

    @Test func lastPointInterpolatesToFirst() {
        let table = Wavetable { $0 }
        #expect(table.reader[UInt64.max] < 1e-3)
        #expect(abs(table.reader[UInt64.max - (1 << 53)] - 0.5 * (1 - 1 / Float(Wavetable.size))) < 1e-3)
    }
}
