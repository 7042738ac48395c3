package dev.azurepatroni.app.diagram;

/** How drawings look; the dark colours come from the reader's own preference. */
final class Style {
  static final String SHEET =
      """
          svg { --page: #ffffff; --zone: #f3f6f9; --node: #ffffff; --ink: #16212c; --faint: #56677a; --edge: #cdd7e0;
                --pooler: #6a48c4; --database: #0a7a68; --witness: #a86608; --client: #2a6fc9; --good: #1f8a4c; --bad: #cc2f2f; }
          @media (prefers-color-scheme: dark) {
            svg { --page: #0e151d; --zone: #151f2a; --node: #1c2936; --ink: #e7edf3; --faint: #9aacbd; --edge: #33465a;
                  --pooler: #ac95f5; --database: #45c7b0; --witness: #e3b04b; --client: #6cb0ff; --good: #54c583; --bad: #ff7a70; } }
          text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; fill: var(--ink); }
          .title { font-size: 19px; font-weight: 650; }
          .zone-name { font-weight: 600; fill: var(--faint); letter-spacing: .4px; }
          .strong { font-weight: 600; font-size: 13px; }
          .small { font-size: 11px; }
          .faint { fill: var(--faint); }
          .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12px; }
          .middle { text-anchor: middle; }
          .end { text-anchor: end; }
          .page { fill: var(--page); }
          .zone { fill: var(--zone); stroke: var(--edge); stroke-dasharray: 5 4; }
          .node { fill: var(--node); stroke: var(--edge); }
          .node.pooler { stroke: var(--pooler); }
          .node.database { stroke: var(--database); }
          .node.witness { stroke: var(--witness); }
          .bar.pooler, .pooler-ink { fill: var(--pooler); }
          .bar.database, .database-ink, .replication-ink { fill: var(--database); }
          .bar.witness { fill: var(--witness); }
          .entry { fill: var(--page); stroke: var(--client); }
          .chip { fill: var(--zone); stroke: var(--edge); }
          .chip-ink { font-size: 11px; }
          .chip.vote { fill: var(--witness); stroke: none; }
          .chip-ink.vote { fill: var(--page); font-weight: 600; }
          .edge { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
          .client { stroke: var(--client); marker-end: url(#to-balancer); }
          .pooler-edge { stroke: var(--pooler); marker-end: url(#to-pooler); }
          .database-edge { stroke: var(--database); marker-end: url(#to-database); }
          .replication { stroke: var(--database); stroke-width: 5; }
          .votes { stroke: var(--witness); stroke-dasharray: 2 4; }
          .vote-ink { fill: var(--witness); }
          .label { fill: var(--page); stroke: var(--edge); }
          .rule { stroke: var(--edge); }
          .good { fill: var(--good); }
          .bad, .bad-ink { fill: var(--bad); }
      """;

  static final String ARROWS =
      arrow("to-balancer", "client")
          + arrow("to-pooler", "pooler")
          + arrow("to-database", "database");

  private Style() {}

  private static String arrow(String id, String colour) {
    return """
      <marker id="%s" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path d="M0 0 L8 4 L0 8 z" style="fill: var(--%s)"/>
      </marker>
    """
        .formatted(id, colour);
  }
}
