// `sendlab serve` as a process, mail into it, and Chromium to look at its page. SENDLAB names the program, CHROMIUM the
// browser (/usr/bin/chromium by default).
import {spawn} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {connect} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createInterface} from "node:readline";
import {chromium} from "playwright-core";

export class Emulator {
    static async start(...options) {
        const made = new Emulator();
        made.folder = mkdtempSync(join(tmpdir(), "sendlab-browser-"));
        made.process = spawn(process.env.SENDLAB, ["serve", ...options, "--port", "0", "--mail-port", "0", "--smtp-port", "0", "--json"],
                             {stdio: ["ignore", "pipe", process.env.SENDLAB_LOG ? "inherit" : "ignore"], env: {...process.env, XDG_CACHE_HOME: made.folder}});
        for await (const line of createInterface(made.process.stdout)) {
            made.facts = JSON.parse(line);
            break;
        }
        if (!made.facts) throw new Error("sendlab serve did not start");
        made.url = `http://127.0.0.1:${made.facts.ports.mail}`;
        return made;
    }

    async ask(method, path, body, headers = {}) {
        const response = await fetch(this.url + path, {method, body, headers});
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
        return response;
    }

    get = async (path) => (await this.ask("GET", path)).json();

    /// What AWS clients do, without a signature that anybody checks.
    async aws(service, method, path, body, headers = {}) {
        const scope = `AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
        const response = await fetch(`http://127.0.0.1:${this.facts.ports.edge}${path}`, {method, body, headers: {Authorization: scope, ...headers}});
        return {status: response.status, text: await response.text()};
    }

    async send_email(to, subject, text = "Hello") {
        await this.aws("ses", "POST", "/v2/email/identities", JSON.stringify({EmailIdentity: "site@example.com"}));
        const body = {FromEmailAddress: "site@example.com", Destination: {ToAddresses: [to]}, Content: {Simple: {Subject: {Data: subject}, Body: {Text: {Data: text}}}}};
        return this.aws("ses", "POST", "/v2/email/outbound-emails", JSON.stringify(body), {"Content-Type": "application/json"});
    }

    /// Whole messages, as they are, by SMTP.
    smtp(messages, recipient = "reader@example.com") {
        return new Promise((resolve, reject) => {
            const socket = connect(this.facts.ports.smtp, "127.0.0.1");
            const lines = ["EHLO test"];
            for (const message of messages)
                lines.push("MAIL FROM:<stranger@example.com>", `RCPT TO:<${recipient}>`, "DATA",
                           Buffer.concat([Buffer.from(message.toString("latin1").replace(/^\./gm, ".."), "latin1"), Buffer.from("\r\n.")]));
            lines.push("QUIT");
            createInterface(socket).on("line", (line) => {
                if (/^\d{3}-/.test(line)) return;
                if (/^[45]/.test(line)) return reject(new Error(line));
                const next = lines.shift();
                if (next === undefined) return resolve();
                socket.write(Buffer.concat([Buffer.from(next), Buffer.from("\r\n")]));
            });
            socket.on("error", reject);
        });
    }

    async stop() {
        this.process.kill();
        await new Promise((over) => this.process.once("exit", over));
        rmSync(this.folder, {recursive: true, force: true});
    }
}

export const open_browser = () =>
    chromium.launch({executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"]});

/// The page at a view; what went wrong in it is in page.complaints.
export async function open_page(browser, emulator, view = "mail", options = {}) {
    const context = await browser.newContext({viewport: {width: 1280, height: 800}, ...options});
    const page = await context.newPage();
    page.complaints = [];
    page.on("pageerror", (error) => page.complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && !message.text().startsWith("Failed to load resource") && page.complaints.push(message.text()));
    await page.goto(`${emulator.url}/#/${view}`);
    return page;
}
