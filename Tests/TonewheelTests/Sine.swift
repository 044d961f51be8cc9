import Foundation

/// Returns sin 2πx.
func sine(_ cycles: Double) -> Double {
    sin(2 * .pi * cycles)
}
