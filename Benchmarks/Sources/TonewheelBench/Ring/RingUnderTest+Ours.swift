internal import CRingReference
internal import TonewheelRealtime

extension RingUnderTest {
    /// Creates a test of `RingBuffer`. The functions below mirror `CRingReference.c` line by line.
    init(ours load: RingLoad, itemCount: Int) {
        switch load {
        case .words:
            let ring = RingBuffer<UInt64>(capacity: RingLoad.ringBytes / 8)
            produce = { produceWords(ring, itemCount) }
            consume = { consumeWords(ring, itemCount) }
        case .batches:
            let ring = RingBuffer<UInt64>(capacity: RingLoad.ringBytes / 8)
            produce = { produceBatches(ring, itemCount, RingLoad.batchWords) }
            consume = { consumeBatches(ring, itemCount, RingLoad.batchWords) }
        case .blocks:
            let ring = RingBuffer<Float>(capacity: RingLoad.ringBytes / 4)
            produce = { produceBlocks(ring, itemCount, RingLoad.blockSamples) }
            consume = { consumeBlocks(ring, itemCount, RingLoad.blockSamples) }
        }
    }
}

private func produceWords(_ ring: RingBuffer<UInt64>, _ count: Int) {
    var producer = ring.producer()
    for word in 0..<UInt64(count) {
        while !producer.push(word) { ring_reference_relax() }
    }
}

private func consumeWords(_ ring: RingBuffer<UInt64>, _ count: Int) -> Int {
    var consumer = ring.consumer()
    var wrong = 0
    for expected in 0..<UInt64(count) {
        var word = consumer.pop()
        while word == nil {
            ring_reference_relax()
            word = consumer.pop()
        }
        if word != expected { wrong &+= 1 }
    }
    return wrong
}

private func produceBatches(_ ring: RingBuffer<UInt64>, _ count: Int, _ batch: Int) {
    var producer = ring.producer()
    let words = UnsafeMutablePointer<UInt64>.allocate(capacity: batch)
    defer { words.deallocate() }
    for first in stride(from: 0, to: count, by: batch) {
        for index in 0..<batch { words[index] = UInt64(truncatingIfNeeded: first &+ index) }
        writeAll(&producer, words, batch)
    }
}

private func consumeBatches(_ ring: RingBuffer<UInt64>, _ count: Int, _ batch: Int) -> Int {
    var consumer = ring.consumer()
    let words = UnsafeMutablePointer<UInt64>.allocate(capacity: batch)
    defer { words.deallocate() }
    var wrong = 0
    for first in stride(from: 0, to: count, by: batch) {
        readAll(&consumer, words, batch)
        var sum: UInt64 = 0
        for index in 0..<batch { sum &+= words[index] }
        if sum != UInt64(truncatingIfNeeded: batch &* first &+ batch &* (batch &- 1) / 2) { wrong &+= batch }
    }
    return wrong
}

private func produceBlocks(_ ring: RingBuffer<Float>, _ count: Int, _ samples: Int) {
    var producer = ring.producer()
    let block = UnsafeMutablePointer<Float>.allocate(capacity: samples)
    defer { block.deallocate() }
    block.initialize(repeating: 0, count: samples)
    for number in 0..<count {
        block[0] = Float(number & 0xFF_FFFF)
        block[samples - 1] = block[0]
        writeAll(&producer, block, samples)
    }
}

private func consumeBlocks(_ ring: RingBuffer<Float>, _ count: Int, _ samples: Int) -> Int {
    var consumer = ring.consumer()
    let block = UnsafeMutablePointer<Float>.allocate(capacity: samples)
    defer { block.deallocate() }
    var wrong = 0
    for number in 0..<count {
        readAll(&consumer, block, samples)
        let expected = Float(number & 0xFF_FFFF)
        if block[0] != expected || block[samples - 1] != expected { wrong &+= 1 }
    }
    return wrong
}

private func writeAll<Element>(
    _ producer: inout RingProducer<Element>, _ source: UnsafePointer<Element>, _ count: Int
) {
    var done = producer.write(source, count: count)
    while done < count {
        ring_reference_relax()
        done &+= producer.write(source + done, count: count &- done)
    }
}

private func readAll<Element>(
    _ consumer: inout RingConsumer<Element>, _ destination: UnsafeMutablePointer<Element>, _ count: Int
) {
    var done = consumer.read(into: destination, count: count)
    while done < count {
        ring_reference_relax()
        done &+= consumer.read(into: destination + done, count: count &- done)
    }
}
