import ArgumentParser

/// Options of everything that harms an engine.
struct ChaosOptions: ParsableArguments {
    @OptionGroup var client: ClientOptions

    @Option(parsing: .unconditional, help: "What the random numbers begin with: the same seed, the same blows.")
    var seed: UInt64 = 1

    @Option(parsing: .unconditional, help: "How long it goes on, in seconds, up to 86400.")
    var seconds: Double = 10

    @Flag(help: "Print JSON, for programs.")
    var json = false

    func validate() throws {
        // Processes and memory of another host are out of reach.
        guard ["127.0.0.1", "::1", "localhost"].contains(client.host) else {
            throw ValidationError("--host is this host: 127.0.0.1, ::1 or localhost")
        }
        guard seconds > 0, seconds <= 86_400 else { throw ValidationError("--seconds is above 0, up to 86400") }
    }
}

/// How far apart blows are.
struct ChaosPauses: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Milliseconds from one blow to the next, at least and at most, 1 to 60000.", valueName: "min max"))
    var every = [200, 2000]

    /// In milliseconds.
    var range: ClosedRange<Int> { every[0]...every[1] }

    func validate() throws {
        guard every.count == 2, every[0] >= 1, every[0] <= every[1], every[1] <= 60_000 else {
            throw ValidationError("--every takes two numbers of milliseconds, the smaller one first, 1 to 60000")
        }
    }
}
