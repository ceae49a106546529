#!/usr/bin/env python3
"""Makes the HS table from two source tables.

    make-hs-table.py FOLDER > Workflows/codes/hs.csv

FOLDER holds hs_codes.csv (few lines, looked at one by one) and hs_tariff.csv (many lines, gathered
by machine). Where both have a line, the first wins cell by cell. An empty cell means that no source
shows it, `none` that it is known to be empty, and a trailing [M] that it is from memory.
"""
import csv
import io
import os
import sys

COLUMNS = ["hs10", "description_zh", "description_en", "supervision_codes",
           "inspection_categories", "mfn_pct", "vat_pct", "source", "year", "status"]


def rows(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def letters(cell, is_memory):
    """Drops remarks such as `R/ (old)` and marks what is from memory."""
    text = cell.strip()
    marked = is_memory or "[M]" in text or ".." in text or "(" in text
    text = text.replace("[M]", "").split("(")[0].replace("..", "").strip()
    if not text:
        return ""
    return f"{text} [M]" if marked else text


def from_code(row):
    is_memory = row["status"] == "unverified" or row["source"].startswith("memory")
    return {
        "hs10": row["hs10"], "description_zh": row["description_zh"],
        "description_en": row["description_en"],
        "supervision_codes": letters(row["supervision_codes"], is_memory),
        "inspection_categories": letters(row["inspection_categories"], is_memory),
        "mfn_pct": row["mfn_pct"].strip(), "vat_pct": row["vat_pct"].strip(),
        "source": row["source"], "year": row["source_date"].replace("n.d.", ""),
        "status": row["status"],
    }


def from_tariff(row):
    return {
        "hs10": row["hs10"], "description_zh": row["description_zh"], "description_en": "",
        "supervision_codes": letters(row["supervision_codes"], False),
        "inspection_categories": letters(row["inspection_categories"], False),
        "mfn_pct": row["mfn_pct"].strip(), "vat_pct": row["vat_pct"].strip(),
        "source": row["source"].split(";")[0].split("@")[0], "year": row["tariff_year"],
        "status": row["status"],
    }


def main():
    folder = sys.argv[1]
    table = {row["hs10"]: from_tariff(row) for row in rows(folder, "hs_tariff.csv")}
    for row in rows(folder, "hs_codes.csv"):
        new = from_code(row)
        old = table.get(row["hs10"])
        if old:
            for column in COLUMNS:
                if new[column] == "" and old[column] != "":
                    new[column] = old[column]
                    if column in ("supervision_codes", "inspection_categories"):
                        # The status of the row speaks for the first table's cells only.
                        if not new[column].endswith("[M]"):
                            new[column] += " [M]"
        table[row["hs10"]] = new
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for code in sorted(table):
        row = {name: " ".join(value.split()) for name, value in table[code].items()}
        if len(code) == 10 and code.isdigit():
            writer.writerow(row)
    sys.stdout.write(out.getvalue())


if __name__ == "__main__":
    main()
