import GreenlaneCore
import GreenlaneEngine

/// Correcting a request on the form that it would be filed with.
extension RequestDesk {
    /// The form over what was filed. Nil where the step cannot be taken, or the form cannot hold
    /// what the request says: the shipment's page then tells why, and takes it as a document.
    static func correcting(
        _ correction: RequestCorrection, _ call: PageCall
    ) async throws -> RequestDesk? {
        guard correction.isOpen else { return nil }
        var desk = try await RequestDesk(call, correcting: correction)
        guard RequestCorrection.fits(correction.original, desk.form.parties) else { return nil }
        desk.form.sheet = RequestSheet(correcting: correction.original, desk.form.parties)
        return desk
    }

    /// The form as it was sent.
    static func corrected(_ call: PageCall) async throws -> RequestDesk {
        var correction = try await correction(call)
        guard let version = call.form["version"].flatMap({ Int($0) }), version > 0 else {
            throw APIRefusal.versionNeeded
        }
        correction.version = version
        correction.reason = call.form[RequestCorrection.reasonMember] ?? ""
        return try await RequestDesk(call, correcting: correction)
    }

    /// What is to be corrected of the shipment that the address names.
    static func correction(_ call: PageCall) async throws -> RequestCorrection {
        let reader = call.reader
        let found = try await ShipmentPage.look(call, try call.call.name("id")) {
            RequestCorrection($0.view, reader)
        }
        guard let found else { throw APIRefusal.noRoute }
        return found
    }

    /// Takes the step; what was typed stays on the page where it is refused.
    mutating func correct(_ correction: RequestCorrection) async throws -> Reply {
        guard let request = readForFiling() else { return page() }
        var input = JSONObject()
        let named = RequestCorrection.named(request, as: correction.original)
        input.append(RequestCorrection.requestMember, named.json)
        if !correction.reason.isEmpty {
            input.append(RequestCorrection.reasonMember, .string(correction.reason))
        }
        do {
            let roles = correction.event.roles.compactMap { Actor.Role(rawValue: $0) }
            let caller = try call.caller()
            let envelope = Envelope(
                .step(shipment: correction.shipment, event: correction.event.name, input: input),
                by: caller.actor(among: roles), expectedVersion: correction.version,
                idempotencyKey: try call.idempotencyKey())
            _ = try await call.service.desk.handle(envelope).get()
        } catch let refusal as Refusal where refusal.code == "stale-version" {
            return try await overtaken(correction)
        } catch let refusal as Refusal where Problem.status(of: refusal) < 500 {
            form.reasonError = refusal.details.first {
                $0.pointer == "/" + RequestCorrection.reasonMember
            }.map { call.text($0.message) }
            return refused(refusal)
        }
        return call.done("doneCorrected", at: "/shipments/\(correction.shipment)")
    }

    /// Somebody else was faster: says what they did, and takes the form as it is the next time.
    private mutating func overtaken(_ correction: RequestCorrection) async throws -> Reply {
        let call = call
        let (version, changes) = try await ShipmentPage.look(call, correction.shipment) {
            material -> (Int, [String]) in
            let history = ShipmentHistory(call: call, view: material.view)
            let told = zip(material.history, history.changes(material.history)).filter {
                ($0.0["version"]?.integerValue ?? 0) > Int64(correction.version)
            }.suffix(10).map { line, changes in
                let changed =
                    changes.isEmpty
                    ? ""
                    : call.text("（", " (")
                        + changes.joined(separator: call.text("；", "; ")) + call.text("）", ")")
                return "\(history.moment(line)) \(history.did(line)) \(history.who(line))"
                    + changed
            }
            return (material.view.shipment.version, told)
        }
        form.correction?.version = version
        form.key = SecretText.randomID(length: 22)
        form.trouble = RequestForm.Trouble(
            sentence: call.text(
                "您打开页面之后，\(correction.shipment) 又有变化，所以没有更正。填写的内容都在；"
                    + "对照下面的变化看过以后，再提交一次。",
                "\(correction.shipment) has changed since you opened the page, so nothing was "
                    + "corrected. What you typed is still here; hold it against the changes "
                    + "below, and send it again."),
            status: 412, more: changes.joined(separator: call.text("；", "; ")))
        return page()
    }
}
