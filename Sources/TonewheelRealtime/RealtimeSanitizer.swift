internal import CTonewheel

/// Clang's RealtimeSanitizer, which stops a program at the first allocation, lock or blocking call in a render callback.
package enum RealtimeSanitizer {
    /// Whether it is linked into this program, and watches. `[control]`
    package static var isLinked: Bool { tonewheel_rtsan_is_linked() }
}
