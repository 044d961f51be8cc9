#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

extension Float {
    /// The amplitude that `decibels` stand for: 1 at 0, 0.1 at −20. `[control]`
    package init(decibels: Double) {
        self = Float(pow(10, decibels / 20))
    }

    /// This amplitude in decibels: 0 at 1, −20 at 0.1, −∞ at 0. `[control]`
    package var decibels: Double {
        20 * log10(Double(self))
    }
}
