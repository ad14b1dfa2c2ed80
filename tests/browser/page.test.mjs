// The page as its users see it, in Chromium.
import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {createServer} from "node:http";
import {after, before, describe, test} from "node:test";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {Emulator, open_browser, open_page} from "./emulator.mjs";
import {hostile_mails} from "./hostile.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const email_file = (n) => JSON.stringify({meta: {from: "site@example.com"}, emails: Array.from({length: n}, (_, i) => ({to: `user${i}@example.com`, subject: `News ${i}`, message: "Hello"}))});

/// SES takes 100 ms, and accepts half-way: 40 e-mails do not fit into 3 s.
const trap = {
    s3: {put_latency: "0s", get_latency: "0s", notification_delay: "0s"}, lambda: {timeout: "3s", environment_setup: "0s", dispatch_delay: "0s"}, ses: {latency: "100ms", accepted_at: 0.5},
    setup: {functions: [{code: join(root, "fixtures/handlers/python"), runtime: "python3.11", handler: "app.handler"}]},
};

let browser;
before(async () => { browser = await open_browser(); });
after(() => browser?.close());

async function until(what, says) {
    for (let i = 0; i < 300; ++i) {
        const found = await what();
        if (found) return found;
        await new Promise((over) => setTimeout(over, 100));
    }
    assert.fail(`never: ${says}`);
}

