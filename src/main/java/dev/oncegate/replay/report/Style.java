package dev.oncegate.replay.report;

/** The page's style sheet: for phones first, in the colours that the reader's system prefers. */
final class Style {
  static final String SHEET =
      """

      :root {
        --ground: #f6f7f9; --card: #fff; --ink: #16202c; --soft: #556270; --line: #d9dfe6;
        --send: #0b6b4f; --send-ground: #e0f4ec; --drop: #46546a; --drop-ground: #e9edf2;
        --park: #85500a; --park-ground: #fdf0d8; --bad: #a32020; --bad-ground: #fdeaea;
        --accent: #1f5fbf; --edge: #8fa9c9; --idle: #c6ced8;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --ground: #10151b; --card: #19212a; --ink: #e8edf3; --soft: #a3b0be; --line: #323e4b;
          --send: #7ce0bb; --send-ground: #11382c; --drop: #bac6d5; --drop-ground: #2a3542;
          --park: #f5c779; --park-ground: #40301a; --bad: #ff9d9d; --bad-ground: #451f22;
          --accent: #86b6ff; --edge: #5d7ba0; --idle: #42505f;
        }
      }
      * { box-sizing: border-box; }
      html { -webkit-text-size-adjust: 100%; }
      body {
        margin: 0; background: var(--ground); color: var(--ink);
        font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
      }
      header, main { max-width: 1180px; margin: 0 auto; padding: 0 10px; }
      header { padding-top: 28px; }
      h1 { margin: 0 0 16px; font-size: 28px; line-height: 1.2; overflow-wrap: anywhere; }
      h2 { margin: 0 0 8px; font-size: 21px; line-height: 1.3; }
      h3 { margin: 24px 0 8px; font-size: 17px; }
      h4 { margin: 0; font-size: 16px; overflow-wrap: anywhere; }
      p { margin: 0 0 12px; max-width: 72ch; }
      code { font: 0.875em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
      code, .note { overflow-wrap: anywhere; }
      table code { overflow-wrap: break-word; }
      td.value code { display: block; min-width: 21ch; max-width: 48ch; overflow-wrap: anywhere; }
      .kicker { margin: 0 0 4px; color: var(--accent); font-weight: 600; }
      .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .answers { list-style: none; margin: 0 0 16px; padding: 0; display: grid; gap: 8px; }
      .answers li { display: flex; gap: 10px; padding: 10px 14px; border-radius: 8px; font-weight: 600; }
      .answers .good { background: var(--send-ground); color: var(--send); }
      .answers .notable { background: var(--park-ground); color: var(--park); }
      .mark { flex: none; width: 1em; text-align: center; }
      dl { margin: 0; }
      .figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; }
      .figures div, section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
      .figures div { padding: 10px 14px; display: flex; flex-direction: column-reverse; }
      .figures dt { color: var(--soft); font-size: 14px; line-height: 1.3; }
      .figures dd { margin: 0; font-size: clamp(17px, 5vw, 26px); font-weight: 700;
        font-variant-numeric: tabular-nums; }
      section { margin: 14px 0; padding: 16px 12px; }
      .columns { display: grid; gap: 24px; grid-template-columns: minmax(0, 1fr); }
      .subject div { padding: 6px 0; border-top: 1px solid var(--line); }
      .subject dt { color: var(--soft); font-size: 14px; }
      .subject dd { margin: 0; }
      .scroll { overflow-x: auto; margin: 0 0 20px; }
      .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
      table { border-collapse: collapse; min-width: min(100%, 520px); font-size: 15px; }
      caption { text-align: left; font-weight: 650; padding: 4px 0; }
      th, td { text-align: left; vertical-align: top; padding: 7px 10px 7px 0; font-weight: 400; }
      th:last-child, td:last-child { padding-right: 0; }
      thead th { color: var(--soft); font-size: 13px; font-weight: 600; vertical-align: bottom; }
      tbody tr { border-top: 1px solid var(--line); }
      .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
      tbody tr.further { border-top: 0; }
      .none { color: var(--soft); }
      .note { display: block; color: var(--soft); font-size: 13px; }
      code.note { font-size: 12.5px; }
      .action { display: inline-block; padding: 1px 8px; border-radius: 6px; font-size: 13px; font-weight: 700; }
      .action.send { background: var(--send-ground); color: var(--send); }
      .action.drop { background: var(--drop-ground); color: var(--drop); }
      .action.park { background: var(--park-ground); color: var(--park); }
      .condition { color: var(--soft); white-space: nowrap; }
      .condition code { color: var(--ink); }
      .condition .cell, .condition del code { color: var(--soft); }
      .condition del { text-decoration-thickness: 2px; text-decoration-color: var(--bad); }
      td.flag { color: var(--bad); font-weight: 700; }
      .sentence { display: block; min-width: 12em; }
      .group { margin: 12px 0; padding: 12px 14px 2px; border-left: 4px solid var(--park); background: var(--ground);
        border-radius: 0 8px 8px 0; }
      .group.gains { border-color: var(--send); }
      .group.loses { border-color: var(--bad); }
      .group .scroll { margin-bottom: 8px; }
      .flow { display: block; width: 100%; max-width: 500px; height: auto; }
      .flow text { fill: var(--ink); font-family: inherit; font-size: 14px; }
      .flow .start { fill: var(--accent); }
      .flow .start-text { fill: var(--card); font-weight: 700; font-size: 15px; }
      .flow .rule { fill: var(--ground); stroke: var(--line); }
      .flow .address { fill: var(--soft); font-size: 11.5px; font-family: ui-monospace, Menlo, Consolas, monospace; }
      .flow .count { font-weight: 650; font-size: 13px; font-variant-numeric: tabular-nums; }
      .flow .edge { stroke: var(--edge); fill: none; }
      .flow .edge.head { stroke: none; fill: var(--edge); }
      .flow .edge.idle { stroke: var(--idle); stroke-dasharray: 3 3; }
      .flow .edge.idle.head { fill: var(--idle); }
      .flow .action { font-weight: 700; font-size: 13px; }
      .flow .reason { font-size: 12px; }
      .flow .send .verdict { fill: var(--send-ground); stroke: var(--send); }
      .flow .drop .verdict { fill: var(--drop-ground); stroke: var(--drop); }
      .flow .park .verdict { fill: var(--park-ground); stroke: var(--park); }
      .flow .never .verdict { fill: none; stroke: var(--idle); stroke-dasharray: 4 3; }
      .flow .never .rule { fill: none; stroke-dasharray: 4 3; }
      .flow .never text { fill: var(--soft); }
      .flow .never .count { fill: var(--bad); }
      .flow .send .action, .flow .send .reason { fill: var(--send); }
      .flow .drop .action, .flow .drop .reason { fill: var(--drop); }
      .flow .park .action, .flow .park .reason { fill: var(--park); }
      @media (min-width: 700px) {
        header, main { padding-left: 28px; padding-right: 28px; }
        section { padding: 24px 28px; }
        th, td { padding-right: 14px; }
        th:last-child, td:last-child { padding-right: 0; }
        .answers { grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); }
        .subject div { display: grid; grid-template-columns: 200px 1fr; }
      }
      @media (min-width: 1080px) {
        .decisions .columns { grid-template-columns: minmax(0, 500px) minmax(0, 1fr); gap: 44px; }
      }
      @media print { section { break-inside: auto; } .scroll { overflow: visible; } }
      """;

  private Style() {}
}
