import GreenlaneCatalog
import GreenlaneCore

/// An invented list of any size, always the same: for measuring, never for declaring.
struct SyntheticWhitelist {
    /// Items that a unit lists.
    static let itemsOfUnit = 10
    /// Different items there are.
    private static let kinds = 5_000

    let entries: Int

    /// The file as an authority would publish it.
    var file: CatalogFile {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries * 240)
        bytes += Array(
            ("SYNTHETIC,scheme,entry_id,batch_no,unit_name,unit_uscc,item_name_zh,item_name_en,cas,"
                + "hs10,attribute,spec,approved_qty,qty_unit,valid_from,valid_to,waives,status\n")
                .utf8)
        for number in 0..<entries { bytes += Array(row(number).utf8) }
        return CatalogFile(name: "SYNTHETIC.csv", bytes: bytes)
    }

    private func row(_ number: Int) -> String {
        let unit = number / Self.itemsOfUnit
        let item = item(number)
        return "YES,nansha,NS-SYN-\(number),SYN-BENCH,虚构单位\(unit) (Synthetic Unit \(unit)),"
            + "\(uscc(unit)),\(item.nameZh ?? ""),\(item.nameEn ?? ""),,3001901000,"
            + "process material,research grade,500,g,2026-07-01,2026-12-31,drug-clearance-form,"
            + "active\n"
    }

    /// The item of a row; those of one unit differ.
    func item(_ number: Int) -> ImportItem {
        let kind = number &* 7_919 % Self.kinds
        return ImportItem(
            line: 1, nameZh: "虚构试剂\(kind)号", nameEn: "Synthetic reagent \(kind)")
    }

    /// The code of a unit, with its check digit.
    func uscc(_ unit: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
        var rest = unit
        var body = "91440115M"
        for _ in 0..<8 {
            body.append(alphabet[rest % alphabet.count])
            rest /= alphabet.count
        }
        let digit = UnifiedSocialCreditCode.checkDigit(of: body)
        return body + (digit.map(String.init) ?? "")
    }
}
