internal import Tonewheel
internal import TonewheelServer

/// An engine and the server that plays it, on a port of this host that is free.
struct PlayedEngine {
    let engine: AudioEngine
    let server: OSCServer

    /// Makes both, and starts the engine.
    init(_ engine: AudioEngine) async throws(BenchError) {
        self.engine = engine
        var configuration = OSCServer.Configuration(version: "bench")
        configuration.port = 0
        do throws(EngineError) {
            try engine.start()
        } catch {
            throw BenchError(error.description)
        }
        do throws(ServerError) {
            server = try await OSCServer(configuration, engine: engine) {}
        } catch {
            _ = try? engine.stop()
            throw BenchError(error.description)
        }
    }

    /// Ends both.
    func end() async {
        await server.close()
        _ = try? engine.stop()
    }
}
