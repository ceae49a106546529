import GreenlaneCore
import Testing

@Suite("Identifiers that people type")
struct IdentifierTests {
    @Test(
        "a credit code is read through spaces, hyphens, case and full-width forms",
        arguments: [
            "91350100M000100Y43", "91350100m000100y43", " 9135 0100-M000100Y-43 ",
            "９１３５０１００Ｍ０００１００Ｙ４３", "91350100\u{200B}M000100Y43\u{3000}",
        ])
    func creditCode(text: String) throws {
        let code = try UnifiedSocialCreditCode.check(text)
        #expect(code == "91350100M000100Y43")
        #expect(UnifiedSocialCreditCode.organisationCodeHolds(code))
    }

    @Test("a wrong check digit names the right one")
    func creditCodeCheckDigit() {
        let problem = #expect(throws: IdentifierProblem.self) {
            try UnifiedSocialCreditCode.check("91440300MA5D6E7F8G")
        }
        #expect(problem?.code == "uscc-check-digit")
        #expect(problem?.message.zh.contains("末位应为 M") == true)
        #expect(problem?.message.en.contains("should be M") == true)
    }

    @Test(
        "a credit code of the wrong form says what is wrong",
        arguments: [
            ("12345", "5"), ("9111000060003IOZSV", "14"), ("91ABCD00M000100Y43", "3"), ("", "0"),
        ])
    func creditCodeForm(text: String, mentions: String) {
        let problem = #expect(throws: IdentifierProblem.self) {
            try UnifiedSocialCreditCode.check(text)
        }
        #expect(problem?.code == "uscc-format")
        #expect(problem?.message.en.contains(mentions) == true)
    }

    @Test("an organisation code with a wrong digit of its own is noticed")
    func organisationCode() {
        #expect(!UnifiedSocialCreditCode.organisationCodeHolds("91350100M000100Y53"))
        #expect(!UnifiedSocialCreditCode.organisationCodeHolds("short"))
    }

    @Test(
        "an air waybill takes its normal form",
        arguments: [
            ("78412345675", "784-12345675"), ("180 1234 5675", "180-12345675"),
            ("784-12345675_hawb001", "784-12345675_HAWB001"),
        ])
    func airWaybill(text: String, expected: String) throws {
        #expect(try AirWaybill.check(text) == expected)
    }

    @Test("the declaration form of a waybill has no hyphen")
    func declarationForm() {
        #expect(AirWaybill.declarationForm("784-12345675_H-1") == "78412345675_H-1")
    }

    @Test(
        "a wrong identifier has its code",
        arguments: [
            ("999-93756970", "awb-check-digit"), ("99-12345675", "awb-format"),
            ("784-12345675_", "awb-format"), ("784-12345675_A B/C", "awb-format"),
        ])
    func wrongWaybill(text: String, code: String) {
        let problem = #expect(throws: IdentifierProblem.self) { try AirWaybill.check(text) }
        #expect(problem?.code == code)
    }

    @Test(
        "a CAS number is read or refused",
        arguments: [
            ("7732-18-5", nil), ("７７３２－１８－５", nil), ("7732–18–5", nil),
            ("7732-18-6", "cas-check-digit"), ("7732185", "cas-format"), ("1-43-4", "cas-format"),
            ("2040/12/3", "cas-format"), ("-18-5", "cas-format"),
        ])
    func cas(text: String, code: String?) {
        do throws(IdentifierProblem) {
            #expect(try CASNumber.check(text) == "7732-18-5")
            #expect(code == nil)
        } catch {
            #expect(error.code == code)
        }
    }

    @Test(
        "tariff, UN and office numbers keep to their shape",
        arguments: [
            ("3822.19.00.90", "3822190090"), ("300212", "300212"),
            ("38221900901 01", "3822190090101"),
        ])
    func tariff(text: String, expected: String) throws {
        #expect(try HSCode.check(text) == expected)
        #expect(throws: IdentifierProblem.self) { try HSCode.check(text + "1") }
        #expect(try UNNumber.check("un 1845") == "UN1845")
        #expect(throws: IdentifierProblem.self) { try UNNumber.check("UN184") }
        #expect(try CustomsOfficeCode.check("５１４１") == "5141")
        #expect(throws: IdentifierProblem.self) { try CustomsOfficeCode.check("514A") }
    }

    @Test("an entry number shows its parts")
    func entryNumber() throws {
        let number = try CustomsEntryNumber("5301 2026 1 000000123")
        #expect(number.office == "5301")
        #expect(number.year == 2026)
        #expect(number.isImport)
        #expect(try !CustomsEntryNumber("516620260000000017").isImport)
        for wrong in ["53012026100000012", "530120262000000123", "530118261000000123"] {
            #expect(throws: IdentifierProblem.self) { try CustomsEntryNumber(wrong) }
        }
    }

    @Test(
        "a container number holds its check digit",
        arguments: [
            ("CSQU3054383", nil), ("oocu 956823-0", nil), ("MSKU1234565", nil),
            ("CSQU3054384", "container-check-digit"), ("CSQA3054383", "container-format"),
            ("CSQU305438", "container-format"),
        ])
    func container(text: String, code: String?) {
        do throws(IdentifierProblem) {
            _ = try ContainerNumber.check(text)
            #expect(code == nil)
        } catch {
            #expect(error.code == code)
        }
    }
}

