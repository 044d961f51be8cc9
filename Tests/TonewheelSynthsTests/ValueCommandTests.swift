import Foundation
import TestSupport
import Testing
import TonewheelGraph
import TonewheelOSC
import TonewheelRealtime
import TonewheelSoundFiles
import TonewheelSynths

/// Commands on control buses, buffers and sound files.
@Suite struct ValueCommandTests {
    @Test func controlBusesAreSetAndQueried() {
        let synths = TestSynths()
        #expect(synths.send(OSCMessage("/c_set", 0, 1.5, 3, 2)) == [])
        #expect(synths.send(OSCMessage("/c_get", 0, 3)) == ["/c_set 0 1.5 3 2.0"])
        synths.send(OSCMessage("/c_setn", 1, 2, 5.0, 6.0, 10, 1, 7.0))
        #expect(synths.send(OSCMessage("/c_getn", 0, 4, 10, 1)) == ["/c_setn 0 4 1.5 5.0 6.0 2.0 10 1 7.0"])
        synths.send(OSCMessage("/c_fill", 0, 3, 9.0))
        #expect(synths.send(OSCMessage("/c_getn", 0, 4)) == ["/c_setn 0 4 9.0 9.0 9.0 2.0"])
        for message in [
            OSCMessage("/c_get", -1), OSCMessage("/c_get", 16_384), OSCMessage("/c_set", 99_999, 1),
            OSCMessage("/c_setn", 0, 5, 1.0), OSCMessage("/c_getn", 0, -1), OSCMessage("/c_fill", 0, -1, 1),
            OSCMessage("/c_set", 0, "x"), OSCMessage("/c_set", 0),
        ] { #expect(synths.send(message)[0].hasPrefix("/fail"), "\(message)") }
    }

    @Test func buffersAreAllocatedFilledAndFreed() {
        let synths = TestSynths()
        #expect(synths.send(OSCMessage("/b_alloc", 5, 8, 2)) == [#"/done "/b_alloc" 5"#])
        #expect(synths.send(OSCMessage("/b_query", 5, 6)) == ["/b_info 5 8 2 48000.0 6 0 0 0.0"])
        synths.send(OSCMessage("/b_set", 5, 0, 1.0, 15, 2.0))
        #expect(synths.send(OSCMessage("/b_get", 5, 0, 15)) == ["/b_set 5 0 1.0 15 2.0"])
        synths.send(OSCMessage("/b_setn", 5, 1, 2, 3.0, 4.0))
        synths.send(OSCMessage("/b_fill", 5, 3, 2, 9.0))
        #expect(synths.send(OSCMessage("/b_getn", 5, 0, 6)) == ["/b_setn 5 0 6 1.0 3.0 4.0 9.0 9.0 0.0"])
        #expect(synths.send(OSCMessage("/b_zero", 5)) == [#"/done "/b_zero" 5"#])
        #expect(synths.send(OSCMessage("/b_getn", 5, 0, 2)) == ["/b_setn 5 0 2 0.0 0.0"])
        synths.send(OSCMessage("/b_setSampleRate", 5, 22_050))
        #expect(synths.send(OSCMessage("/b_query", 5)) == ["/b_info 5 8 2 22050.0"])
        // The sample rate stays when the samples are replaced.
        synths.send(OSCMessage("/b_zero", 5))
        #expect(synths.send(OSCMessage("/b_query", 5)) == ["/b_info 5 8 2 22050.0"])
        synths.send(OSCMessage("/b_gen", 5, "sine1", 4, 1))
        #expect(synths.send(OSCMessage("/b_query", 5)) == ["/b_info 5 8 2 22050.0"])
        #expect(synths.send(OSCMessage("/b_free", 5)) == [#"/done "/b_free" 5"#])
        #expect(synths.send(OSCMessage("/b_query", 5)) == ["/b_info 5 0 0 0.0"])
        #expect(synths.send(OSCMessage("/b_zero", 5))[0].contains("has not been allocated"))
        for message in [
            OSCMessage("/b_alloc", 9999, 8), OSCMessage("/b_alloc", 0, 0), OSCMessage("/b_alloc", 0, 8, 0),
            OSCMessage("/b_alloc", 0, 2_147_483_647, 128), OSCMessage("/b_alloc", 0), OSCMessage("/b_get", 5, 0),
        ] { #expect(synths.send(message)[0].hasPrefix("/fail"), "\(message)") }
    }

    /// All commands that allocate buffer memory use the arena, which workers share.
    @Test func bufferMemoryIsInTheArena() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("sound.wav")
        let arena = try SharedArena(name: "test", byteCount: 1 << 16)
        let synths = TestSynths(arena: arena)
        let page = arena.byteCount / 16
        synths.send(OSCMessage("/b_alloc", 0, 1024))
        #expect(arena.usage == (1, page))
        synths.send(OSCMessage("/b_gen", 0, "sine1", 4, 1))
        synths.send(OSCMessage("/b_write", 0, .string(path), "wav", "float"))
        synths.send(OSCMessage("/b_allocRead", 1, .string(path)))
        synths.send(OSCMessage("/b_allocReadChannel", 2, .string(path), 0, 0, 0))
        synths.send(OSCMessage("/b_zero", 0))
        synths.send(OSCMessage("/b_read", 0, .string(path)))
        #expect(arena.usage == (3, 3 * page))
        for buffer: Int32 in 0..<3 {
            #expect(synths.send(OSCMessage("/b_get", .int32(buffer), 256)) == ["/b_set \(buffer) 256 1.0"])
        }
        #expect(synths.send(OSCMessage("/b_alloc", 3, 16_384))[0].contains("No memory is left for 16384 samples"))
        #expect(synths.send(OSCMessage("/b_alloc", 3, 2_147_483_647, 128))[0].contains("samples in a buffer"))
        for buffer: Int32 in 0..<3 { synths.send(OSCMessage("/b_free", .int32(buffer))) }
        #expect(arena.usage == (0, 0))
        #expect(synths.send(OSCMessage("/b_alloc", 3, 16_384)) == [#"/done "/b_alloc" 3"#])
    }

    /// As in scsynth 3.13, ranges to set are clipped to the buffer or the buses, while single indices and queries out
    /// of range are refused.
    @Test func rangesAreClippedToBuffersAndBuses() {
        let synths = TestSynths { $0.controlBusCount = 4 }
        synths.send(OSCMessage("/b_alloc", 0, 8, 2))
        #expect(synths.send(OSCMessage("/b_setn", 0, 14, 4, 1, 2, 3, 4)) == [])
        #expect(synths.send(OSCMessage("/b_getn", 0, 12, 4)) == ["/b_setn 0 12 4 0.0 0.0 1.0 2.0"])
        #expect(synths.send(OSCMessage("/b_setn", 0, -1, 2, 9, 8, 16, 1, 7, 100, 1, 7)) == [])
        #expect(synths.send(OSCMessage("/b_getn", 0, 0, 2)) == ["/b_setn 0 0 2 8.0 0.0"])
        #expect(synths.send(OSCMessage("/b_fill", 0, 14, 4, 7, -2, 4, 6, 16, 1, 5)) == [])
        #expect(synths.send(OSCMessage("/b_getn", 0, 12, 4)) == ["/b_setn 0 12 4 0.0 0.0 7.0 7.0"])
        #expect(synths.send(OSCMessage("/b_getn", 0, 0, 3)) == ["/b_setn 0 0 3 6.0 6.0 0.0"])
        #expect(synths.send(OSCMessage("/b_fill", 0, 0, .int32(.max), 3)) == [])
        #expect(synths.send(OSCMessage("/b_get", 0, 15)) == ["/b_set 0 15 3.0"])
        #expect(synths.send(OSCMessage("/c_fill", 2, 8, 3, -1, 2, 4)) == [])
        #expect(synths.send(OSCMessage("/c_getn", 0, 4)) == ["/c_setn 0 4 4.0 0.0 3.0 3.0"])
        for message in [
            OSCMessage("/b_set", 0, 16, 1), OSCMessage("/b_set", 0, -1, 1), OSCMessage("/b_get", 0, 16),
            OSCMessage("/b_getn", 0, 12, 8), OSCMessage("/b_setn", 1, 0, 1, 1), OSCMessage("/b_fill", 1, 0, 1, 1),
            OSCMessage("/c_get", 0, 4, 1), OSCMessage("/b_get", 0, 1, 16, 2),
            OSCMessage("/c_set", 4, 1), OSCMessage("/c_setn", 2, 4, 1, 2, 3, 4), OSCMessage("/c_getn", 2, 4),
        ] {
            let replies = synths.send(message)
            #expect(replies.count == 1 && replies[0].contains("index out of range"), "\(message)")
        }
    }

    @Test func failuresOfBufferCommandsNameTheBuffer() {
        let synths = TestSynths(root: "/tmp")
        synths.send(OSCMessage("/b_alloc", 2, 8))
        for message in [
            OSCMessage("/b_allocRead", 2, "/no/such.wav"), OSCMessage("/b_read", 2, "/no/such.wav"),
            OSCMessage("/b_write", 2, "/no/such/a.wav", "wav", "int16"), OSCMessage("/b_alloc", 2, 0),
            OSCMessage("/b_write", 2, "a.xyz", "xyz", "int16"), OSCMessage("/b_gen", 2, "nope"),
            OSCMessage("/b_readChannel", 2, "/no/such.wav", 0, -1, 0, 0, 0),
        ] {
            let replies = synths.send(message)
            #expect(replies.count == 1 && replies[0].hasPrefix("/fail") && replies[0].hasSuffix(" 2"), "\(replies)")
        }
    }

    /// A reply has at most the size of a datagram, 65,507 bytes.
    @Test func repliesFitIntoADatagram() {
        let synths = TestSynths()
        synths.send(OSCMessage("/d_recv", .blob(TestDefinitions.bytes(TestDefinitions.sine))))
        synths.send(OSCMessage("/s_new", "sine", 1000, 0, 0))
        synths.send(OSCMessage("/b_alloc", 0, 20_000))
        func hasReply(_ address: OSCAddress, _ arguments: OSCArgument...) -> Bool {
            let replies = synths.send(OSCMessage(address: address, arguments: arguments))
            #expect(replies.count == 1)
            let isFailure = replies.first?.hasPrefix("/fail") ?? true
            if isFailure { #expect(replies.first?.contains("datagram") == true) }
            return !isFailure
        }
        #expect(hasReply("/b_getn", 0, 0, 13_095))
        #expect(!hasReply("/b_getn", 0, 0, 13_096))
        #expect(!hasReply("/b_getn", 0, 0, 20_000))
        #expect(hasReply("/b_getn", 0, 0, 6000, 6000, 7000))
        #expect(!hasReply("/b_getn", 0, 0, 6547, 6547, 6547))
        // A count of 0 is refused.
        #expect(!hasReply("/b_getn", 0, 0, 0))
        #expect(!hasReply("/c_getn", 0, 0))
        #expect(!hasReply("/s_getn", 1000, "freq", 0))
        #expect(hasReply("/c_getn", 0, 13_096))
        #expect(!hasReply("/c_getn", 0, 13_098))
        #expect(hasReply("/s_getn", 1000, "freq", 13_094))
        #expect(!hasReply("/s_getn", 1000, "freq", 13_096))
    }

    /// A few messages must not exhaust the machine's memory.
    @Test func totalBufferMemoryIsLimited() {
        let synths = TestSynths(bufferMemory: 4 * 100)
        #expect(synths.send(OSCMessage("/b_alloc", 0, 60)) == [#"/done "/b_alloc" 0"#])
        #expect(
            synths.send(OSCMessage("/b_alloc", 1, 41))[0].contains("more than the 40 left for buffers")
        )
        #expect(synths.send(OSCMessage("/b_alloc", 1, 20, 2)) == [#"/done "/b_alloc" 1"#])
        // The memory of the buffer itself does not count when it is replaced.
        #expect(synths.send(OSCMessage("/b_alloc", 0, 60)) == [#"/done "/b_alloc" 0"#])
        #expect(synths.send(OSCMessage("/b_zero", 0)) == [#"/done "/b_zero" 0"#])
        #expect(synths.send(OSCMessage("/b_gen", 0, "sine1", 4, 1)) == [#"/done "/b_gen" 0"#])
        #expect(synths.send(OSCMessage("/b_alloc", 0, 61))[0].hasPrefix("/fail"))
        #expect(synths.send(OSCMessage("/b_free", 1)) == [#"/done "/b_free" 1"#])
        #expect(synths.send(OSCMessage("/b_alloc", 0, 100)) == [#"/done "/b_alloc" 0"#])
    }

    @Test func soundFilesAreReadAndWritten() throws {
        let folder = try TemporaryFolder()
        let synths = TestSynths(root: folder.url.path)
        synths.send(OSCMessage("/b_alloc", 0, 100, 2))
        for frame in 0..<100 {
            synths.send(OSCMessage("/b_set", 0, .int32(Int32(2 * frame)), .float32(Float(frame) / 128)))
        }
        #expect(
            synths.send(OSCMessage("/b_write", 0, "a.wav", "wav", "float", 50, 10)) == [#"/done "/b_write" 0"#])
        let file = try SoundFile(reading: folder.path("a.wav"))
        #expect(file.channelCount == 2)
        #expect(try FileChunks(reading: folder.path("a.wav")).names == ["fmt ", "fact", "data"])
        for (sample, bits) in [("int16", 16), ("int24", 24)] {
            synths.send(OSCMessage("/b_write", 0, "b.wav", "wav", .string(sample)))
            let chunks = try FileChunks(reading: folder.path("b.wav"))
            #expect(chunks.names == ["fmt ", "data"])
            #expect(chunks.number("fmt ", at: 0, bytes: 2) == 1)
            #expect(chunks.number("fmt ", at: 14, bytes: 2) == bits)
        }
        #expect(file.channel(0) == (10..<60).map { Float($0) / 128 })

        #expect(synths.send(OSCMessage("/b_allocRead", 1, "a.wav")) == [#"/done "/b_allocRead" 1"#])
        #expect(synths.send(OSCMessage("/b_query", 1)) == ["/b_info 1 50 2 48000.0"])
        synths.send(OSCMessage("/b_allocRead", 2, "a.wav", 40, 20))
        #expect(synths.send(OSCMessage("/b_query", 2)) == ["/b_info 2 10 2 48000.0"])
        synths.send(OSCMessage("/b_allocReadChannel", 3, "a.wav", 0, 0, 0))
        #expect(synths.send(OSCMessage("/b_getn", 3, 0, 3)) == ["/b_setn 3 0 3 0.078125 0.0859375 0.09375"])
        synths.send(OSCMessage("/b_alloc", 4, 4, 1))
        #expect(synths.send(OSCMessage("/b_readChannel", 4, "a.wav", 1, 2, 1, 0, 0)) == [#"/done "/b_readChannel" 4"#])
        #expect(synths.send(OSCMessage("/b_getn", 4, 0, 4)) == ["/b_setn 4 0 4 0.0 0.0859375 0.09375 0.0"])
        synths.send(OSCMessage("/b_read", 0, "a.wav", 0, 1, 0, 0))
        #expect(synths.send(OSCMessage("/b_getn", 0, 0, 3)) == ["/b_setn 0 0 3 0.078125 0.0 0.0078125"])
        for format in [("aiff", "int16"), ("flac", "int24"), ("next", "float"), ("w64", "int32"), ("caf", "double")] {
            let reply = synths.send(
                OSCMessage("/b_write", 0, .string("a.\(format.0)"), .string(format.0), .string(format.1)))
            #expect(reply == [#"/done "/b_write" 0"#])
        }
    }

    @Test func filesStayBelowTheRoot() throws {
        let folder = try TemporaryFolder()
        let synths = TestSynths(root: folder.url.path)
        synths.send(OSCMessage("/b_alloc", 0, 100))
        try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "/tmp")
        for path in ["../x.wav", "/tmp/x.wav", "link/x.wav", "a/../../x.wav", ""] {
            #expect(
                synths.send(OSCMessage("/b_write", 0, .string(path), "wav", "float"))[0].hasPrefix("/fail"), "\(path)")
            #expect(synths.send(OSCMessage("/b_allocRead", 1, .string(path)))[0].hasPrefix("/fail"), "\(path)")
            #expect(synths.send(OSCMessage("/d_load", .string(path)))[0].hasPrefix("/fail"), "\(path)")
            #expect(synths.send(OSCMessage("/d_loadDir", .string(path)))[0].hasPrefix("/fail"), "\(path)")
        }
        for message in [
            OSCMessage("/b_allocRead", 1, "missing.wav"), OSCMessage("/b_write", 0, "no/such/folder.wav"),
            OSCMessage("/b_write", 0, "a.xyz", "xyz", "int16"), OSCMessage("/b_write", 0, "a.wav", "wav", "int7"),
            OSCMessage("/b_write", 1, "a.wav"), OSCMessage("/b_read", 1, "a.wav"),
        ] { #expect(synths.send(message)[0].hasPrefix("/fail"), "\(message)") }
    }

    @Test func definitionsAreLoadedFromFiles() throws {
        let folder = try TemporaryFolder()
        let synths = TestSynths(root: folder.url.path)
        try Data(TestDefinitions.bytes(TestDefinitions.sine)).write(to: URL(fileURLWithPath: folder.path("a.scsyndef")))
        try Data(TestDefinitions.bytes(TestDefinitions.write)).write(
            to: URL(fileURLWithPath: folder.path("b.scsyndef")))
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: folder.path("c.scsyndef")))
        #expect(synths.send(OSCMessage("/d_load", "a.scsyndef")) == [#"/done "/d_load""#])
        #expect(synths.graph.definitionCount == 1)
        let replies = synths.send(OSCMessage("/d_loadDir", "."))
        #expect(replies.count == 2)
        #expect(replies.last == #"/done "/d_loadDir""#)
        #expect(synths.graph.definitionCount == 2)
        #expect(synths.send(OSCMessage("/d_load", "[ab].scsyndef")) == [#"/done "/d_load""#])
        #expect(synths.send(OSCMessage("/d_load", "z*.scsyndef"))[0].hasPrefix("/fail"))
    }
}
