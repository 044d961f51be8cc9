internal import CTonewheel

/// The processors that this program may run on.
enum Processors {
    /// The numbers of the first few, if the system says them and threads can be kept on one; empty otherwise.
    static var numbers: [Int32] {
        [Int32](unsafeUninitializedCapacity: 8) { buffer, count in
            count = Int(tonewheel_processors(buffer.baseAddress, Int32(buffer.count)))
        }
    }

    /// Keeps the calling thread on one of them.
    static func keep(on number: Int32) {
        _ = tonewheel_keep_on_processor(number)
    }
}