@Suite(
    "Published identifier vectors",
    .enabled(if: SharedVectors.arePresent, "the shared test vectors are not at hand"))
struct PublishedIdentifierTests {
    @Test("credit codes")
    func creditCodes() throws {
        let data = try SharedVectors.json("ids/uscc.json")
        let valid =
            SharedVectors.codes(data["valid"]) + SharedVectors.codes(data["synthetic"]?["codes"])
        #expect(valid.count > 50)
        for code in valid {
            #expect(try UnifiedSocialCreditCode.check(code) == code)
            #expect(UnifiedSocialCreditCode.organisationCodeHolds(code))
            let wrong = code.dropLast() + (code.hasSuffix("1") ? "2" : "1")
            #expect(throws: IdentifierProblem.self) {
                try UnifiedSocialCreditCode.check(String(wrong))
            }
        }
        // The full-width vector is invalid only before normalisation, which comes first here.
        for code in SharedVectors.codes(data["invalid"]) where code.utf8.count <= 18 {
            #expect(throws: IdentifierProblem.self) { try UnifiedSocialCreditCode.check(code) }
        }
    }

    @Test("air waybills")
    func airWaybills() throws {
        let data = try SharedVectors.json("ids/awb.json")
        for code in SharedVectors.codes(data["valid"]) { _ = try AirWaybill.check(code) }
        for code in SharedVectors.codes(data["invalid"]) {
            #expect(throws: IdentifierProblem.self) { try AirWaybill.check(code) }
        }
        for code in SharedVectors.codes(data["equivalentForms"]) {
            #expect(try AirWaybill.check(code) == "999-12345675")
        }
    }

    @Test("CAS numbers and containers")
    func casAndContainers() throws {
        let cas = try SharedVectors.json("ids/cas.json")
        for code in SharedVectors.codes(cas["valid"]) {
            #expect(try CASNumber.check(code) == code)
        }
        for code in SharedVectors.codes(cas["invalid"]) {
            #expect(throws: IdentifierProblem.self) { try CASNumber.check(code) }
        }
        let containers = try SharedVectors.json("ids/iso6346.json")
        for code in SharedVectors.codes(containers["valid"]) {
            #expect(try ContainerNumber.check(code) == code)
        }
        for code in SharedVectors.codes(containers["invalid"]) {
            #expect(throws: IdentifierProblem.self) { try ContainerNumber.check(code) }
        }
    }

    @Test("customs entry numbers")
    func entryNumbers() throws {
        let data = try SharedVectors.json("ids/customs.json")["entryId"]
        for code in SharedVectors.codes(data?["examples"]) {
            #expect(try CustomsEntryNumber(code).text == code)
        }
        for code in SharedVectors.codes(data?["invalid"]) {
            #expect(throws: IdentifierProblem.self) { try CustomsEntryNumber(code) }
        }
    }
}
