import Testing
import TonewheelDSP

@Suite struct PeakTests {
    @Test func returnsLargestMagnitude() {
        #expect(Float.peak(of: [0.25, -0.5, 0.125], count: 3) == 0.5)
        #expect(Float.peak(of: [0.25, -0.5, 0.75], count: 2) == 0.5)
        #expect(Float.peak(of: [-0.0, 0], count: 2) == 0)
        #expect(Float.peak(of: [1], count: 0) == 0)
        #expect(Float.peak(of: [-.leastNonzeroMagnitude], count: 1) == .leastNonzeroMagnitude)
        #expect(Float.peak(of: [1, -.greatestFiniteMagnitude], count: 2) == .greatestFiniteMagnitude)
    }

    @Test func propagatesNonFiniteSamples() {
        #expect(Float.peak(of: [1, -.infinity, 2], count: 3) == .infinity)
        #expect(Float.peak(of: [1, .nan, .infinity], count: 3).isNaN)
        #expect(Float.peak(of: [-.nan, 1], count: 2).isNaN)
    }
}
