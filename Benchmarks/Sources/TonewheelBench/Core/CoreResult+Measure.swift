extension CoreResult.Row {
    /// Measures ours and the floor in turns, so that other load on the machine affects both.
    mutating func measure(
        _ count: Int,
        _ ours: (Int) throws(BenchError) -> [Int64],
        _ floor: (Int) throws(BenchError) -> [Int64]
    ) throws(BenchError) {
        let turns = 4
        var (first, second): ([Int64], [Int64]) = ([], [])
        for _ in 0..<turns {
            first += try ours((count + turns - 1) / turns).warmed
            second += try floor((count + turns - 1) / turns).warmed
        }
        self.ours = Times(nanoseconds: first)
        self.floor = Times(nanoseconds: second)
    }
}

extension [Int64] {
    /// The values without the first twentieth, which warms up caches, pages and processor clocks.
    var warmed: [Int64] { Array(dropFirst(count / 20)) }
}
