internal import CTonewheel

/// Clang's RealtimeSanitizer, which ends a program at the first allocation, lock or blocking call in a render callback.
package enum RealtimeSanitizer {
    /// Whether the sanitizer is linked into this program and active. `[control]`
    package static var isLinked: Bool { tonewheel_rtsan_is_linked() }
}
