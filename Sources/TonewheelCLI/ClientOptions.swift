import ArgumentParser

/// The options that select the engine for a client command.
struct ClientOptions: ParsableArguments {
    @Option(help: "The UDP port that the engine listens on.")
    var port: UInt16 = 57110

    @Option(help: ArgumentHelp("The address that the engine listens on.", valueName: "address"))
    var host = "127.0.0.1"

    var engine: RunningEngine { RunningEngine(host: host, port: Int(port)) }
}
