internal import CTonewheel

/// The processors that this program may run on.
enum Processors {
    /// The numbers of at most eight processors; empty if the system does not list them or cannot pin threads.
    static var numbers: [Int32] {
        [Int32](unsafeUninitializedCapacity: 8) { buffer, count in
            count = Int(tonewheel_processors(buffer.baseAddress, Int32(buffer.count)))
        }
    }

    /// Pins the calling thread to a processor.
    static func keep(on number: Int32) {
        _ = tonewheel_pin_to_processor(number)
    }
}
