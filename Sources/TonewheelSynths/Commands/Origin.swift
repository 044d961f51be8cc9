/// On whose behalf something is done: which client is answered, for which command, and whether it hears of failures.
package struct Origin: Sendable {
    /// The client, as whoever carries packets numbers clients.
    package let client: UInt32

    /// The command, with its slash; empty for none.
    package let command: String

    /// Whether failures are counted only (`/error`).
    package let isSilent: Bool
}
