internal import TonewheelBackends
internal import TonewheelRealtime

extension AudioEngine.Configuration {
    /// The backend that the output stands for. `[control]`
    func makeBackend(_ format: StreamFormat) throws(EngineError) -> any Backend {
        switch output {
        case .automatic, .null:
            return NullBackend(format: format, priority: realtimePriority, locksMemory: locksMemory)
        case .file(let path, let seconds):
            do throws(BackendError) {
                let frameCount = Int64(min((seconds * format.sampleRate).rounded(), 0x1p62))
                return try FileBackend(path: path, frameCount: frameCount, format: format)
            } catch {
                throw .backend(error.description)
            }
        }
    }
}
