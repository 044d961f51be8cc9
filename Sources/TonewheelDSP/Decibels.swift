#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

extension Float {
    /// Creates the amplitude of a level in decibels: 1 for 0, 0.1 for −20. `[control]`
    package init(decibels: Double) {
        self = Float(pow(10, decibels / 20))
    }

    /// The level of this amplitude in decibels: 0 for 1, −20 for 0.1, −∞ for 0. `[control]`
    package var decibels: Double {
        20 * log10(Double(self))
    }
}
