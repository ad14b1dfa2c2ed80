// Who got mail twice, by cause, and which attempts sent it.
import { copies, get } from "./api.js";
import { fill, h } from "./dom.js";
import { timeline_model } from "./timeline_model.js";
import { count, plural, span, whole_time } from "./words.js";

const most_shown = 200; // of a cause; the CSV has all

const causes = {
    timed_out: ["Time-out: the whole file was sent again", "The attempt before was killed at its time limit, and the retry began with the first e-mail."],
    cut: ["Killed between acceptance and answer", "The provider had accepted the e-mail when the attempt was killed; its code never heard of it."],
    failed: ["Error: the whole file was sent again", "The attempt before ended with an error, and the retry began with the first e-mail."],
    notified: ["The file was notified more than once", "Two invocations had the same object: S3 and Lambda's queue deliver at least once."],
    within: ["Twice within one attempt", "The SDK tried a call again whose answer was lost or late, or the code sent it twice."],
    elsewhere: ["Sent again from outside", "Not by a function: a client of SES or SMTP."],
};

/// The e-mails whose calls an attempt was still waiting for when it ended: the last ones.
const was_cut = (attempt, name) => attempt?.outcome === "timed_out" && attempt.calls.filter(([, , kind, good]) => kind === "send" && good).length < attempt.mails.length && attempt.mails.at(-1)?.[1] === name;

function cause_of(sends, i, model) {
    const {origin} = sends[i], before = sends[i - 1];
    if (!origin || !before.origin) return "elsewhere";
    if (origin.request_id !== before.origin.request_id) return "notified";
    if (origin.attempt === before.origin.attempt) return "within";
    const previous = model.find(before.origin.request_id, before.origin.attempt)?.attempt;
    if (was_cut(previous, before.name)) return "cut";
    return previous?.outcome === "failed" ? "failed" : "timed_out";
}

