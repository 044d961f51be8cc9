import ArgumentParser

/// The options of all `chaos` subcommands.
struct ChaosOptions: ParsableArguments {
    @OptionGroup var client: ClientOptions

    @Option(parsing: .unconditional, help: "The seed of the random numbers. The same seed gives the same faults.")
    var seed: UInt64 = 1

    @Option(parsing: .unconditional, help: "The duration, in seconds, up to 86400.")
    var seconds: Double = 10

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        // Processes and memory of another host cannot be accessed.
        guard ["127.0.0.1", "::1", "localhost"].contains(client.host) else {
            throw ValidationError("--host must be this host: 127.0.0.1, ::1 or localhost.")
        }
        guard seconds > 0, seconds <= 86_400 else {
            throw ValidationError("--seconds must be above 0, and at most 86400.")
        }
    }
}

/// The options for the time between two faults.
struct ChaosIntervals: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The shortest and the longest time between two faults, in milliseconds, 1 to 60000.", valueName: "min max"))
    var every = [200, 2000]

    /// In milliseconds.
    var range: ClosedRange<Int> { every[0]...every[1] }

    func validate() throws {
        guard every.count == 2, every[0] >= 1, every[0] <= every[1], every[1] <= 60_000 else {
            throw ValidationError("--every must be two times from 1 to 60000 ms, the shorter one first.")
        }
    }
}
