import Testing
import TonewheelRealtime
import TonewheelWorkers

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The further descriptors of a worker.
@Suite struct WorkerDescriptorTests {
    /// A pipe whose reading end does not block.
    private final class Pipe {
        private var ends: [Int32] = [0, 0]

        init() {
            #expect(pipe(&ends) == 0)
            #expect(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        }

        deinit { for end in ends { close(end) } }

        var writingEnd: Int32 { ends[1] }

        /// Returns all available text.
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
        func begin(_ memory: WorkerMemory, firstBlock: Int64) -> WorkerStart {
            WorkerStart(firstBlock: firstBlock, firstStamps: 0, stamps: 0)
        }
        func join(_ memory: WorkerMemory, primary: WorkerMemory) {}
        func hasJoined(_ memory: WorkerMemory) -> Bool { false }
        func beginStandby(_ memory: WorkerMemory) -> WorkerStart {
            WorkerStart(firstBlock: 0, firstStamps: 0, stamps: 0)
        }
        func failure(of memory: WorkerMemory) -> String? { nil }
        func promote(_ memory: WorkerMemory) {}
        func contain(_ crash: WorkerCrash, standby: WorkerMemory?) {}
        func receive(_ message: WorkerMessage, from memory: WorkerMemory) -> String? { nil }
        func workerBecameReady(_ memory: WorkerMemory) {}
        func load(_ memory: WorkerMemory) {}
        func hasLoaded(_ memory: WorkerMemory) -> Bool { true }
        func workerLost(_ memory: WorkerMemory) {}
        func poll() {}
        var pollTimeout: Int32 { 100 }
        func isResponsible(node: Int64, hasCrashed: Bool) -> Bool { false }
        func quarantine(node: Int64, cause: String) {}
    }

    @Test(arguments: [1, 2, 20]) func workersInheritThePoolsDescriptors(count: Int) throws {
        let pipes = (0..<count).map { _ in Pipe() }
        // The script writes the number of each descriptor to it, and tries one more.
        let words = (0...count).map { "[ -e /proc/self/fd/\($0 + 6) ] && echo \($0) >/proc/self/fd/\($0 + 6)" }
        let script = (["exec 2>/dev/null"] + words).joined(separator: "; ")
        let pool = try WorkerPool(
            program: "/bin/sh", arguments: ["-c", script], shape: .test(), spares: 0,
            descriptors: pipes.map(\.writingEnd)
        ) { _ in }
        #expect(pool.feed.memories.allSatisfy { $0.shape.descriptorCount == Int32(count) })
        // The workers write and end. After three of them, the pool gives up.
        let delegate = Delegate()
        #expect(throws: WorkerError.self) { try pool.start(delegate: delegate, blocks: 1) }
        for (number, pipe) in pipes.enumerated() {
            let text = pipe.text()
            #expect(text.hasPrefix("\(number)\n\(number)\n\(number)\n"))
            #expect(Set(text.split(separator: "\n")) == ["\(number)"])
        }
    }

    @Test func tooManyDescriptorsAreRefused() throws {
        func pool(_ count: Int) throws(WorkerError) {
            _ = try WorkerPool(
                program: "none", arguments: [], shape: .test(), spares: 0,
                descriptors: [Int32](repeating: 0, count: count)
            ) { _ in }
        }
        try pool(64)
        #expect(throws: WorkerError.self) { try pool(65) }
    }

    @Test func workerValidatesItsDescriptors() throws {
        var shape = WorkerShape.test()
        #expect(try WorkerEndpoint.descriptors(shape) == [])
        for count: Int32 in [-1, 65, .min, .max] {
            shape.descriptorCount = count
            #expect(throws: WorkerError.self) { try WorkerEndpoint.descriptors(shape) }
        }
    }
}
