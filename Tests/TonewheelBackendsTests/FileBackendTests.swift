import TestSupport
import Testing
import TonewheelBackends
import TonewheelRealtime
import TonewheelSoundFiles

@Suite struct FileBackendTests {
    let format = StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: 256)

    private func wait(for backend: FileBackend) {
        while !backend.isFinished { MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000) }
    }

    @Test(arguments: [0, 1, 255, 256, 257, 100_000])
    func fileHasExactLength(frameCount: Int) throws {
        let folder = try TemporaryFolder()
        let backend = try FileBackend(path: folder.path("a.wav"), frameCount: Int64(frameCount), format: format)
        let recorder = CallRecorder()
        _ = try backend.start(recorder.callback)
        wait(for: backend)
        try backend.stop()
        let file = try SoundFile(reading: folder.path("a.wav"))
        #expect(file.frameCount == frameCount)
        #expect(file.channel(1) == (0..<frameCount).map { Float($0) / 0x1p24 })
        #expect(recorder.frame == frameCount)
    }

    @Test func hostTimeIsFileTime() throws {
        let folder = try TemporaryFolder()
        let backend = try FileBackend(path: folder.path("a.wav"), frameCount: 48_000, format: format)
        let recorder = CallRecorder()
        _ = try backend.start(recorder.callback)
        wait(for: backend)
        try backend.stop()
        var frame = 0
        for call in recorder.calls {
            #expect(call.hostTime == Int64(Double(frame) / 48_000 * 1e9))
            frame += call.frameCount
        }
    }

    @Test func stopLeavesACompleteFile() throws {
        let folder = try TemporaryFolder()
        let backend = try FileBackend(path: folder.path("a.wav"), frameCount: 1 << 40, format: format)
        let recorder = CallRecorder()
        _ = try backend.start(recorder.callback)
        recorder.wait(for: 100)
        try backend.stop()
        #expect(!backend.isFinished)
        #expect(try SoundFile(reading: folder.path("a.wav")).frameCount == recorder.frame)
    }

    @Test func refusesUnsupportedFiles() {
        #expect(throws: BackendError.self) {
            try FileBackend(path: "/tmp/a.aiff", frameCount: 1 << 40, format: format)
        }
        #expect(throws: BackendError.self) { try FileBackend(path: "/tmp/a.txt", frameCount: 1, format: format) }
    }

    @Test func missingFolderIsRefused() throws {
        let backend = try FileBackend(path: "/nowhere/a.wav", frameCount: 1, format: format)
        #expect(throws: BackendError.self) { try backend.start(CallRecorder().callback) }
    }
}
