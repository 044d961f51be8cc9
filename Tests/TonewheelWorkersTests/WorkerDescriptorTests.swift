import Testing
import TonewheelRealtime
import TonewheelWorkers

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Descriptors beside those of a worker's memory and of the event.
@Suite struct WorkerDescriptorTests {
    /// What is written to one end comes out of the other.
    private final class Pipe {
        private var ends: [Int32] = [0, 0]

        init() {
            #expect(pipe(&ends) == 0)
            #expect(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        }

        deinit { for end in ends { close(end) } }

        var writingEnd: Int32 { ends[1] }

        /// What there is.
        func text() -> String {
            var bytes = [UInt8](repeating: 0, count: 4096)
            var text = ""
            while true {
                let count = read(ends[0], &bytes, bytes.count)
                guard count > 0 else { return text }
                text += String(decoding: bytes[..<count], as: UTF8.self)
            }
        }
    }

    private final class Delegate: WorkerPoolDelegate {
        func begin(_ memory: WorkerMemory, firstBlock: Int64) {}
        func receive(_ message: WorkerMessage, from memory: WorkerMemory) -> String? { nil }
        func welcome(_ memory: WorkerMemory) {}
        func load(_ memory: WorkerMemory) {}
        func hasLoaded(_ memory: WorkerMemory) -> Bool { true }
        func lost(_ memory: WorkerMemory) {}
        func turn() {}
        var patience: Int32 { 100 }
        func canBlame(node: Int64, hasCrashed: Bool) -> Bool { false }
        func quarantine(node: Int64, cause: String) {}
    }

    @Test(arguments: [1, 2, 20]) func workersFindWhatThePoolIsGiven(count: Int) throws {
        let pipes = (0..<count).map { _ in Pipe() }
        // Each descriptor says its number, and so does one more than there are.
        let words = (0...count).map { "[ -e /proc/self/fd/\($0 + 5) ] && echo \($0) >/proc/self/fd/\($0 + 5)" }
        let script = (["exec 2>/dev/null"] + words).joined(separator: "; ")
        let pool = try WorkerPool(
            program: "/bin/sh", arguments: ["-c", script], shape: .test(), spares: 0,
            descriptors: pipes.map(\.writingEnd)
        ) { _ in }
        #expect(pool.feed.memories.allSatisfy { $0.shape.descriptorCount == Int32(count) })
        // They say that, and end: after three of them the pool gives up.
        let delegate = Delegate()
        #expect(throws: WorkerError.self) { try pool.start(delegate: delegate, blocks: 1) }
        for (number, pipe) in pipes.enumerated() {
            let text = pipe.text()
            #expect(text.hasPrefix("\(number)\n\(number)\n\(number)\n"))
            #expect(Set(text.split(separator: "\n")) == ["\(number)"])
        }
    }

    @Test func noMoreAreGivenThanThereMayBe() throws {
        func pool(_ count: Int) throws(WorkerError) {
            _ = try WorkerPool(
                program: "none", arguments: [], shape: .test(), spares: 0,
                descriptors: [Int32](repeating: 0, count: count)
            ) { _ in }
        }
        try pool(64)
        #expect(throws: WorkerError.self) { try pool(65) }
    }

    @Test func aWorkerChecksWhatItIsSaidToHave() throws {
        var shape = WorkerShape.test()
        #expect(try WorkerPost.descriptors(shape) == [])
        for count: Int32 in [-1, 65, .min, .max] {
            shape.descriptorCount = count
            #expect(throws: WorkerError.self) { try WorkerPost.descriptors(shape) }
        }
    }
}
