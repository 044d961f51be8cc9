import TonewheelRealtime

/// Waits until `condition` holds, and says whether it ever did. The time-out only ends a hang.
func eventually(_ condition: () -> Bool) async throws -> Bool {
    let deadline = MonotonicClock.now() + 20_000_000_000
    while !condition() {
        guard MonotonicClock.now() < deadline else { return false }
        try await Task.sleep(for: .milliseconds(2))
    }
    return true
}
