import GreenlaneCore
import GreenlaneEngine

/// The workflow's picture with the way that this shipment took.
enum ShipmentPicture {
    static func svg(
        _ view: ShipmentView, _ history: [JSONValue], _ language: Language
    ) -> String {
        ""
    }
}
