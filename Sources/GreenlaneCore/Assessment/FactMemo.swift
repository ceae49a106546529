/// The facts of one request's items as they were last worked out, for those who ask the same of the
/// same request again: a replay meets the same goods many times. Facts only; what follows from them
/// is decided each time.
public final class FactMemo {
    /// The data that the facts were worked out with.
    private let data: DataInForce
    private var day: CalendarDate?
    private var vectors: [FactVector?] = []

    public init(_ data: DataInForce) {
        self.data = data
    }

    /// Whether these are facts under that data.
    public func serves(_ other: DataInForce) -> Bool { data === other }

    func vector(_ index: Int, on wanted: CalendarDate) -> FactVector? {
        guard wanted == day, index < vectors.count else { return nil }
        return vectors[index]
    }

    func remember(_ vector: FactVector, _ index: Int, on wanted: CalendarDate) {
        if wanted != day {
            day = wanted
            vectors.removeAll(keepingCapacity: true)
        }
        while vectors.count <= index { vectors.append(nil) }
        vectors[index] = vector
    }
}
