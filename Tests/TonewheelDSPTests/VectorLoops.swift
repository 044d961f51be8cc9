import CVectorClones
import Testing
import TonewheelRealtime

/// The loops over blocks, compiled for one processor.
struct VectorLoops: @unchecked Sendable, CustomTestStringConvertible {  // functions, and an immutable name
    let testDescription: String
    private let clone: tonewheel_vector_clone?

    /// `Vectors` as resolved on this machine, and each clone that it can run.
    static var all: [VectorLoops] {
        let clones = (0..<tonewheel_vector_clone_count()).map { tonewheel_vector_clone_at($0) }
        return [VectorLoops(testDescription: "Vectors", clone: nil)]
            + clones.filter(\.can_run).map { VectorLoops(testDescription: String(cString: $0.name), clone: $0) }
    }

    func sineRamp(_ output: UnsafeMutablePointer<Float>, from phase: UInt32, step: UInt32, count: Int) {
        guard let clone else { return Vectors.sineRamp(output, from: phase, step: step, count: count) }
        clone.sine_ramp(output, phase, step, count)
    }

    func sine(ofBits samples: UnsafeMutablePointer<Float>, count: Int) {
        guard let clone else { return Vectors.sine(ofBits: samples, count: count) }
        clone.sine(samples, count)
    }

    func triangleRamp(
        _ output: UnsafeMutablePointer<Float>, from phase: UInt32, step: UInt32, rise: Float, fall: Float, count: Int
    ) {
        guard let clone else {
            return Vectors.triangleRamp(output, from: phase, step: step, rise: rise, fall: fall, count: count)
        }
        clone.triangle_ramp(output, phase, step, rise, fall, count)
    }

    /// - Returns: the number of non-finite samples.
    func accumulate(_ output: UnsafeMutablePointer<Float>, _ input: UnsafePointer<Float>, count: Int) -> Int {
        var lost = 0
        if let clone {
            clone.accumulate(output, input, count, &lost)
        } else {
            Vectors.accumulate(output, input, count: count, lost: &lost)
        }
        return lost
    }

    /// - Returns: the number of non-finite samples.
    func copyFinite(_ output: UnsafeMutablePointer<Float>, _ input: UnsafePointer<Float>, count: Int) -> Int {
        var lost = 0
        if let clone {
            clone.copy_finite(output, input, count, &lost)
        } else {
            Vectors.copyFinite(output, input, count: count, lost: &lost)
        }
        return lost
    }
}