/// What a spreadsheet would take for a formula begins with an apostrophe.
const cell = (value) => `"${String(value).replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;

export class duplicates_view {
    constructor() {
        this.body = h("div", {class: "groups"});
        this.summary = h("p", {class: "calm"});
        this.save = h("button", {type: "button", onclick: () => this.export()}, "Export CSV");
        this.element = h("section", {class: "page"}, h("header", {class: "title"}, h("h1", {}, "Duplicates"), h("span", {class: "gap"}), this.save), this.summary, this.body);
        copies.addEventListener("change", () => this.shown && this.load());
    }

    show() {
        this.shown = true;
        return this.load();
    }

    hide() {
        this.shown = false;
    }

    async load() {
        const [answer, timeline, missing] = await Promise.all([get("/_sendlab/duplicates"), get("/_sendlab/timeline"), get("/_sendlab/lost")]);
        const model = new timeline_model();
        model.take(timeline.invocations, timeline.now);
        this.rows = answer.emails.flatMap((mail) => mail.sends.slice(1).map((send, i) => ({mail, send, first: mail.sends[0], cause: cause_of(mail.sends, i + 1, model)})));
        const lost = timeline.invocations.filter((i) => i.state === "given_up");
        this.never = missing.files.flatMap((file) => file.recipients.map((one) => ({...one, file})));
        this.save.disabled = !this.rows.length && !this.never.length;
        this.summary.textContent = this.rows.length ? `${plural(answer.duplicates, "duplicate")} among ${plural(answer.messages, "e-mail")} sent; ${plural(answer.recipients_hit_twice, "recipient")} got something more than once.` : "";
        fill(this.body, this.never_sent(missing), Object.keys(causes).map((cause) => this.group(cause)), this.given_up(lost), !this.rows.length && !lost.length && this.nothing());
    }

    nothing() {
        return h("div", {class: "empty"}, h("h2", {}, "Nobody got anything twice"),
                 h("p", {}, "When an attempt times out, its whole file is sent again, and whoever had mail gets it twice. That shows here, by cause. To see it happen, give SES more latency under ", h("a", {href: "#/faults"}, "Faults"),
                   " and put a large file into the bucket."));
    }

    group(cause) {
        const rows = this.rows.filter((r) => r.cause === cause);
        if (!rows.length) return null;
        const [title, why] = causes[cause];
        return h("details", {class: "card", open: true}, h("summary", {}, h("h2", {}, title), h("span", {class: "copies"}, count(rows.length))), h("p", {class: "calm"}, why),
                 h("table", {class: "grid wide"}, h("thead", {}, h("tr", {}, ["Recipient", "Subject", "First", "Again", "By"].map((t) => h("th", {scope: "col"}, t)))),
                   h("tbody", {}, rows.slice(0, most_shown).map((r) => this.row(r)))), rows.length > most_shown && h("p", {class: "calm"}, `and ${plural(rows.length - most_shown, "more", "more")}, in the CSV`));
    }

    row({mail, send, first}) {
        const attempt = (o) => o ? h("a", {href: `#/timeline/${o.request_id}/${o.attempt}`}, `attempt ${o.attempt}`) : "";
        return h("tr", {}, h("td", {}, mail.recipients_hit_twice.slice(0, 3).join(", ")), h("td", {}, h("a", {href: `#/mail/${send.name}`}, mail.subject || "(no subject)")), h("td", {class: "time"}, whole_time(first.accepted)),
                 h("td", {class: "nowrap"}, span(Date.parse(send.accepted) - Date.parse(first.accepted)) + " later"), h("td", {class: "nowrap"}, attempt(send.origin) || send.via.toUpperCase()));
    }

    /// Those who stand in a file that is over, and for whom nothing was accepted.
    never_sent({lost, files}) {
        if (!lost) return null;
        const row = ({to, subject, file}) => h("tr", {}, h("td", {}, to.join(", ")), h("td", {}, subject || "(no subject)"), h("td", {}, h("a", {href: `#/timeline/${file.invocation}/1`}, file.key)));
        return h("details", {class: "card never", open: true}, h("summary", {}, h("h2", {}, "Never got their mail"), h("span", {class: "pill given_up"}, count(lost))),
                 h("p", {class: "calm"}, `${plural(lost, "e-mail")} of ${plural(files.length, "file")} that no attempt has sent, though all are over.`),
                 h("table", {class: "grid wide"}, h("thead", {}, h("tr", {}, ["Recipient", "Subject", "File"].map((t) => h("th", {scope: "col"}, t)))), h("tbody", {}, this.never.slice(0, most_shown).map(row))),
                 lost > most_shown && h("p", {class: "calm"}, `and ${plural(lost - most_shown, "more", "more")}, in the CSV`));
    }

    given_up(lost) {
        if (!lost.length) return null;
        return h("details", {class: "card", open: true}, h("summary", {}, h("h2", {}, "Given up"), h("span", {class: "pill given_up"}, count(lost.length))),
                 h("p", {class: "calm"}, "All attempts of these files ended badly."),
                 h("table", {class: "grid wide"}, h("thead", {}, h("tr", {}, ["File", "Attempts", "Sent by the longest"].map((t) => h("th", {scope: "col"}, t)))),
                   h("tbody", {}, lost.slice(0, most_shown).map((i) => h("tr", {}, h("td", {}, h("a", {href: `#/timeline/${i.id}/1`}, i.key || i.function)), h("td", {}, i.attempts.length),
                       h("td", {}, plural(Math.max(0, ...i.attempts.map((a) => a.mails.length)), "e-mail")))))));
    }

    export() {
        const head = ["cause", "recipients", "subject", "first", "again", "file", "request_id", "attempt", "message"];
        const lines = this.rows.map(({mail, send, first, cause}) => [causes[cause][0], mail.recipients_hit_twice.join(" "), mail.subject, first.accepted, send.accepted, send.origin?.file ?? "", send.origin?.request_id ?? "",
                                                                      send.origin?.attempt ?? "", send.name].map(cell).join(","));
        for (const {to, subject, file} of this.never) lines.push(["Never got it", to.join(" "), subject, "", "", file.key, file.invocation, "", ""].map(cell).join(","));
        const link = h("a", {href: URL.createObjectURL(new Blob([[head.join(","), ...lines].join("\r\n") + "\r\n"], {type: "text/csv"})), download: "duplicates.csv"});
        link.click();
        URL.revokeObjectURL(link.href);
    }
}
