internal import Tonewheel
internal import TonewheelServer

/// A running engine and its OSC server on a free port of the loopback interface.
struct ServedEngine {
    let engine: AudioEngine
    let server: OSCServer

    /// Starts the engine and its server.
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

    /// Stops the server and the engine.
    func end() async {
        await server.close()
        _ = try? engine.stop()
    }
}
