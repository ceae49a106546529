import GreenlaneCore
import GreenlaneEngine

extension ClearanceService {
    /// Puts on the record that a call was refused before it reached the door. The record is
    /// bounded as that of all refusals: repeats of a day are counted, not kept.
    func turnAway(_ turned: TurnedAway, by actor: Actor) async {
        do {
            _ = try await desk.handle(Envelope(.turnAway(turned), by: actor))
        } catch {
            // The writer is overloaded, closing or in trouble, which readiness tells: the caller is
            // refused all the same.
        }
    }
}
