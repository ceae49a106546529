import GreenlaneCore

extension WhitelistRow {
    /// The entry of the row, with all that is wrong in it noted.
    mutating func entry(_ schemes: WhitelistSchemeBook) -> WhitelistEntry {
        let entry = makeEntry()
        check(entry, schemes)
        return entry
    }

    private mutating func makeEntry() -> WhitelistEntry {
        let synthetic = text(.synthetic)?.uppercased()
        if let synthetic, !["YES", "NO"].contains(synthetic) {
            report(.synthetic, "value-unknown", zh: "应为YES或NO", en: "YES or NO is expected")
        }
        for column in [WhitelistColumn.entry, .batch, .scheme] {
            guard let text = text(column), text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
            else { continue }
            report(
                column, "name-unreadable", zh: "含有看不见的控制字符",
                en: "holds an invisible control character")
        }
        let extras = members.filter {
            WhitelistColumn(name: $0.name) == nil && !$0.text.isEmpty
        }
        return WhitelistEntry(
            isSynthetic: synthetic == "YES", scheme: required(.scheme), id: required(.entry),
            batch: text(.batch) ?? "", unitName: required(.unitName), unitUscc: uscc(),
            itemNameZh: text(.nameZh), itemNameEn: text(.nameEn), cas: cas(), hs10: hs(),
            purpose: purpose(), spec: text(.spec), approved: quantity(), validFrom: date(.from),
            validTo: date(.to), waives: texts(.waives).map { $0.split(separator: " ").joined() },
            status: status(),
            extras: extras.map { WhitelistEntry.Extra(column: $0.name, value: $0.text) },
            synonyms: texts(.synonyms), statusReason: text(.statusReason),
            statusDate: date(.statusDate))
    }

    private mutating func uscc() -> String {
        let text = required(.uscc)
        guard !text.isEmpty else { return "" }
        do {
            return try UnifiedSocialCreditCode.check(text)
        } catch {
            report(.uscc, error.code, zh: error.message.zh, en: error.message.en)
            return text
        }
    }

    private mutating func cas() -> String? {
        guard let text = text(.cas) else { return nil }
        do {
            return try CASNumber.check(text)
        } catch {
            report(.cas, error.code, zh: error.message.zh, en: error.message.en)
            return text
        }
    }

    private mutating func hs() -> String? {
        guard let text = text(.hs10) else { return nil }
        if text.utf8.count != 10 || !text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            report(.hs10, "hs-format", zh: "应为十位数字", en: "ten digits are expected")
        }
        return text
    }

    private mutating func purpose() -> ImportRequest.Purpose? {
        guard let text = text(.attribute) else { return nil }
        if let purpose = WhitelistColumn.purpose(text) { return purpose }
        let shown = PlainText.printable(text)
        report(
            .attribute, "value-unknown", zh: "未知属性“\(shown)”",
            en: "there is no attribute \"\(shown)\"")
        return nil
    }

    private mutating func status() -> WhitelistEntry.Status {
        let text = required(.status)
        if let status = WhitelistEntry.Status(rawValue: text) { return status }
        if !text.isEmpty {
            let shown = PlainText.printable(text)
            report(
                .status, "value-unknown", zh: "未知状态“\(shown)”",
                en: "there is no status \"\(shown)\"")
        }
        return .suspended
    }

    private mutating func check(_ entry: WhitelistEntry, _ schemes: WhitelistSchemeBook) {
        if entry.itemNameZh == nil, entry.itemNameEn == nil {
            report(.nameZh, "whitelist-cell-missing", zh: "缺少品名", en: "a name is needed")
        }
        if let from = entry.validFrom, let to = entry.validTo, to < from {
            report(.to, "date-order", zh: "止期早于起期", en: "ends before it starts")
        }
        let kind = schemes.kind(entry.scheme)
        if entry.waives.isEmpty, kind != .specialGoodsList {
            report(.waives, "whitelist-cell-missing", zh: "不能为空", en: "a value is needed")
        }
        guard !entry.scheme.isEmpty else { return }
        guard let kind else {
            let shown = PlainText.printable(entry.scheme)
            report(
                .scheme, "whitelist-scheme-unknown", zh: "未知的白名单制度“\(shown)”",
                en: "there is no scheme \"\(shown)\"")
            return
        }
        for code in schemes.excess(entry.waives, scheme: entry.scheme, from: entry.validFrom) {
            let shown = PlainText.printable(code)
            if kind == .specialGoodsList {
                report(
                    .waives, "whitelist-waives-too-much",
                    zh: "“\(entry.scheme)”是特殊物品清单，只便利特殊物品审批，不免《进口药品通关单》"
                        + "或其他任何单证，不能写“\(shown)”",
                    en: "\"\(entry.scheme)\" is a special-goods list: it waives no drug clearance "
                        + "form (Q) nor any other document, so not \"\(shown)\"")
            } else {
                report(
                    .waives, "whitelist-waives-too-much", zh: "该制度不能免除“\(shown)”",
                    en: "the scheme cannot waive \"\(shown)\"")
            }
        }
    }
}
