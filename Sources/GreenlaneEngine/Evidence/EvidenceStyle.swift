/// How the page looks: ink on paper, one column, and the same on A4.
enum EvidenceStyle {
    static let sheet = """
        :root{--paper:#fbfaf8;--raised:#fff;--ink:#1d1f22;--quiet:#5c6167;--line:#e3e1dc;\
        --accent:#0b6b57;--amber:#8a5a00;--amber-paper:#fff4d6}
        @media (prefers-color-scheme:dark){:root{--paper:#141517;--raised:#1c1e21;--ink:#e9e8e6;\
        --quiet:#a2a6ab;--line:#2e3135;--accent:#4cc2a5;--amber:#f2c14e;--amber-paper:#33290f}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:400 .9375rem/1.6 system-ui,\
        "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;text-autospace:normal}
        main{max-width:64rem;margin:0 auto;padding:2rem 1.25rem 4rem}
        header{border-bottom:2px solid var(--ink);padding-bottom:1rem;margin-bottom:1.25rem}
        .kind{margin:0;color:var(--quiet);font-size:.8125rem}
        h1{margin:.125rem 0 .5rem;font-size:1.75rem;line-height:1.25;font-weight:600;\
        font-variant-numeric:tabular-nums}
        h2{margin:2.25rem 0 .75rem;font-size:1.125rem;line-height:1.4;font-weight:600}
        h3{margin:0 0 .5rem;font-size:.9375rem;font-weight:600}
        .lead{margin:0;font-size:1.0625rem}
        .lead .en{display:block}
        .en{color:var(--quiet);font-size:.8125em;font-weight:400}
        p{margin:.5rem 0;max-width:46rem}
        .note{color:var(--quiet);font-size:.87em}
        small{display:block;color:var(--quiet);font-size:.93em;line-height:1.45}
        small.mark,.mark{color:var(--amber)}
        .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));\
        gap:.625rem 1.5rem;margin:0}
        .facts div{min-width:0}
        dt{color:var(--quiet);font-size:.87em}
        dd{margin:0;overflow-wrap:anywhere}
        code{font:.93em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace;\
        overflow-wrap:anywhere}
        .wide{overflow-x:auto}
        table{width:100%;border-collapse:collapse;font-size:.875rem;line-height:1.45;\
        font-variant-numeric:tabular-nums}
        th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;\
        border-bottom:1px solid var(--line)}
        th{color:var(--quiet);font-size:.93em;font-weight:400;white-space:nowrap}
        td:last-child,th:last-child{padding-right:0}
        td:first-child{white-space:nowrap}
        strong{font-weight:600}
        .road td:nth-child(2){min-width:9.5rem}
        .road td:nth-child(3){min-width:8rem}
        .goods td:nth-child(2){min-width:10rem}
        .goods td:nth-child(3){white-space:nowrap}
        .road td:nth-child(4){min-width:14rem}
        .road td:nth-child(5){min-width:12rem;font-size:.93em}
        .needs td:nth-child(5){font-size:.93em;min-width:14rem}
        .needs td:nth-child(2){min-width:9rem}
        .needs td:nth-child(4),.papers td:nth-child(1){min-width:8rem}
        .reached{display:block;margin-top:.25rem;color:var(--accent);font-size:.93em}
        .reached::before{content:"✓ "}
        .holding{background:var(--raised);border:1px solid var(--line);border-radius:6px;\
        padding:1rem;margin:0 0 1rem}
        .holding .wide{margin-top:.75rem}
        pre{background:var(--raised);border:1px solid var(--line);border-radius:6px;\
        padding:.75rem 1rem;margin:.75rem 0;white-space:pre-wrap;overflow-wrap:anywhere;\
        font:.87em/1.55 ui-monospace,"SF Mono",Menlo,Consolas,monospace}
        ol,ul{padding-left:1.25rem;margin:.5rem 0;max-width:46rem}
        li{margin:.375rem 0}
        details{margin-top:2.25rem;border-top:1px solid var(--line);padding-top:.75rem}
        summary{cursor:pointer;color:var(--accent)}
        .data{margin-top:.75rem;font-size:.75rem}
        .data td{padding:.25rem .75rem .25rem 0}
        .data code{font-size:.6875rem;overflow-wrap:anywhere}
        @media (max-width:40rem){main{padding:1.25rem .875rem 3rem}
        .road thead{display:none}
        .road tr{display:grid;grid-template-columns:2rem 1fr;padding:.625rem 0;\
        border-bottom:1px solid var(--line)}
        .road td{border:0;padding:0;min-width:0!important}
        .road td:nth-child(1){grid-row:1/span 4;color:var(--quiet)}
        .road td:nth-child(n+2){grid-column:2}}
        @page{size:A4;margin:16mm 14mm}
        @media print{:root{--paper:#fff;--raised:#fff;--ink:#000;--quiet:#444;--line:#bbb;\
        --accent:#0b4f41;--amber:#6b4500}
        body{font-size:9.5pt}main{max-width:none;padding:0}
        h2{break-after:avoid;margin-top:1.5rem}tr,.holding h3,li{break-inside:avoid}
        table{font-size:8.5pt}thead{display:table-header-group}
        .road td,.needs td{min-width:0!important}.wide{overflow:visible}}
        """
}