describe("the mailbox", () => {
    let emulator, page;
    before(async () => {
        emulator = await Emulator.start();
        page = await open_page(browser, emulator);
    });
    after(() => emulator.stop());

    test("an empty one says how to begin", async () => {
        await page.getByText(`export AWS_ENDPOINT_URL=http://127.0.0.1:${emulator.facts.ports.edge}`).waitFor();
    });

    test("mail arrives while one looks", async () => {
        await emulator.send_email("ann@example.com", "First of all");
        await page.getByRole("option", {name: "First of all"}).waitFor();
        assert.equal(await page.locator(".row.unread").count(), 1);
        await emulator.send_email("ben@example.com", "Second");
        await page.getByText("2 mails").waitFor();
        assert.equal(await page.locator(".row .subject").first().textContent(), "Second");
    });

    test("a mail that is opened is read, here and in the API", async () => {
        await page.getByRole("option", {name: "First of all"}).click();
        await page.getByRole("heading", {name: "First of all"}).waitFor();
        await page.locator(".row:not(.unread)", {hasText: "First of all"}).waitFor();
        assert.equal((await emulator.get("/api/v1/messages")).unread, 1);
    });

    test("a search shows what matches, and what cannot be understood is said", async () => {
        const field = page.getByRole("searchbox");
        await field.fill("to:ben");
        await page.getByText("1 match", {exact: true}).waitFor();
        assert.equal(await page.locator(".row").count(), 1);
        await field.fill("before:soon");
        await page.getByText("This search cannot be understood").waitFor();
        await field.fill("");
        await page.getByText("2 mails").waitFor();
    });

    test("keys move, open and close", async () => {
        await page.getByRole("listbox").focus();
        await page.keyboard.press("Escape");
        await page.keyboard.press("Home");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", {name: "Second"}).waitFor();
        await page.keyboard.press("j");
        await page.getByRole("heading", {name: "First of all"}).waitFor();
        await page.keyboard.press("Escape");
        await page.waitForURL(/#\/mail$/);
    });

    test("tags are set, shown and searched for", async () => {
        await page.getByRole("option", {name: "Second"}).click();
        await page.getByLabel("Tags, separated by commas").fill("vip, late");
        await page.keyboard.press("Tab");
        await page.locator(".row .tag", {hasText: "vip"}).waitFor();
        assert.deepEqual((await emulator.get("/api/v1/search?query=tag:vip")).messages_count, 1);
    });

    test("thousands of mails scroll without being loaded", async () => {
        await emulator.smtp(Array.from({length: 3000}, (_, i) => Buffer.from(`Subject: Mass ${i}\r\n\r\nx`)));
        await page.getByText("3,002 mails").waitFor();
        await page.locator(".rows").evaluate((list) => { list.scrollTop = 1500 * 58; });
        await page.locator(".row .subject", {hasText: /^Mass 14[89]\d$/}).first().waitFor();
        assert.ok(await page.locator(".row").count() < 60);
    });

    test("nothing went wrong in the page", () => assert.deepEqual(page.complaints, []));
});

describe("mail of strangers", () => {
    let emulator, canary, page, calls = [];
    before(async () => {
        canary = createServer((request, response) => {
            calls.push(request.url);
            response.end();
        });
        await new Promise((ready) => canary.listen(0, "127.0.0.1", ready));
        emulator = await Emulator.start();
        page = await open_page(browser, emulator);
        page.on("dialog", (dialog) => { calls.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
    });
    after(async () => {
        canary.close();
        await emulator.stop();
    });
    const address = () => `http://127.0.0.1:${canary.address().port}`;

    test("does nothing, however it is looked at", async () => {
        const mails = hostile_mails(address(), emulator.url);
        for (const [, mail] of mails) await emulator.smtp([mail]);
        const {messages} = await emulator.get("/api/v1/messages?limit=0");
        assert.equal(messages.length, mails.length);
        for (const {ID: id} of messages) {
            await page.goto(`${emulator.url}/#/mail/${id}`);
            const tabs = page.getByRole("tab");
            await page.locator(`.message[data-id="${id}"]`).waitFor();
            for (let i = 0, n = await tabs.count(); i < n; ++i) {
                await tabs.nth(i).click();
                await page.waitForTimeout(20);
            }
            await tabs.first().click();
            await page.waitForTimeout(60);
            assert.ok(page.url().startsWith(`${emulator.url}/#/mail/${id}`), page.url());
            assert.equal(await page.evaluate(() => window.pwned), undefined);
        }
        await page.waitForTimeout(300);
        assert.deepEqual(calls, []);
        assert.equal((await emulator.get("/api/v1/messages")).total, mails.length, "nobody reached the API");
    });

    test("is shown as text where it is text", async () => {
        const hit = await emulator.get("/api/v1/search?query=" + encodeURIComponent("subject:onerror"));
        await page.goto(`${emulator.url}/#/mail/${hit.messages[0].ID}`);
        await page.locator(`.message[data-id="${hit.messages[0].ID}"]`).waitFor();
        assert.equal(await page.locator(".letterhead h1").textContent(), "<img src=x onerror=top.pwned=1>");
        assert.equal(await page.locator("#view .letterhead img, #view .rows img").count(), 0);
    });

    test("loads pictures from elsewhere only when it is told to", async () => {
        const hit = await emulator.get("/api/v1/search?query=subject:pictures");
        await page.goto(`${emulator.url}/#/mail/${hit.messages[0].ID}`);
        await page.locator(`.message[data-id="${hit.messages[0].ID}"]`).waitFor();
        await page.getByRole("tab", {name: "HTML"}).click();
        await page.getByRole("button", {name: "Load them"}).click();
        await until(() => calls.includes("/pixel.png"), "the picture is asked for");
        assert.equal(await page.evaluate(() => window.pwned), undefined);
    });

    test("cannot be had by pages of other sites", async () => {
        const {port} = new URL(emulator.url);
        const refused = async (headers) => (await fetch(`${emulator.url}/api/v1/messages`, {headers})).status;
        assert.equal(await refused({}), 200);
        assert.equal(await refused({Origin: "https://evil.example"}), 403);
        const other = await (await browser.newContext()).newPage();
        await other.goto(address());
        const read = await other.evaluate((url) => fetch(url).then((r) => r.status, () => "refused"), `http://127.0.0.1:${port}/api/v1/messages`);
        assert.equal(read, "refused");
        await other.evaluate((url) => fetch(url, {method: "POST", mode: "no-cors"}).catch(() => {}), `http://127.0.0.1:${port}/_sendlab/reset`);
        const socket = await other.evaluate((url) => new Promise((done) => {
            const s = new WebSocket(url);
            s.onopen = () => done("open");
            s.onerror = () => done("refused");
        }), `ws://127.0.0.1:${port}/api/events`);
        assert.equal(socket, "refused");
        assert.ok((await emulator.get("/api/v1/messages")).total > 0, "nothing was reset");
    });
});

describe("the pipeline", () => {
    let emulator, page, folder;
    before(async () => {
        folder = mkdtempSync(join(tmpdir(), "sendlab-browser-"));
        writeFileSync(join(folder, "trap.json"), JSON.stringify(trap));
        emulator = await Emulator.start(join(folder, "trap.json"), "--retry-delays", "200ms,400ms");
        page = await open_page(browser, emulator);
        await emulator.aws("s3", "PUT", "/async-emails/large.json", email_file(40));
        await until(async () => (await emulator.get("/_sendlab/files")).files[0]?.state === "given_up", "all attempts are over");
    });
    after(async () => {
        await emulator.stop();
        rmSync(folder, {recursive: true, force: true});
    });

    test("the mark of a mail that came three times leads to the attempts that sent it", async () => {
        await page.locator(".search input").first().fill("subject:\"News 0\"");
        await page.getByText("3 matches").waitFor();
        await page.locator(".row .copies", {hasText: "×3"}).first().waitFor();
        await page.locator(".row").first().click();
        await page.getByRole("heading", {name: "Sent 3 times"}).waitFor();
        const links = page.locator(".copies-of .to-attempt");
        assert.deepEqual(await links.allTextContents(), ["attempt 1", "attempt 2", "attempt 3"]);
        await links.nth(1).click();
        const panel = page.getByRole("complementary", {name: "Attempt"});
        await panel.getByRole("heading", {name: "Attempt 2"}).waitFor();
        await panel.getByText("timed out").first().waitFor();
        await panel.getByText("of them again").waitFor();
        await panel.getByText("Task timed out after 3.00 seconds").waitFor();
        const [invocation] = (await emulator.get("/_sendlab/invocations")).invocations;
        await panel.getByText(invocation.request_id).first().waitFor();
    });

    test("duplicates are told by cause, and saved as CSV", async () => {
        await page.goto(`${emulator.url}/#/duplicates`);
        await page.getByRole("heading", {name: "Time-out: the whole file was sent again"}).waitFor();
        await page.getByRole("heading", {name: "Given up", exact: true}).waitFor();
        const never = page.locator(".card.never");
        await never.getByRole("heading", {name: "Never got their mail"}).waitFor();
        await never.getByText("user39@example.com").waitFor();
        assert.equal(await never.getByText("user0@example.com").count(), 0);
        const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", {name: "Export CSV"}).click()]);
        const text = (await (await download.createReadStream()).toArray()).join("");
        const {duplicates} = await emulator.get("/_sendlab/duplicates");
        const {lost} = await emulator.get("/_sendlab/lost");
        assert.ok(lost > 0);
        assert.equal(text.trim().split("\r\n").length, 1 + duplicates + lost);
    });

    test("no view is wider than a phone, and no cell there a letter wide", async () => {
        for (const view of ["mail", "timeline", "duplicates", "faults", "functions", "plan"]) {
            const phone = await open_page(browser, emulator, view, {viewport: {width: 390, height: 844}});
            await phone.waitForTimeout(300);
            assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), view);
            const widths = await phone.locator(".grid.wide td:visible").evaluateAll((cells) => cells.map((cell) => cell.offsetWidth));
            assert.ok(widths.every((width) => width > 40), `${view}: ${widths}`);
            await phone.context().close();
        }
    });

    test("a function is invoked by hand, and an object told of once more", async () => {
        await page.goto(`${emulator.url}/#/functions`);
        await page.getByText("Invoke by hand").click();
        await page.getByLabel("Event", {exact: true}).fill("{}");
        await page.getByRole("button", {name: "Invoke", exact: true}).click();
        await page.locator(".answer .pill").waitFor({timeout: 20_000});
        const before = (await emulator.get("/_sendlab/invocations?key=large.json")).invocations.length;
        await page.getByRole("button", {name: "Notify again of large.json"}).click();
        await until(async () => (await emulator.get("/_sendlab/invocations?key=large.json")).invocations.length === before + 1, "a second invocation");
    });

    test("a plan that is made in the page is that of the command line", async () => {
        await page.goto(`${emulator.url}/#/plan`);
        await page.getByLabel("Values of EMAILS_PER_FILE").fill("5,25,40");
        await page.getByLabel("Samples of a value").fill("500");
        await page.getByRole("button", {name: "Plan", exact: true}).click();
        await page.locator(".advice").waitFor({timeout: 60_000});
        const {stdout} = spawnSync(process.env.SENDLAB, ["plan", join(folder, "trap.json"), "--emails-per-file", "5,25,40", "--samples", "500", "--json", "--quiet"], {encoding: "utf8"});
        const {recommendation} = JSON.parse(stdout);
        assert.equal(await page.locator(".advice").textContent(), recommendation.text);
        assert.equal(await page.locator(".advice").getAttribute("data-largest-safe"), String(recommendation.largest_safe ?? ""));
        await page.frameLocator("iframe[title='The plan']").locator("body").getByText("EMAILS_PER_FILE").first().waitFor();
    });

    test("a plan can be made with the handler as it was measured", async () => {
        for (const key of ["small-1.json", "small-2.json", "small-3.json"]) { // one after the other: some in an environment that is there
            await emulator.aws("s3", "PUT", `/async-emails/${key}`, email_file(3));
            await until(async () => (await emulator.get("/_sendlab/files")).files.some((f) => f.key === key && f.state === "succeeded"), `${key} is sent`);
        }
        await page.goto(`${emulator.url}/#/plan`);
        await page.getByLabel("Values of EMAILS_PER_FILE").fill("1,5,25");
        await page.getByLabel("Handler as measured here").check();
        await page.getByRole("button", {name: "Plan", exact: true}).click();
        await page.getByText("What was measured here").click({timeout: 60_000});
        await page.getByText("It sends one e-mail after the other").waitFor();
        const {points} = await emulator.get("/_sendlab/plan");
        assert.deepEqual(points.map((p) => p[0]), [1, 5, 25]);
        assert.ok(points.every(([, p, low, high]) => low <= p && p <= high));
    });

    test("the clock is put forward", async () => {
        await page.goto(`${emulator.url}/#/faults`);
        const clock = page.getByLabel("Clock", {exact: true});
        await clock.getByRole("button", {name: "10m"}).click();
        await clock.getByText(/(9|1\d) min.* ahead/).waitFor();
        const {now} = await emulator.get("/_sendlab/clock");
        assert.ok(Date.parse(now) - Date.now() > 590_000);
    });

    test("a fault that is switched on in the page is what the next client meets", async () => {
        await page.goto(`${emulator.url}/#/faults`);
        assert.equal((await emulator.send_email("ann@example.com", "before")).status, 200);
        await page.getByLabel("SES: Errors").fill("100");
        await until(async () => (await emulator.get("/_sendlab/faults")).faults.length === 1, "the fault is there");
        const refused = await emulator.send_email("ann@example.com", "during");
        assert.equal(refused.status, 429);
        await page.getByRole("row", {name: /ses: fail Throttling/}).waitFor();
        await page.reload();
        await page.locator("[data-target=ses].on").waitFor();
        await page.getByRole("button", {name: "All off"}).click();
        await until(async () => (await emulator.get("/_sendlab/faults")).faults.length === 0, "the fault is gone");
        assert.equal((await emulator.send_email("ann@example.com", "after")).status, 200);
    });

    test("nothing went wrong in the page", () => assert.deepEqual(page.complaints, []));
});
