public import GreenlaneCore
public import GreenlaneStore

extension Outcome {
    /// What the caller cannot read in the store: of the shipment only its id and version.
    public var json: JSONValue {
        var object = JSONObject()
        object.append("position", .integer(position))
        object.append("id", .string(id))
        object.append("fits", .bool(fits))
        object.append("isRepeat", .bool(isRepeat))
        if let shipment {
            object.append("shipment", .string(shipment.id))
            object.append("version", .integer(Int64(shipment.version)))
        }
        return .object(object)
    }

    /// Reads what `json` wrote; the shipment is folded from the store as it was at that version.
    /// Throws `door-request-unreadable`, and `EngineFault` where the stream is damaged.
    public init(json: JSONValue, store: LogStore, definitions: DefinitionSet) throws {
        let form = WireForm(json, at: "/outcome")
        guard let position = try form.optionalInteger("position") else {
            throw form.unreadable("position")
        }
        self.init(
            position: position, id: try form.text("id"), fits: try form.flag("fits"),
            isRepeat: try form.flag("isRepeat"))
        guard let name = try form.optionalText("shipment") else { return }
        guard let version = try form.optionalInteger("version"),
            let row = try store.shipment(id: name)
        else { throw form.unreadable("shipment") }
        // Somebody else may have moved it on since.
        shipment = try ShipmentStream.fold(row.stream, name, store, definitions) {
            $0.version <= version
        }
    }
}
