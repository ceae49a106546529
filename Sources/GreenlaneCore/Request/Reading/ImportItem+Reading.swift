extension ImportItem {
    static let memberNames = [
        "line", "name", "form", "origin", "hs", "cas", "un", "catalogue", "spec", "composition",
        "managedAs", "chinaApproval", "foreignApproval", "chosenLevels", "firstImport", "pathogen",
        "controls", "cites", "humanGeneticResource", "commercialCellBank", "processing",
        "traceTestStandard", "quantity", "value", "storage",
    ]

    /// An item; its line is 0 where that is missing, which is a problem already noted.
    static func read(
        _ json: JSONValue, at pointer: String, _ problems: RequestProblems
    ) -> ImportItem? {
        guard let reader = MemberReader(json, at: pointer, known: memberNames, problems) else {
            return nil
        }
        var item = ImportItem(
            line: reader.integer(
                "line", in: 1...ImportRequest.maximumItems, required: true) ?? 0)
        item.readIdentity(reader)
        item.readNature(reader)
        item.readRules(reader)
        item.readAmounts(reader)
        return item
    }

    private mutating func readIdentity(_ reader: MemberReader) {
        if let names = reader.child("name", known: ["zh", "en"], required: true) {
            if names.object["zh"] == nil, names.object["en"] == nil {
                reader.problems.add(.empty, at: names.pointer)
            }
            nameZh = names.text("zh", limit: 255)
            nameEn = names.text("en", limit: 255)
        }
        form = reader.choice("form")
        origin = Origin.read(reader)
        hs = reader.exact("hs", HSCode.check)
        cas = reader.identifier("cas", CASNumber.check)
        un = reader.exact("un", UNNumber.check)
        if let catalogue = reader.child("catalogue", known: ["supplier", "number", "batch"]) {
            let read = Catalogue(
                supplier: catalogue.text("supplier"), number: catalogue.text("number"),
                batch: catalogue.text("batch"))
            self.catalogue = read == Catalogue() ? nil : read
        }
        spec = reader.text("spec", limit: 200)
    }

    private mutating func readNature(_ reader: MemberReader) {
        if let elements = reader.elements("composition", limit: 50) {
            var components: [Component] = []
            for (index, element) in elements.enumerated() where !reader.problems.isFull {
                let pointer = JSONPointer.appending(index, to: reader.place("composition"))
                if let component = Component.read(element, at: pointer, reader.problems) {
                    components.append(component)
                }
            }
            composition = components
        }
        if let known = reader.child(
            "pathogen", known: ["contains", "class", "animalPathogen", "inactivated"])
        {
            pathogen = Pathogen(
                contains: known.choice("contains"), classNumber: known.integer("class", in: 1...4),
                animalPathogen: known.flag("animalPathogen"),
                inactivated: known.flag("inactivated"))
        }
        controls = readControls(reader)
        cites = reader.choice("cites")
        humanGeneticResource = reader.flag("humanGeneticResource")
        commercialCellBank = reader.flag("commercialCellBank")
        processing = reader.choice("processing")
        traceTestStandard = reader.flag("traceTestStandard")
        firstImport = reader.flag("firstImport")
    }

    private func readControls(_ reader: MemberReader) -> [Control]? {
        guard let elements = reader.elements("controls") else { return nil }
        var controls: [Control] = []
        for (index, element) in elements.enumerated() where !reader.problems.isFull {
            let pointer = JSONPointer.appending(index, to: reader.place("controls"))
            guard
                let control = MemberReader.choice(
                    element, at: pointer, among: Control.allCases, reader.problems)
            else { continue }
            if controls.contains(control) {
                reader.problems.add(.duplicateValue(control.rawValue), at: pointer)
            } else {
                controls.append(control)
            }
        }
        return controls
    }

    private mutating func readRules(_ reader: MemberReader) {
        managedAs = reader.choice("managedAs")
        if let approval = reader.child("chinaApproval", known: ["status", "number"]) {
            let status: ApprovalStatus? = approval.choice("status", required: true)
            chinaApproval = Approval(
                approved: status == .approved, number: approval.text("number", limit: 64))
        }
        if let approval = reader.child("foreignApproval", known: ["status", "country"]) {
            let status: ApprovalStatus? = approval.choice("status", required: true)
            foreignApproval = Approval(
                approved: status == .approved, country: approval.country("country"))
        }
        if let levels = reader.child("chosenLevels", known: ["biomaterial", "specialGoods"]) {
            chosenBiomaterialLevel = levels.integer("biomaterial", in: 1...4)
            chosenSpecialGoodsLevel = levels.choice("specialGoods")
        }
    }

    private mutating func readAmounts(_ reader: MemberReader) {
        if let stated = reader.child("quantity", known: ["amount", "unit", "content"]) {
            let amount: Decimal?
            (amount, quantity) = Self.quantity(stated)
            if reader.problems.need == .filing, amount == .zero {
                reader.problems.add(.quantityZero, at: stated.place("amount"))
            }
            readContent(stated)
        } else if reader.problems.need == .filing, reader.object["quantity"] == nil {
            reader.problems.add(.quantityNeeded, at: reader.place("quantity"))
        }
        if let stated = reader.child("value", known: ["amount", "currency"]) {
            let amount = stated.decimal("amount", required: true)
            let currency = stated.capitals(
                "currency", count: 3,
                meaning: LocalizedText(
                    zh: "币制应为三位大写字母代码，例如 USD",
                    en: "A currency is a code of three capital letters, such as USD"),
                required: true)
            if let amount, let currency { value = Money(amount: amount, currency: currency) }
        }
        if let storage = reader.child("storage", known: ["minC", "maxC"]) {
            storageMinimum = storage.decimal("minC", .temperature)
            storageMaximum = storage.decimal("maxC", .temperature)
            if let low = storageMinimum, let high = storageMaximum, low > high,
                reader.problems.need != .stored
            {
                reader.problems.add(.storageReversed, at: storage.place("minC"))
            }
        }
    }

    /// The amount as well, which may be judged where the unit is wrong.
    private static func quantity(_ stated: MemberReader) -> (Decimal?, Quantity?) {
        let amount = stated.decimal("amount", required: true)
        let unit: Unit? = stated.choice("unit", required: true)
        guard let amount, let unit else { return (amount, nil) }
        return (amount, Quantity(amount, unit))
    }

    /// What one unit holds says something only in a unit that measures otherwise.
    private mutating func readContent(_ stated: MemberReader) {
        guard let reader = stated.child("content", known: ["amount", "unit"]) else { return }
        let amount: Decimal?
        (amount, content) = Self.quantity(reader)
        guard reader.problems.need != .stored else { return }
        if amount == .zero {
            reader.problems.add(.contentZero, at: reader.place("amount"))
        }
        if let content, let unit = quantity?.unit, unit.converts(to: content.unit) {
            reader.problems.add(
                .contentSameMeasure(unit.rawValue), at: reader.place("unit"))
        }
    }

    private enum ApprovalStatus: String, CaseIterable {
        case approved, none
    }
}

