// A plan of the scenario that is served: how many e-mails may stand in a file.
import { get, send } from "./api.js";
import { fill, h, toast } from "./dom.js";
import { command } from "./first_steps.js";
import { count } from "./words.js";
import { plan_curve } from "./plan_curve.js";

export class plan_view {
    constructor() {
        this.values = h("input", {placeholder: "searched for", "aria-label": "Values of EMAILS_PER_FILE", size: 14});
        this.target = h("input", {value: "1e-4", size: 8, inputmode: "decimal", "aria-label": "At most this share of files may time out"});
        this.samples = h("input", {value: "200000", size: 9, inputmode: "numeric", "aria-label": "Samples of a value"});
        this.go = h("button", {type: "submit", class: "primary"}, "Plan");
        this.stop = h("button", {type: "button", hidden: true, onclick: () => send("DELETE", "/_sendlab/plan").catch((e) => toast(e.message))}, "Stop");
        this.bar = h("progress", {max: 1, value: 0, "aria-label": "Progress", hidden: true});
        this.note = h("span", {class: "calm", role: "status"});
        this.measured = h("input", {type: "checkbox"});
        this.curve = new plan_curve();
        this.answer = h("div", {class: "plan-answer"});
        const form = h("form", {class: "bar wrap", onsubmit: (event) => { event.preventDefault(); this.begin(); }}, h("label", {class: "check"}, "Values", this.values), h("label", {class: "check"}, "Target", this.target),
                       h("label", {class: "check"}, "Samples", this.samples),
                       h("label", {class: "check", title: "CPU times, sends at once and cold starts as this emulator's attempts had them, instead of the scenario's"}, this.measured, "Handler as measured here"), this.go, this.stop, this.bar, this.note);
        this.element = h("section", {class: "plan"}, h("header", {class: "bar"}, h("h1", {}, "How many e-mails may stand in a file?")), form, this.answer);
    }

    async show() {
        this.shown = true;
        await this.look();
    }

    hide() {
        this.shown = false;
    }

    async begin() {
        try {
            await send("POST", "/_sendlab/plan", {values: this.values.value.trim(), max_timeout_probability: Number(this.target.value), samples: Number(this.samples.value), measured: this.measured.checked});
            this.drawn = false;
            await this.look();
        } catch (error) {
            toast(error.message);
        }
    }

    async look() {
        const now = await get("/_sendlab/plan").catch(() => null);
        if (!now) return;
        const running = now.state === "running";
        this.stop.hidden = this.bar.hidden = !running;
        this.go.disabled = running || !now.possible;
        if (now.share > 0) this.bar.value = now.share;
        else this.bar.removeAttribute("value"); // nobody knows how long
        this.note.textContent = running ? `${count(now.emails)} e-mails simulated` : "";
        this.draw(now);
        if (running && this.shown) setTimeout(() => this.look(), 250);
    }

    draw(now) {
        if (!now.possible) return fill(this.answer, h("div", {class: "empty"}, h("h2", {}, "There is no scenario to plan"), h("p", {}, "A plan needs latencies that somebody has measured or assumed. Serve a scenario that has them:"), command("sendlab serve scenarios/article-defaults.json")));
        if (now.state === "none") return fill(this.answer, h("div", {class: "empty"}, h("h2", {}, "The scenario that is served can be planned"), h("p", {}, "It is run again and again in virtual time, for many values of EMAILS_PER_FILE, until the largest safe one is known. The answer is that of "), command("sendlab plan FILE")));
        if (now.state === "failed") return fill(this.answer, h("div", {class: "empty"}, h("h2", {}, "No plan"), h("p", {}, now.error)));
        if (now.state === "running") return this.draw_curve(now);
        if (now.state !== "done" || this.drawn) return;
        this.drawn = true;
        const {recommendation: advice} = now.plan;
        fill(this.answer, h("p", {class: "advice", "data-largest-safe": advice.largest_safe ?? ""}, advice.text), now.measured && h("details", {class: "measured"}, h("summary", {}, "What was measured here"), h("pre", {}, now.measured)),
             h("iframe", {title: "The plan", sandbox: "allow-scripts", src: `/_sendlab/plan/page?${Date.now()}#framed`}));
    }

    /// What is known so far: P(time-out) at each value, with its interval, as it narrows.
    draw_curve(now) {
        if (!this.curve.element.isConnected)
            fill(this.answer, h("p", {class: "planning calm"}, "Runs of the scenario, in virtual time, until enough is known. The emulator goes on meanwhile."), this.curve.element);
        this.curve.show(now.points, Number(this.target.value));
    }
}
