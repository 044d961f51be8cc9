/// A block of 256 samples with a number in the first and the last sample.
struct SoundBlock: ~Copyable {
    static let length = 256

    let samples: UnsafeMutablePointer<Float>

    init() {
        samples = .allocate(capacity: Self.length)
        samples.initialize(repeating: 0, count: Self.length)
    }

    deinit {
        samples.deallocate()
    }

    /// The number of the block, 0 … 2²⁴ − 1; −1 if the first and the last sample differ.
    var number: Int {
        get { samples[0] == samples[Self.length - 1] ? Int(samples[0]) : -1 }
        nonmutating set {
            samples[0] = Float(newValue & 0xFF_FFFF)
            samples[Self.length - 1] = samples[0]
        }
    }
}
