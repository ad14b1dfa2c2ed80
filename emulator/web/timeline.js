// The pipeline on a time axis, live.
import { call_events, copies, facts, get } from "./api.js";
import { attempt_panel } from "./attempt_panel.js";
import { at_most_every, fill, h } from "./dom.js";
import { command, environment } from "./first_steps.js";
import { tally_text, timeline_bar, timeline_legend } from "./timeline_bar.js";
import { timeline_canvas } from "./timeline_canvas.js";
import { timeline_model } from "./timeline_model.js";

export class timeline_view {
    model = new timeline_model();
    filter = "all";
    text = "";
    version = 0;
    clearings = -1;
    shown = false;

    constructor() {
        this.model.is_repeat = (mail) => copies.is_repeat(mail[1]);
        this.canvas = new timeline_canvas(this.model, {on_choose: (found) => this.on_choose(found)});
        this.panel = new attempt_panel(this.model, {on_close: () => { location.hash = "#/timeline"; }, on_step: (found) => this.canvas.choose(found, true), asks: (i, a) => this.ask_log(i, a),
                                                    mail_link: (mail) => h("a", {href: `#/mail/${mail[1]}`}, "the e-mail")});
        this.tally = h("span", {class: "tally", role: "status"});
        this.empty = h("div", {class: "empty", hidden: true});
        this.element = h("section", {class: "timeline"}, timeline_bar(this, {live: true}), h("div", {class: "bar thin"}, this.tally, h("span", {class: "gap"}), timeline_legend()),
                         this.empty, h("div", {class: "beside"}, this.canvas.element, this.panel.element));
        this.canvas.element.addEventListener("letgo", () => { this.follow_box.checked = false; });
        this.poll = at_most_every(250, () => this.load());
        call_events.addEventListener("told", () => this.shown && this.poll());
        call_events.addEventListener("open", () => this.shown && this.poll());
        copies.addEventListener("change", () => {
            if (!this.shown) return;
            this.refresh();
            if (this.canvas.chosen) this.panel.show(this.canvas.chosen);
        });
        facts.then((f) => fill(this.empty, h("h2", {}, "No function has run yet"), h("p", {}, "Every invocation shows here as a row: its wait in the queue, its attempts, their sends. Start with a scenario that sets a function up:"),
            command("sendlab serve scenarios/real-handler.json"), h("p", {}, "or deploy a handler of your own and put an object into a bucket that notifies it:"),
            command(environment(f) + "\naws s3 cp emails.json s3://async-emails/")));
    }

    async show(path) {
        this.shown = true;
        await this.load();
        const found = path[0] && this.model.find(path[0], Number(path[1] ?? 1));
        if (found && found.attempt !== this.canvas.chosen?.attempt) {
            this.filter = "all";
            this.text = "";
            this.refresh();
            requestAnimationFrame(() => this.canvas.choose(found, true));
        } else if (!path[0] && this.canvas.chosen) {
            this.canvas.choose(null);
        }
        this.tick();
    }

    hide() {
        this.shown = false;
    }

    async load() {
        const answer = await get(`/_sendlab/timeline?since=${this.version}`).catch(() => null);
        if (!answer) return;
        if (answer.clearings !== this.clearings && this.version > 0) {
            this.model.clear();
            this.version = 0;
            this.clearings = answer.clearings;
            return this.load();
        }
        const first = this.model.by_id.size === 0;
        Object.assign(this, {version: answer.version, clearings: answer.clearings});
        this.model.take(answer.invocations, answer.now);
        this.skew = answer.now - Date.now();
        this.refresh();
        if (first && this.model.by_id.size > 0) this.first_look();
    }

    first_look() {
        const {begin, end} = this.model.extent();
        this.canvas.per_pixel = Math.min(Math.max(end - begin, 5000) * 1.1, 180_000) / this.canvas.plot_width;
        this.canvas.follow();
    }

    refresh() {
        const found = this.canvas.chosen;
        this.canvas.set_rows(this.model.rows(this.filter, this.text));
        this.tally.textContent = tally_text(this.model.tally());
        this.empty.hidden = this.model.by_id.size > 0;
        this.element.classList.toggle("nothing", this.model.by_id.size === 0);
        const now = found && this.model.find(found.invocation.id, found.attempt.n);
        if (now && now.attempt !== found.attempt) {
            this.canvas.chosen = now;
            this.panel.show(now);
        }
    }

    /// Time goes on while it is looked at.
    tick() {
        if (!this.shown || this.ticking) return;
        this.ticking = true;
        const step = () => {
            if (!this.shown || !(this.canvas.follows || this.model.tally_running)) return this.ticking = false;
            this.model.now = Date.now() + (this.skew ?? 0);
            this.canvas.follow();
            this.canvas.draw();
            setTimeout(() => requestAnimationFrame(step), 30);
        };
        step();
    }

    on_choose(found) {
        const place = found ? `#/timeline/${found.invocation.id}/${found.attempt.n}` : "#/timeline";
        if (location.hash !== place && this.shown) history.replaceState(null, "", place);
        this.panel.show(found);
    }

    async ask_log(invocation, attempt) {
        const told = await get(`/_sendlab/invocations/${invocation.id}`);
        const found = told.attempts.findLast((a) => a.attempt === attempt.n);
        return found && {lines: found.log, error: found.error, answer: found.answer};
    }

    key(event) {
        if (event.key !== "/") this.canvas.on_key(event);
    }
}