extension ImportItem.Origin {
    fileprivate static func read(_ parent: MemberReader) -> Self {
        let known = ["material", "components", "species", "country"]
        guard let reader = parent.child("origin", known: known) else { return Self() }
        var origin = Self(material: reader.choice("material"))
        if let elements = reader.elements("components") {
            let allowed = ImportItem.Material.allCases.filter { $0 != .mixed && $0 != .none }
            var components: [ImportItem.Material] = []
            for (index, element) in elements.enumerated() where !reader.problems.isFull {
                let pointer = JSONPointer.appending(index, to: reader.place("components"))
                if let material = MemberReader.choice(
                    element, at: pointer, among: allowed, reader.problems)
                {
                    components.append(material)
                }
            }
            origin.components = components
        }
        origin.species = reader.text("species", limit: 100)
        origin.country = reader.country("country")
        return origin
    }
}

extension ImportItem.Component {
    fileprivate static func read(
        _ json: JSONValue, at pointer: String, _ problems: RequestProblems
    ) -> Self? {
        guard
            let reader = MemberReader(
                json, at: pointer, known: ["name", "cas", "percent"], problems)
        else { return nil }
        let name = reader.text("name", limit: 200, required: true)
        let cas = reader.identifier("cas", CASNumber.check)
        let percent = reader.decimal("percent")
        return name.map { Self(name: $0, cas: cas, percent: percent) }
    }
}
