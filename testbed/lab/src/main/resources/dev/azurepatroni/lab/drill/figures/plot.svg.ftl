[#ftl output_format="XML"]
[#assign left = 330][#assign width = 560][#assign line = 26][#assign top = 64]
[#assign height = top + rows?size * line + 34]
[#function x seconds][#return left + seconds / max * width][/#function]
[#assign max = seconds]
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 [=left + width + 30] [=height]" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="Write gaps by fault">
  <style>
    .page { fill: #ffffff } .ink { fill: #1f2328 } .soft { fill: #656d76 } .grid { stroke: #d8dee4 } .budget { fill: #ddf4ff }
    .pooler { fill: #0969da } .database { fill: none; stroke: #bc4c00; stroke-width: 1.5 }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117 } .ink { fill: #e6edf3 } .soft { fill: #8d96a0 } .grid { stroke: #30363d } .budget { fill: #12304f }
      .pooler { fill: #4493f8 } .database { stroke: #f0883e }
    }
  </style>
  <rect class="page" width="100%" height="100%"/>
  <text class="ink" x="16" y="26" font-size="15" font-weight="600">Seconds without an acknowledged write, one mark per run</text>
  <circle class="pooler" cx="22" cy="44" r="4"/><text class="soft" x="32" y="48">pooler endpoint</text>
  <circle class="database" cx="152" cy="44" r="4"/><text class="soft" x="162" y="48">database endpoint</text>
  <rect class="budget" x="292" y="38" width="22" height="12" rx="3"/><text class="soft" x="320" y="48">budget, best to worst, for the pooler endpoint</text>
[#list 0..(seconds / step) as mark]
  <line class="grid" x1="[=x(mark * step)?string["0.0"]]" x2="[=x(mark * step)?string["0.0"]]" y1="[=top]" y2="[=height - 30]"/>
  <text class="soft" x="[=x(mark * step)?string["0.0"]]" y="[=height - 12]" text-anchor="middle">[=(mark * step)?string["0"]]</text>
[/#list]
[#list rows as row]
  [#assign y = top + row?index * line + line / 2]
  <text class="ink" x="[=left - 14]" y="[=y + 4]" text-anchor="end">[=row.title]</text>
  [#if row.best??]
  <rect class="budget" x="[=x(row.best)?string["0.0"]]" y="[=y - 9]" width="[=(([x(row.worst) - x(row.best), 3]?max))?string["0.0"]]" height="18" rx="3"/>
  [/#if]
  [#list row.database as gap]
  <circle class="database" cx="[=x(gap)?string["0.0"]]" cy="[=y + 3]" r="4"/>
  [/#list]
  [#list row.pooler as gap]
  <circle class="pooler" cx="[=x(gap)?string["0.0"]]" cy="[=y - 3]" r="3.5" fill-opacity="0.75"/>
  [/#list]
[/#list]
</svg>
