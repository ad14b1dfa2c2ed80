// One attempt in words: how it went, what it called, which e-mails it sent, what it wrote.
import { fill, h, tool } from "./dom.js";
import { exact_time, outcomes, plural, span } from "./words.js";

const most_rows = 400;

const fact = (name, value) => value !== null && value !== undefined && [h("dt", {}, name), h("dd", {}, value)];

/// `asks` gives the log and the error of an attempt, later; of a recorded run, what its journal says.
export class attempt_panel {
    element = h("aside", {class: "pane attempt", "aria-label": "Attempt", "aria-live": "polite", hidden: true});

    constructor(model, {on_close, on_step, asks = null, mail_link = null, log_title = "Log"}) {
        Object.assign(this, {model, on_close, on_step, asks, mail_link, log_title});
    }

    async show(found) {
        this.element.hidden = !found;
        this.found = found;
        if (!found) return;
        const {invocation, attempt} = found;
        this.log = h("section", {class: "log"});
        fill(this.element, this.head(invocation, attempt), this.facts(invocation, attempt), this.sends(attempt), this.log);
        if (!this.asks) return;
        const told = await this.asks(invocation, attempt).catch((error) => ({error: error.message}));
        if (this.found === found && told) this.show_log(told);
    }

    head(invocation, attempt) {
        return h("header", {class: "attempt-head"},
                 h("div", {class: "actions"}, h("span", {class: `pill ${attempt.outcome}`}, outcomes[attempt.outcome]), h("span", {class: "gap"}),
                   invocation.attempts.map((a) => h("button", {type: "button", class: "step", "aria-pressed": String(a === attempt), "aria-label": `Attempt ${a.n}`,
                                                               onclick: () => this.on_step({invocation, attempt: a})}, a.n)), tool("close", "Close", this.on_close)),
                 h("h1", {}, `Attempt ${attempt.n}`), h("p", {class: "calm"}, invocation.key ? h("code", {}, invocation.key) : invocation.function || "an invocation by hand"));
    }

    facts(invocation, a) {
        const ran = a.ran === undefined ? span(this.model.now - a.start) + " so far" : `${span(a.ran)} of ${span(a.limit)}`;
        return h("dl", {class: "facts"}, fact("Began", this.moment(a.start)), fact("Ran", ran), a.billed !== undefined && fact("Billed", `${Math.round(a.billed)} ms`),
                 a.cold && fact("Cold start", span(a.init ?? 0)), a.memory > 0 && fact("Memory", `${a.memory} MB at most`), fact("Waited before", span(this.wait_before(invocation, a))),
                 invocation.throttles > 0 && fact("Throttled", plural(invocation.throttles, "time")), fact("Environment", String(a.env)),
                 invocation.function && fact("Function", invocation.function), invocation.bucket && fact("Bucket", invocation.bucket),
                 fact(this.model.relative ? "File / delivery" : "Request id", h("code", {}, invocation.id)), fact("The invocation", outcomes[invocation.state]),
                 invocation.given_up && fact("Given up", invocation.given_up.replaceAll("_", " ")), this.never(invocation));
    }

    /// E-mails of the file that no attempt has sent, once all are over.
    never(invocation) {
        if (!invocation.emails || invocation.state !== "given_up") return null;
        const sent = new Set(invocation.attempts.flatMap((a) => a.mails.map((m) => m[1])));
        return sent.size < invocation.emails && fact("Never sent", `${plural(invocation.emails - sent.size, "e-mail")} of ${invocation.emails}`);
    }

    moment(time) {
        return this.model.relative ? span(time) + " from the start" : exact_time(time);
    }

    wait_before(invocation, a) {
        const i = invocation.attempts.indexOf(a);
        return Math.max(0, this.model.begin_of(a) - (i > 0 ? this.model.end_of(invocation.attempts[i - 1]) : invocation.accepted));
    }

    sends(a) {
        const repeats = a.mails.filter((m) => this.model.is_repeat(m)).length;
        const failed = a.calls.filter(([, , kind, good]) => kind === "send" && !good).length;
        const fetches = a.calls.filter(([, , kind]) => kind === "fetch");
        const rows = a.mails.slice(0, most_rows).map((m) => h("tr", {class: this.model.is_repeat(m) ? "repeat" : null}, h("td", {class: "number"}, span(m[0])),
            h("td", {}, this.mail_link ? this.mail_link(m) : String(m[1])), h("td", {}, this.model.is_repeat(m) ? h("span", {class: "copies"}, "sent before") : "")));
        return h("section", {}, h("h2", {}, `${plural(a.mails.length, "e-mail")} sent`, repeats > 0 && h("span", {class: "copies"}, `${repeats} of them again`)),
                 failed > 0 && h("p", {class: "calm"}, `${plural(failed, "call")} failed`),
                 fetches.length > 0 && h("p", {class: "calm"}, `Fetched its file in ${span(fetches[0][1])}`),
                 rows.length > 0 && h("table", {class: "grid"}, h("tbody", {}, rows)),
                 a.mails.length > most_rows && h("p", {class: "calm"}, `and ${plural(a.mails.length - most_rows, "more", "more")}`));
    }

    show_log({lines, error, answer}) {
        fill(this.log, error && [h("h2", {}, "Error"), h("pre", {class: "source"}, error)], answer && answer !== "null" && [h("h2", {}, "Answer"), h("pre", {class: "source"}, answer)],
             lines?.length > 0 && [h("h2", {}, this.log_title), h("pre", {class: "source", tabindex: "0"}, lines.join("\n"))]);
    }
}
