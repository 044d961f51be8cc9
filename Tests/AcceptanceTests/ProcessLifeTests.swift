import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelOSC

extension AcceptanceTests {
    @Suite struct ProcessLifeTests {
        @Test("PROC-04: cycles of start and stop, every fifth killed, leave no process and no memory behind")
        func startsAndStops() async throws { _ = try await startsAndStops(cycles: 20) }

        /// - Returns: The times that the starts took.
        func startsAndStops(cycles: Int) async throws -> String {
            let program = try Program()
            let port = UDPPort.free()
            let memory = try sharedMemory()
            // Other engines may be running meanwhile.
            let others = Set(try processes(of: program.executable))
            var times: [Duration] = []
            for cycle in 0..<cycles {
                let begin = ContinuousClock.now
                let start = try await program.run("start", "--port", "\(port)", "--backend", "null")
                times.append(ContinuousClock.now - begin)
                #expect(start.status == 0, "\(start.errors)")
                let engine = try #require(BackgroundEngine(port: port, output: start.output), "\(start)")
                if cycle % 5 == 4 {
                    kill(engine.id, SIGKILL)
                    #expect(try await eventually { !engine.isRunning })
                    // The system ends the threads one by one, and closes the socket with the last one.
                    #expect(try await eventually { UDPPort.isFree(port) })
                } else {
                    let stop = try await program.run("stop", "--port", "\(port)")
                    #expect(stop.status == 0, "\(stop.errors)")
                    #expect(!engine.isRunning)
                }
                #expect(UDPPort.isFree(port))
            }
            // An ended process stays in the list until its parent has reaped it.
            #expect(try await eventually { try others.isSuperset(of: processes(of: program.executable)) })
            #expect(try sharedMemory() == memory)
            times.sort()
            let milliseconds = times.map { Int($0 / .milliseconds(1)) }
            return "up in \(milliseconds[cycles / 2]) ms (median), \(milliseconds[cycles - 1]) ms (longest)"
        }

        @Test("PROC-04: cycles of start and stop within a process leave no descriptor and no thread behind")
        func startsAndStopsWithin() async throws {
            let program = try Program()
            let playing = try await PlayingProgram(program, "--record", "take.wav", "--prefill-periods", "2")
            let socket = UDPSocket()
            func cycle() throws {
                for address in ["/engine/stop", "/engine/start"] as [OSCAddress] {
                    _ = socket.send(try OSCMessage(address: address).encoded(), to: playing.port)
                    let reply = try OSCPacket(decoding: try #require(socket.receive()))
                    #expect(reply == .message(OSCMessage("/done", .string(address.description))))
                }
            }
            // The first cycles create resources that are kept.
            for _ in 0..<5 { try cycle() }
            let before = try descriptors(of: playing.run.id).count
            let threads = try threadCount(of: playing.run.id)
            for _ in 0..<20 { try cycle() }
            #expect(try descriptors(of: playing.run.id).count == before)
            // The number of threads in Swift's own pool varies.
            #expect(try await eventually { try threadCount(of: playing.run.id) <= threads + 2 })
            try await playing.end()
            #expect(try program.files(".wav").count == 26)
        }
    }
}
