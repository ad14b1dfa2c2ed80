// The timeline of a recorded run, in a file of its own: no network, no other file.
import { attempt_panel } from "./attempt_panel.js";
import { fill, h } from "./dom.js";
import { tally_text, timeline_bar, timeline_legend } from "./timeline_bar.js";
import { timeline_canvas } from "./timeline_canvas.js";
import { timeline_model } from "./timeline_model.js";
import { outcomes, plural, span } from "./words.js";

const most_lines = 500;

/// What the journal says of an attempt, in order, as lines.
function journal_lines(invocation, attempt) {
    const lines = [[0, `started in environment ${attempt.env}${attempt.cold ? `, new: Init took ${span(attempt.init)}` : ""}`]];
    for (const [began, took, kind, , end, email] of attempt.calls) {
        const what = kind === "fetch" ? "fetch" : `send of e-mail ${email}`;
        lines.push([began, `${what} began`]);
        if (end) lines.push([began + took, `${what} ${end}`]);
    }
    for (const [at, email, again] of attempt.mails) lines.push([at, `e-mail ${email} accepted${again ? ", again" : ""}`]);
    if (attempt.ran !== undefined) lines.push([attempt.ran, `${outcomes[attempt.outcome]}; billed ${Math.round(attempt.billed)} ms`]);
    lines.sort((a, b) => a[0] - b[0]);
    const last = attempt === invocation.attempts.at(-1);
    if (last && invocation.given_up) lines.push([attempt.ran, `given up: ${invocation.given_up.replaceAll("_", " ")}`]);
    const shown = lines.slice(0, most_lines).map(([at, text]) => `${at.toFixed(3).padStart(12)} ms  ${text}`);
    return lines.length > most_lines ? [...shown, `... and ${lines.length - most_lines} more`] : shown;
}

class run_view {
    model = new timeline_model();
    filter = "all";
    text = "";

    constructor(run) {
        this.model.relative = true;
        this.model.take(run.invocations, run.end);
        this.canvas = new timeline_canvas(this.model, {on_choose: (found) => this.panel.show(found), relative: true});
        this.canvas.follows = false;
        this.panel = new attempt_panel(this.model, {on_close: () => this.canvas.choose(null), on_step: (found) => this.canvas.choose(found, true), mail_link: (mail) => `e-mail ${mail[1]}`,
                                                   asks: async (invocation, attempt) => ({lines: journal_lines(invocation, attempt)}), log_title: "Journal"});
        const left_out = run.left_out > 0 && `, and ${plural(run.left_out, "invocation")} that are not in this file`;
        fill(document.getElementById("view"), h("section", {class: "timeline"}, h("div", {class: "bar"}, h("h1", {}, run.title), h("span", {class: "gap"}), h("small", {}, run.command)), timeline_bar(this, {live: false}),
             h("div", {class: "bar thin"}, h("span", {class: "tally"}, tally_text(this.model.tally()), left_out), h("span", {class: "gap"}), timeline_legend()),
             h("div", {class: "beside"}, this.canvas.element, this.panel.element)));
        this.refresh();
        requestAnimationFrame(() => this.canvas.fit());
        addEventListener("keydown", (event) => event.target.closest("input") || this.canvas.on_key(event));
    }

    refresh() {
        this.canvas.set_rows(this.model.rows(this.filter, this.text));
    }
}

new run_view(JSON.parse(document.getElementById("run").textContent));
