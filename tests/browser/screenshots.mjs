// Pictures of each view for docs/pictures: light and dark, desktop and phone. SENDLAB names the program; arguments are
// another folder, and the names of the views where not all are wanted.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {Emulator, open_browser, open_page} from "./emulator.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const pictures = process.argv[2] ?? join(root, "docs/pictures");
const folder = mkdtempSync(join(tmpdir(), "sendlab-pictures-"));
const scenario = {
    name: "evening", s3: {put_latency: "20ms", get_latency: "30ms", notification_delay: "100ms"}, lambda: {timeout: "3s", memory_mb: 1769, environment_setup: "0s", dispatch_delay: "0s", handler: {model: "sequential", cpu_per_email: "4ms"}},
    ses: {latency: {lognormal: {p50: "80ms", p99: "220ms"}}, accepted_at: 0.5},
    setup: {functions: [{code: join(root, "fixtures/handlers/python"), runtime: "python3.11", handler: "app.handler"}]},
};

const subjects = ["Anna answered the question you follow", "Your weekly summary", "Three new followers", "Ben mentioned you", "A question in “Pianos” needs you"];
const letter = (name) => `<!doctype html><body style="margin:0;background:#eef2f5;font-family:sans-serif"><div style="max-width:560px;margin:24px auto;background:#fff;border-radius:10px;overflow:hidden">
<div style="background:#0b7285;color:#fff;padding:18px 24px;font-size:18px">Example Answers</div><div style="padding:20px 24px;color:#223;line-height:1.5"><h2 style="margin:0 0 10px">Hello ${name},</h2>
<p>Anna has answered a question that you follow: <b>How many e-mails may stand in a file?</b></p><p>“As many as are sent before the time limit, and not one more.”</p>
<p><a href="https://example.com/q/1" style="background:#0b7285;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none">Read the answer</a></p>
<p style="color:#789;font-size:13px">You get this because you follow the question.</p></div></div></body>`;
const file_of = (n, k) => JSON.stringify({meta: {from: "answers@example.com", contentType: "text/html"}, emails: Array.from({length: n}, (_, i) => ({to: `follower${k * 50 + i}@example.com`, subject: subjects[k % subjects.length], message: letter(`follower ${k * 50 + i}`)}))});

writeFileSync(join(folder, "evening.json"), JSON.stringify(scenario));
mkdirSync(pictures, {recursive: true});
const emulator = await Emulator.start(join(folder, "evening.json"), "--retry-delays", "3s,6s");
const browser = await open_browser();
try {
    const put = (key, n, k) => emulator.aws("s3", "PUT", `/async-emails/${key}`, file_of(n, k));
    for (const [k, n] of [12, 20, 30, 38, 16, 25, 40, 8].entries()) {
        await put(`16371452${k}0-${(k * 2654435761 % 65536).toString(16)}.json`, n, k);
        await new Promise((over) => setTimeout(over, 700));
    }
    await new Promise((over) => setTimeout(over, 14_000));
    const {invocations} = await emulator.get("/_sendlab/timeline");
    const late = invocations.find((i) => i.attempts.length > 1);
    const {groups} = await emulator.get("/_sendlab/copies");
    await emulator.ask("PUT", "/_sendlab/faults/panel", JSON.stringify({faults: [{target: "ses.latency", multiply: 2}, {target: "ses", fail: "Throttling", probability: 0.1}]}));
    await emulator.ask("POST", "/_sendlab/plan", JSON.stringify({values: "5,10,15,20,22,25,28,30,35,40", samples: 300}));
    const views = {mail: `mail/${groups[0][0]}`, timeline: `timeline/${late.id}/2`, duplicates: "duplicates", faults: "faults", functions: "functions", plan: "plan"};
    const shapes = {desktop: {width: 1360, height: 850}, phone: {width: 390, height: 844}};
    for (const [shape, viewport] of Object.entries(shapes))
        for (const colorScheme of ["light", "dark"])
            for (const [name, place] of Object.entries(views).filter(([view]) => process.argv.length < 4 || process.argv.slice(3).includes(view))) {
                const page = await open_page(browser, emulator, place, {viewport, colorScheme});
                if (name === "faults") for (let k = 0; k < 3; ++k) {
                    await put(`extra-${shape}-${colorScheme}-${k}.json`, 10, k);
                    await page.waitForTimeout(1200);
                }
                await page.waitForTimeout(name === "plan" ? 4000 : 1200);
                await page.screenshot({path: join(pictures, `${name}-${shape}-${colorScheme}.png`)});
                await page.context().close();
            }
} finally {
    await browser.close();
    await emulator.stop();
    rmSync(folder, {recursive: true, force: true});
}
