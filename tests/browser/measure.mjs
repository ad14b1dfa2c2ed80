// Measures the page against its budgets: first paint, bytes of the page, frames of a timeline of 5,000 attempts, scrolling
// through 100,000 mails. SENDLAB names the program (a release build); prints a line a number.
import {Emulator, open_browser, open_page} from "./emulator.mjs";

const mails = Number(process.argv[2] ?? 100_000);
const line = (name, value) => console.log(`${name.padEnd(44)} ${value}`);
const middle = (values, share = 0.5) => values.sort((a, b) => a - b)[Math.floor(values.length * share)];

/// Invocations with 5,000 attempts: a third of the files needs three.
function invocations() {
    const all = [];
    for (let i = 0, attempts = 0; attempts < 5000; ++i) {
        const n = i % 3 === 0 ? 3 : 1, accepted = i * 400;
        attempts += n;
        all.push({id: `i${i}`, function: "sender", bucket: "b", key: `16371452${i}.json`, accepted, state: n === 3 ? "given_up" : "succeeded", throttles: 0, next: null,
                  attempts: Array.from({length: n}, (_, k) => ({n: k + 1, env: i % 40, cold: i < 40, start: accepted + 100 + k * 63_000, limit: 3000, init: i < 40 ? 400 : 0, billed: 3000, memory: 60, ran: n === 3 ? 3000 : 2200,
                                                                outcome: n === 3 ? "timed_out" : "succeeded", calls: Array.from({length: 25}, (__, c) => [60 + c * 85, 80, "send", true]), mails: Array.from({length: 25}, (__, c) => [100 + c * 85, `m${i}-${c}`])}))});
    }
    return all;
}

/// Times between frames while `move` is called in each.
const frames = (page, move) => page.evaluate(async (source) => {
    const step = new Function("canvas", "i", source);
    const canvas = document.querySelector("canvas.chart") ?? document.querySelector(".rows");
    const times = [];
    for (let i = 0, last = performance.now(); i < 180; ++i) {
        step(canvas, i);
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        times.push(now - last);
        last = now;
    }
    return times;
}, move);

function report(name, times) {
    line(`${name}: frames a second, median`, (1000 / middle(times)).toFixed(0));
    line(`${name}: frame time, 99 %`, `${middle(times, 0.99).toFixed(1)} ms`);
}

const emulator = await Emulator.start();
const browser = await open_browser();
try {
    const page = await open_page(browser, emulator);
    await page.waitForTimeout(500);
    line("first contentful paint", `${(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime)).toFixed(0)} ms`);
    const sizes = await page.evaluate(() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].filter((e) => !/\/(api|_sendlab|view)\//.test(e.name)).map((e) => e.transferSize));
    line("transfer of the page", `${(sizes.reduce((a, b) => a + b) / 1000).toFixed(1)} kB in ${sizes.length} requests`);

    const timeline = await browser.newContext({viewport: {width: 1360, height: 850}}).then((c) => c.newPage());
    await timeline.route("**/_sendlab/timeline*", (route) => route.fulfill({json: {now: 900_000, version: 1, clearings: 0, forgotten: 0, invocations: route.request().url().endsWith("since=0") ? invocations() : []}}));
    await timeline.goto(`${emulator.url}/#/timeline`);
    await timeline.locator("canvas.chart").waitFor();
    await timeline.getByRole("radio", {name: "Dense"}).click();
    await timeline.getByRole("button", {name: "All", exact: true}).click();
    const wheel = (fields) => `canvas.dispatchEvent(new WheelEvent("wheel", {bubbles: true, cancelable: true, ${fields}}))`;
    await timeline.waitForTimeout(500);
    report("5,000 attempts, panning all of them", await frames(timeline, wheel("deltaX: i % 40 < 20 ? 40 : -40")));
    report("5,000 attempts, zooming", await frames(timeline, wheel("deltaY: i % 60 < 30 ? -60 : 60, ctrlKey: true, clientX: 700, clientY: 400")));
    report("5,000 attempts, scrolling", await frames(timeline, wheel("deltaY: 120")));

    const began = performance.now();
    const each = Math.ceil(mails / 8);
    await Promise.all(Array.from({length: 8}, (_, s) => emulator.smtp(Array.from({length: each}, (__, i) => Buffer.from(`From: a@example.com\r\nTo: user${i}@example.com\r\nSubject: News ${s}-${i}\r\n\r\nHello ${i}`)))));
    line(`${mails} mails by SMTP while the page is open`, `${((performance.now() - began) / 1000).toFixed(1)} s`);
    await page.getByText(`${new Intl.NumberFormat("en").format(each * 8)} mails`).waitFor();
    report(`${mails} mails, scrolling`, await frames(page, "canvas.scrollTop = (i * 9973 % 180) / 180 * canvas.scrollHeight"));
    await page.locator(".row:not(.blank)").first().waitFor();
    line("rows in the document", await page.locator(".row").count());
} finally {
    await browser.close();
    await emulator.stop();
}
