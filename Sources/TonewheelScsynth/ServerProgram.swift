internal import Dispatch
internal import Foundation
internal import Tonewheel
internal import TonewheelGraph
internal import TonewheelServer
internal import TonewheelSynths

/// `-u` and `-t`: plays until a client sends `/quit` or the process receives SIGINT or SIGTERM.
enum ServerProgram {
    static func run(_ arguments: ScsynthArguments) async -> Int32 {
        var configuration = AudioEngine.Configuration()
        configuration.synths = SynthLimits(arguments.shape)
        configuration.server.program = "scsynth"
        configuration.server.version = Console.scsynthVersion
        configuration.server.origin = SynthServerOptions.Origin(branch: "tonewheel", commit: Console.version)
        configuration.server.root = arguments.root
        configuration.server.printsFailures = arguments.verbosity > -2
        configuration.server.maximumLogins = arguments.maximumLogins
        configuration.channelCount = max(1, arguments.shape.outputBusCount)
        configuration.inputChannelCount = arguments.shape.inputBusCount
        configuration.blockFrames = arguments.shape.blockFrames
        configuration.gate = false
        configuration.limitsOutput = false
        configuration.loadLimit = arguments.loadLimit == 0 ? nil : Double(arguments.loadLimit) / 100
        switch arguments.isolation {
        case .none: break
        case .worker: configuration.isolation = .worker()
        case .redundant: configuration.isolation = .redundant()
        }
        if arguments.sampleRate > 0 { configuration.sampleRate = arguments.sampleRate }
        if arguments.periodFrames > 0 { configuration.periodFrames = arguments.periodFrames }
        switch arguments.device {
        case nil, "": configuration.output = .automatic
        case "null": configuration.output = .null
        case let server: configuration.output = .jack(server: server)
        }
        for flag in arguments.ignored { Console.print("\(flag) is not supported and is ignored.") }
        do {
            let engine = try AudioEngine(configuration)
            let (ends, end) = AsyncStream.makeStream(of: Void.self)
            var options = OSCServer.Configuration(version: Console.version)
            options.host = arguments.host
            options.port = arguments.udpPort
            options.streamPort = arguments.tcpPort
            options.maximumConnections = arguments.maximumLogins
            options.password = arguments.password
            let server = try await OSCServer(options, engine: engine) { end.yield() }
            let signals = [SIGINT, SIGTERM].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { end.yield() }
                source.resume()
                return source
            }
            do {
                try engine.start()
            } catch {
                await server.close()
                throw error
            }
            let status = engine.status
            let ports = [
                server.listener.map { _ in "UDP \(arguments.host):\(server.port)" },
                arguments.tcpPort.map { _ in "TCP \(arguments.host):\(server.streamPort)" },
            ].compactMap(\.self).joined(separator: ", ")
            let device = status.device.isEmpty ? "" : " (\(status.device))"
            Console.print(
                "Tonewheel \(Console.version): \(status.backend)\(device), "
                    + "\(Int(status.sampleRate)) Hz, period \(status.periodFrames), "
                    + "block \(status.blockFrames), \(ports)"
            )
            if let deviceError = status.deviceError { Console.print(deviceError) }
            if arguments.loadsDefinitions, let host = engine.synthHost { loadDefinitions(into: host.control) }
            Console.print("SuperCollider 3 server ready.")
            for await _ in ends { break }
            await server.close()
            _ = try engine.stop()
            withExtendedLifetime(signals) {}
            return 0
        } catch {
            Console.print("*** ERROR: \(error)")
            return 1
        }
    }

    /// Loads the SynthDefs in the folders of `SC_SYNTHDEF_PATH`, or in the default folder of SuperCollider.
    private static func loadDefinitions(into graph: GraphControl) {
        let environment = ProcessInfo.processInfo.environment
        let folders =
            environment["SC_SYNTHDEF_PATH"].map { $0.split(separator: ":").map(String.init) }
            ?? ["\(NSHomeDirectory())/.local/share/SuperCollider/synthdefs"]
        for folder in folders {
            for failure in DefinitionLoader(graph).load(folder: folder).refusals { Console.print(failure) }
        }
    }
}
