// The timeline of a recorded run, in a file of its own: no network, no other file.
import { attempt_panel } from "./attempt_panel.js";
import { fill, h } from "./dom.js";
import { tally_text, timeline_bar, timeline_legend } from "./timeline_bar.js";
import { timeline_canvas } from "./timeline_canvas.js";
import { timeline_model } from "./timeline_model.js";
import { plural } from "./words.js";

class run_view {
    model = new timeline_model();
    filter = "all";
    text = "";

    constructor(run) {
        this.model.relative = true;
        this.model.take(run.invocations, run.end);
        this.canvas = new timeline_canvas(this.model, {on_choose: (found) => this.panel.show(found), relative: true});
        this.canvas.follows = false;
        this.panel = new attempt_panel(this.model, {on_close: () => this.canvas.choose(null), on_step: (found) => this.canvas.choose(found, true), mail_link: (mail) => `e-mail ${mail[1]}`});
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
