import GreenlaneCore
import Testing

@Suite("Text on a terminal")
struct DisplayTests {
    @Test(
        "columns as people see them",
        arguments: [
            ("abc", 3), ("胎牛血清", 8), ("蛋白酶Ｋ", 8), ("e\u{301}", 1), ("é", 1), ("👩‍🔬", 2), ("🇨🇳", 2),
            ("✅", 2), ("❤\u{FE0F}", 2), ("❤", 1), ("℃", 1), ("，", 2), ("𠮷", 2), ("한글", 4), ("한", 2),
            ("a\u{200B}b", 2), ("", 0), ("μg", 2), ("“a”", 3),
        ])
    func widths(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test(
        "cuts to the width and says so",
        arguments: [
            ("胎牛血清", 8, "胎牛血清"), ("胎牛血清", 7, "胎牛血…"), ("胎牛血清", 6, "胎牛…"),
            ("abcdef", 4, "abc…"), ("abc", 0, ""), ("血", 1, "…"),
        ])
    func truncates(text: String, width: Int, expected: String) {
        #expect(DisplayWidth.truncated(text, to: width) == expected)
        #expect(DisplayWidth.of(DisplayWidth.truncated(text, to: width)) <= max(width, 0))
    }

    @Test(
        "wraps between Chinese characters and at spaces, not before punctuation",
        arguments: [
            ("请核对运单，再提交。", 10, ["请核对运", "单，再提", "交。"]),
            ("please look again", 11, ["please look", "again"]),
            ("提交 CSV 文件", 8, ["提交 CSV", "文件"]), ("", 5, [""]), ("abcdefgh", 4, ["abcdefgh"]),
        ])
    func wraps(text: String, width: Int, expected: [String]) {
        #expect(DisplayWidth.wrapped(text, to: width) == expected)
    }

    @Test("columns align, whatever stands in them")
    func alignsColumns() {
        var table = TextTable([
            TextTable.Column("品名"), TextTable.Column("Qty", alignment: .trailing),
            TextTable.Column("State"),
        ])
        table.append(["胎牛血清", "500", "filed"])
        table.append(["trypsin", "2", "released", "surplus"])
        table.append(["x"])
        #expect(
            table.lines() == [
                "品名      Qty  State", "胎牛血清  500  filed", "trypsin     2  released",
                "x              ",
            ])
    }

    @Test("the widest column that may shrink gives way")
    func shrinks() {
        var table = TextTable([
            TextTable.Column("id"), TextTable.Column("name", mayShrink: true),
            TextTable.Column("n", alignment: .trailing),
        ])
        table.append(["GL-1", "a very long name indeed", "7"])
        #expect(
            table.lines(width: 22) == ["id    name           n", "GL-1  a very long …  7"])
        #expect(table.lines(width: 5).allSatisfy { DisplayWidth.of($0) == 15 })
    }

    @Test("a style sees whole cells and does not move them")
    func styles() {
        var table = TextTable([TextTable.Column("a"), TextTable.Column("b")])
        table.append(["1", "2"])
        #expect(
            table.lines { row, column, text in row < 0 ? "<\(text)>" : text } == [
                "<a>  <b>", "1  2",
            ])
    }

    @Test("a name cannot steer the terminal")
    func printable() {
        #expect(PlainText.printable("a\u{1B}[31mb\nc\u{202E}d") == "a\u{FFFD}[31mb c\u{FFFD}d")
        #expect(PlainText.printable("胎牛血清") == "胎牛血清")
        var table = TextTable([TextTable.Column("a")])
        table.append(["x\u{1B}]0;title\u{7}"])
        #expect(table.lines()[1] == "x\u{FFFD}]0;title\u{FFFD}")
    }
}

@Suite("Days and moments as people read them")
struct DateTextTests {
    @Test(
        "the day with its weekday",
        arguments: [
            ("2026-11-21", "2026-11-21 周六", "Sat 21 Nov 2026"),
            ("2026-01-05", "2026-01-05 周一", "Mon 5 Jan 2026"),
            ("2028-02-29", "2028-02-29 周二", "Tue 29 Feb 2028"),
        ])
    func days(text: String, zh: String, en: String) throws {
        let date = try #require(CalendarDate(text))
        #expect(DateText.day(date, .zh) == zh)
        #expect(DateText.day(date, .en) == en)
    }

    @Test("a moment is shown in Asia/Shanghai, whatever its offset")
    func moments() throws {
        let time = try #require(Timestamp("2026-11-20T18:05:59Z"))
        #expect(DateText.moment(time, .zh) == "2026-11-21 周六 02:05")
        #expect(DateText.moment(time, .en) == "Sat 21 Nov 2026 02:05")
    }
}
