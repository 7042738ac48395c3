<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>verify ${stack}</title>
<style>
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --faint: #666e78; --line: #d5d9de; --good: #1a7f37; --warn: #9a6700; --bad: #cf222e; --plot: #0b62c4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ed; --paper: #14171b; --faint: #9aa3ad; --line: #363c44; --good: #4bc26b; --warn: #d6a02c; --bad: #ff6b66; --plot: #62a8f5; }
}
body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto; max-width: 56rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.value, th.value { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
section { margin-top: 2rem; }
h2 { font-size: 1.1rem; margin-bottom: .3rem; }
.passed { color: var(--good); } .warned { color: var(--warn); } .failed { color: var(--bad); } .not { color: var(--faint); }
.faint { color: var(--faint); }
svg { width: 100%; height: auto; }
figure { margin: 1rem 0; } figcaption { color: var(--faint); }
</style>
</head>
<body>
<h1>verify ${stack}</h1>
<p>${passed} passed, ${warned} warned, ${failed} failed, ${notRun} not run, in ${seconds} s <span class="faint">from ${started}</span></p>
<table>
<tr><th>check</th><th></th><th></th><th class="value">s</th></tr>
<#list results as result>
<tr><td><a href="#${result.id}">${result.id}</a></td><td>${result.title}</td><td class="${result.status}">${result.status}</td><td class="value">${result.seconds}</td></tr>
</#list>
</table>
<#list results as result>
<section id="${result.id}">
<h2>${result.title} <span class="${result.status}">${result.status}</span></h2>
<#list result.messages>
<ul>
<#items as message>
<li>${message}</li>
</#items>
</ul>
</#list>
<#list result.figures>
<table>
<#items as figure>
<tr><td>${figure[0]}</td><td class="value">${figure[1]}</td></tr>
</#items>
</table>
</#list>
<#list result.plots as plot>
<figure>
<figcaption>${plot.title}: up to ${plot.highest} ${plot.unit}, ${plot.seconds} s<#if plot.mark?has_content>; the red line is the fault</#if></figcaption>
<svg viewBox="-2 -4 644 150" role="img" aria-label="${plot.title}">
<path d="M0 0H640M0 70H640M0 140H640" stroke="var(--line)" fill="none"/>
<#if plot.mark?has_content>
<path d="M${plot.mark} 0V140" stroke="var(--bad)"/>
</#if>
<polyline points="${plot.points}" fill="none" stroke="var(--plot)" stroke-width="1.5"/>
</svg>
</figure>
</#list>
</section>
</#list>
</body>
</html>
