import ArgumentParser
import TonewheelServer

/// The options for the OSC server of `run` and `start`.
struct ServerOptions: ParsableArguments {
    @Option(help: "The UDP port to listen on; 0 for any free port.")
    var port: UInt16 = 57110

    @Option(help: ArgumentHelp("A TCP port to listen on as well; 0 for any free port.", valueName: "port"))
    var tcpPort: UInt16?

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var bind = "127.0.0.1"

    @Option(
        help: ArgumentHelp("Allow hosts whose address is in this range; may be repeated.", valueName: "cidr"))
    var allow: [String] = []

    @Flag(help: "Allow clients to make a worker crash or hang, for 'tonewheel chaos'.")
    var allowChaos = false

    func configuration() throws(ServerError) -> OSCServer.Configuration {
        var configuration = OSCServer.Configuration(version: TonewheelCommand.version)
        configuration.host = bind
        configuration.port = Int(port)
        configuration.streamPort = tcpPort.map { Int($0) }
        configuration.allowsChaos = allowChaos
        for text in allow { configuration.allowed.append(try AddressRange(text)) }
        return configuration
    }
}
