internal import GreenlaneCatalog
internal import GreenlaneCore

/// Whitelist schemes for people.
struct SchemeText {
    private let console: Console

    init(_ console: Console) {
        self.console = console
    }

    /// One line for each scheme in force.
    func table(_ pages: [SchemePage], _ day: CalendarDate) -> [String] {
        var table = TextTable([
            .init(console.text("制度", "Scheme")), .init(console.text("名称", "Name"), mayShrink: true),
            .init(console.text("自", "From")), .init(console.text("免除", "Waives"), mayShrink: true),
            .init(console.text("条目有效期", "Entry holds")),
        ])
        for page in pages {
            let scheme = page.scheme
            table.append([
                scheme.id, console.text(scheme.name), scheme.inForce.from?.description ?? "—",
                waives(scheme),
                scheme.validityMonths.map { months($0) } ?? console.text("未查到", "not found"),
            ])
        }
        return TableStyle.lines(table, console) + [
            "",
            console.style.dim(
                console.text(
                    "\(DateText.day(day, console.language)) 施行中的制度。"
                        + "详情：greenlane whitelist schemes nansha",
                    "In force on \(DateText.day(day, console.language)). "
                        + "More: greenlane whitelist schemes nansha")),
        ]
    }

    /// All that is known of one scheme; what nobody found is said to be so.
    func page(_ page: SchemePage) -> [String] {
        let scheme = page.scheme
        var fields = FieldList(console, labelWidth: console.language == .zh ? 12 : 16)
        fields.add(console.text("施行", "In force"), period(scheme))
        fields.add(console.text("免除", "Waives"), waives(scheme))
        for exclusion in scheme.excludes {
            fields.add(
                exclusion == scheme.excludes.first ? console.text("不适用", "Excluded") : "",
                marked(console.text(exclusion.text), exclusion.confidence))
        }
        for topic in SchemeStatement.Topic.allCases {
            let statements = page.statements(topic)
            for (index, statement) in statements.enumerated() {
                fields.add(
                    index == 0 ? console.text(topic.title) : "",
                    marked(console.text(statement.text), statement.confidence))
            }
            if statements.isEmpty {
                fields.add(
                    console.text(topic.title), console.text("未查到", "not found"),
                    style: console.style.dim)
            }
        }
        addSettings(scheme, to: &fields)
        for basis in scheme.basis {
            fields.add(console.text("依据", "Basis"), basis.text(console.language))
        }
        var sources: [String] = []
        for statement in page.statements {
            for source in statement.source.split(separator: ";").map(String.init)
            where !sources.contains(source) { sources.append(source) }
        }
        fields.add(console.text("来源", "Sources"), sources.joined(separator: " "))
        var lines = ["", console.style.bold(console.text(scheme.name)) + "  " + scheme.id, ""]
        if let caution = scheme.caution {
            lines += console.prose(console.text(caution), indent: "  ").map(console.style.amber)
            lines.append("")
        }
        return lines + fields.lines + [""]
    }

    private func addSettings(_ scheme: WhitelistScheme, to fields: inout FieldList) {
        guard scheme.kind == .drugFormWaiver else { return }
        fields.add(
            console.text("条目有效期", "Entry holds"),
            scheme.validityMonths.map { months($0) } ?? console.text("未查到", "not found"))
        fields.add(
            console.text("报关备注", "Remark"),
            scheme.remark.map { marked($0.value, $0.confidence) }
                ?? console.text("未查到", "not found"))
        let (yes, no) = (console.text("可以", "yes"), console.text("不可以", "no"))
        fields.add(
            console.text("代理收货", "Agent"),
            marked(scheme.allowsAgent.value ? yes : no, scheme.allowsAgent.confidence))
        fields.add(
            console.text("退运返还", "Given back"),
            marked(scheme.balanceComesBack.value ? yes : no, scheme.balanceComesBack.confidence))
    }

    private func waives(_ scheme: WhitelistScheme) -> String {
        if scheme.kind == .specialGoodsList {
            return console.text(
                "不免任何单证（只便利特殊物品审批，不免Q）",
                "nothing: quicker special-goods approval only, not Q")
        }
        return scheme.waives.map { waiver in
            switch waiver.permit {
            case "drug-clearance-form": console.text("《进口药品通关单》（Q）", "drug clearance form (Q)")
            case "device-registration": console.text("《医疗器械注册证》", "device registration")
            case "pesticide-notice": console.text("农药放行通知单（微量标准品）", "pesticide notice (trace)")
            case "toxic-chemical-notice":
                console.text("有毒化学品放行通知单（微量标准品）", "toxic-chemical notice (trace)")
            default: waiver.permit
            }
        }.joined(separator: console.text("、", ", "))
    }

    private func period(_ scheme: WhitelistScheme) -> String {
        let from = scheme.inForce.from?.description ?? ""
        guard let to = scheme.inForce.to else { return console.text("\(from) 起", "from \(from)") }
        return console.text("\(from) 至 \(to)", "\(from) to \(to)")
    }

    private func months(_ setting: WhitelistScheme.Setting<Int>) -> String {
        marked(
            console.text("\(setting.value) 个月", "\(setting.value) months"), setting.confidence)
    }

    private func marked(_ text: String, _ confidence: LegalBasis.Confidence) -> String {
        confidence == .confirmed ? text : text + console.text("〔未经确认〕", " [unverified]")
    }
}
