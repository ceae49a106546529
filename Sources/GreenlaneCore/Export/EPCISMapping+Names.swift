/// Goods, parties, places and papers of a shipment under their URIs.
extension EPCISMapping {
    var consignmentID: String { EPCISName.uri("consignment", shipment.id) }

    var goods: [EPCISGoods] { shipment.request.items.map(goods) }

    func goods(line: Int) -> EPCISGoods? { shipment.item(line).map(goods) }

    /// The lot where catalogue number and batch are stated, so that it is the same in every
    /// shipment; else the goods of this line.
    private func goods(_ item: ImportItem) -> EPCISGoods {
        let epcClass: String
        if let number = item.catalogue?.number, let batch = item.catalogue?.batch {
            epcClass = EPCISName.uri("lot", item.catalogue?.supplier ?? "", number, batch)
        } else {
            epcClass = EPCISName.uri("goods", shipment.id, String(item.line))
        }
        return EPCISGoods(epcClass: epcClass, line: item.line, quantity: item.quantity)
    }

    /// The customs district of the port, or the unit that uses the goods.
    func place(_ place: EPCISObservation.Place) -> String? {
        switch place {
        case .unknown: nil
        case .customs:
            shipment.request.transport.portOfEntry.map { EPCISName.uri("customs-district", $0) }
        case .user: code(of: user).map { EPCISName.uri("site", $0) }
        }
    }

    // MARK: Parties

    private var user: Party { shipment.request.endUser ?? shipment.request.importer }

    private func code(of party: Party) -> String? { party.uscc }

    /// Named by the shipment: a foreign shipper has no number here, and names stay out, for one may
    /// be a person's.
    var shipper: [EPCISDraft.Reference] {
        guard let exporter = shipment.request.exporter else { return [] }
        let id =
            exporter.uscc.map { EPCISName.uri("uscc", $0) }
            ?? EPCISName.uri("party", shipment.id, "exporter")
        return [EPCISDraft.Reference(type: "possessing_party", id: id)]
    }

    var receivers: [EPCISDraft.Reference] {
        var references: [EPCISDraft.Reference] = []
        if let owner = code(of: shipment.request.importer) {
            references.append(.init(type: "owning_party", id: EPCISName.uri("uscc", owner)))
        }
        if let holder = code(of: user) {
            references.append(.init(type: "possessing_party", id: EPCISName.uri("uscc", holder)))
        }
        return references
    }

    // MARK: Papers

    var requestReference: EPCISDraft.Reference {
        EPCISDraft.Reference(
            type: EPCISObservation.transaction("import_request"),
            id: EPCISName.uri("shipment", shipment.id))
    }

    /// All papers that stand: request, waybill, declarations, permits and whitelist entries.
    var papers: [EPCISDraft.Reference] {
        var references = [requestReference]
        let waybill =
            entry.event.input["waybill"]?.stringValue ?? shipment.request.transport.document
        if let waybill {
            references.append(.init(type: "bol", id: EPCISName.uri("waybill", waybill)))
        }
        for declaration in shipment.declarations
        where declaration.status != .withdrawn && declaration.status != .rejected {
            references.append(reference(declaration))
        }
        for draw in shipment.draws where draw.isLive {
            let paper = reference(draw)
            if !references.contains(paper) { references.append(paper) }
        }
        return references
    }

    /// By the number of Customs, else the pre-entry number, else its place in the shipment.
    func reference(_ declaration: Declaration) -> EPCISDraft.Reference {
        let id: String
        if let number = declaration.entryNumber {
            id = EPCISName.uri("declaration", number)
        } else if let number = declaration.number {
            id = EPCISName.uri("pre-entry", number)
        } else {
            id = EPCISName.uri("declaration-of", shipment.id, String(declaration.index))
        }
        return EPCISDraft.Reference(
            type: EPCISObservation.transaction("customs_declaration"), id: id)
    }

    /// A permit is named as its paper is; a whitelist entry by its id in the list.
    func reference(_ draw: Draw) -> EPCISDraft.Reference {
        switch draw.ledger {
        case .permit:
            let id =
                permits[draw.id].map { EPCISName.uri("permit", $0.code, $0.number) }
                ?? EPCISName.uri("permit", draw.permit, draw.id)
            return EPCISDraft.Reference(type: "cert", id: id)
        case .entry:
            return EPCISDraft.Reference(
                type: EPCISObservation.transaction("whitelist_entry"),
                id: EPCISName.uri("whitelist-entry", draw.id))
        }
    }
}
