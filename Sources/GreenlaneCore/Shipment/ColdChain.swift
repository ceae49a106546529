extension Shipment {
    /// Whether a reading (`min_c`, `max_c`, `minutes`, `tolerated_minutes`) lies outside what the
    /// goods bear: the storage limits of any item, and minutes beyond the tolerance.
    func isOutsideLimits(_ reading: JSONObject) -> Bool {
        func decimal(_ name: String) -> Decimal? {
            reading[name]?.stringValue.flatMap { Decimal($0) }
        }
        let low = decimal("min_c")
        let high = decimal("max_c")
        let tolerated = Int64(
            decimal("tolerated_minutes").map { Int($0.millionths / 1_000_000) } ?? 0)
        if let minutes = reading["minutes"]?.integerValue, minutes <= tolerated { return false }
        return request.items.contains { item in
            if let low, let limit = item.storageMinimum, low < limit { return true }
            if let high, let limit = item.storageMaximum, limit < high { return true }
            return false
        }
    }
}
