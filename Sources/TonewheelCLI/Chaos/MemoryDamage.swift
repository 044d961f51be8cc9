import Foundation
import TonewheelWorkers

/// A writer of random bytes to a part of the memory that a worker shares with its front.
final class MemoryDamage {
    enum Part: String, CaseIterable {
        case slots = "sound"
        case replies
        case health
    }

    private let bytes: UnsafeMutableRawBufferPointer  // all of the memory
    private let range: Range<Int>

    /// The longest contiguous range that is written, in bytes. It covers much of the sound in flight, but takes little
    /// time.
    private static let maximumLength = 1 << 17

    /// The number of bytes for each scattered single-byte fault, so that some blocks of sound have one and others none.
    private static let bytesPerFault = 512

    /// - Throws: `ChaosError` if the memory cannot be mapped.
    init(of target: WorkerTarget, _ part: Part) throws(ChaosError) {
        // The memory is the worker's first descriptor after the standard ones.
        let path = "/proc/\(target.id)/fd/\(WorkerParts.descriptor)"
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        let size = descriptor >= 0 ? Int(lseek(descriptor, 0, SEEK_END)) : -1
        guard size >= WorkerParts.headerBytes,
            let base = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), base != MAP_FAILED
        else {
            throw ChaosError(
                "Cannot map the memory of worker \(target.id) (\(String(cString: strerror(errno))))."
                    + " Run this command as the engine's user.")
        }
        bytes = UnsafeMutableRawBufferPointer(start: base, count: size)
        do {
            let parts = try WorkerParts(header: UnsafeRawBufferPointer(bytes))
            range =
                switch part {
                case .slots: parts.slots
                case .replies: parts.replies
                case .health: parts.health
                }
        } catch {
            munmap(base, size)
            throw ChaosError("\(error)")
        }
    }

    deinit {
        munmap(bytes.baseAddress, bytes.count)
    }

    /// Writes a range of random bytes at a random place, or scattered single bytes. Returns the number of bytes.
    func write(using random: inout SeededRandom) -> Int {
        if Bool.random(using: &random) {
            let length = Int.random(in: 1...min(range.count, Self.maximumLength), using: &random)
            let offset = Int.random(in: range.lowerBound...range.upperBound - length, using: &random)
            UnsafeMutableRawBufferPointer(rebasing: bytes[offset..<offset + length]).copyBytes(
                from: random.bytes(length))
            return length
        }
        let count = 1 + range.count / Self.bytesPerFault
        for _ in 0..<count { bytes[Int.random(in: range, using: &random)] = random.bytes(1)[0] }
        return count
    }
}
