// What goes wrong, at hand: sliders and switches for each service, and at once what they do.
import { get, send } from "./api.js";
import { live_chart } from "./chart.js";
import { at_most_every, fill, h, toast } from "./dom.js";
import { count, exact_time, span } from "./words.js";

/// A control and the fault of a scenario file that it stands for. `read` gives the control's value for such a fault.
const controls = {
    add: {label: "Latency more", unit: "ms", most: 5000, step: 50, fault: (target, ms) => ({target: `${target}.latency`, add: `${ms}ms`}), read: (f) => f.add && parseFloat(f.add)},
    multiply: {label: "Latency times", unit: "×", least: 1, most: 20, step: 0.5, fault: (target, n) => ({target: `${target}.latency`, multiply: n}), read: (f) => f.multiply},
    errors: {label: "Errors", unit: "%", most: 100, step: 1, fault: (target, n, code) => ({target, fail: code, probability: n / 100}), read: (f) => f.fail && Math.round((f.probability ?? 1) * 100)},
    throttle: {label: "Throttled above", unit: "/s", most: 100, step: 1, fault: (target, n) => ({target, throttle: `${n}/s`}), read: (f) => f.throttle && parseFloat(f.throttle)},
    lose_answer: {label: "Answers lost", unit: "%", most: 100, step: 1, fault: (target, n) => ({target, lose_answer: true, probability: n / 100}), read: (f) => f.lose_answer && Math.round((f.probability ?? 1) * 100)},
    lose_notification: {label: "Lost", unit: "%", most: 100, step: 1, fault: (target, n) => ({target, lose: true, probability: n / 100}),
                        read: (f) => f.lose && Math.round((f.probability ?? 1) * 100)},
    duplicate: {label: "Delivered twice", unit: "%", most: 100, step: 1, fault: (target, n) => ({target, duplicate: 1, probability: n / 100}),
                read: (f) => f.duplicate && Math.round((f.probability ?? 1) * 100)},
};

const services = [
    ["ses", "SES", ["add", "multiply", "errors", "throttle", "lose_answer"], ["Throttling", "InternalFailure", "MessageRejected", "ServiceUnavailable"]],
    ["s3.put", "S3: uploads", ["add", "multiply", "errors", "lose_answer"], ["SlowDown", "InternalError", "AccessDenied"]],
    ["s3.get", "S3: downloads", ["add", "multiply", "errors", "lose_answer"], ["SlowDown", "InternalError", "AccessDenied"]],
    ["notification", "S3 to Lambda", ["add", "lose_notification", "duplicate"], []],
    ["smtp", "SMTP", ["add", "multiply", "errors", "lose_answer"], ["454 Throttling failure", "451 Temporary failure", "554 Rejected"]],
];

const belongs_to = (fault, target) => fault.target === target || fault.target === `${target}.latency`;

class service_card {
    constructor(target, title, names, codes, on_change) {
        Object.assign(this, {target, names, on_change});
        this.fields = {};
        this.code = codes.length ? h("select", {"aria-label": `${title}: error`, onchange: on_change}, codes.map((c) => h("option", {value: c}, c))) : null;
        this.outage = target === "notification" ? null : h("input", {type: "checkbox", role: "switch", onchange: () => this.changed(), "aria-label": `${title}: outage`});
        this.state = h("span", {class: "pill"});
        this.element = h("section", {class: "card", "aria-label": title, "data-target": target},
                         h("header", {}, h("h2", {}, title), this.state, h("span", {class: "gap"}), this.outage && h("label", {class: "check"}, this.outage, "Outage")),
                         names.map((name) => this.slider(name, title)));
    }

    slider(name, title) {
        const {label, unit, most, step, least = 0} = controls[name];
        const shown = h("output", {});
        const field = h("input", {type: "range", min: least, max: most, step, value: least, "aria-label": `${title}: ${label}`, oninput: () => this.changed()});
        this.fields[name] = {field, shown, least, unit};
        return h("label", {class: "slider"}, h("span", {}, label), field, shown, name === "errors" && this.code);
    }

    changed() {
        this.show_values();
        this.on_change();
    }

    show_values() {
        let on = this.outage?.checked ? 1 : 0;
        for (const {field, shown, least, unit} of Object.values(this.fields)) {
            const value = Number(field.value);
            on += value > least ? 1 : 0;
            shown.textContent = value <= least ? "off" : unit === "ms" ? span(value) : unit === "×" ? `×${value}` : `${value} ${unit}`;
        }
        this.state.textContent = this.outage?.checked ? "out" : on ? `${on} on` : "";
        this.state.hidden = !on;
        this.element.classList.toggle("on", on > 0);
    }

    faults() {
        const list = this.outage?.checked ? [{target: this.target, outage: true}] : [];
        for (const [name, {field, least}] of Object.entries(this.fields))
            if (Number(field.value) > least) list.push(controls[name].fault(this.target, Number(field.value), this.code?.value));
        return list;
    }

    take(faults) {
        const mine = faults.filter((f) => belongs_to(f, this.target));
        for (const [name, {field, least}] of Object.entries(this.fields)) {
            const found = mine.find((f) => controls[name].read(f));
            field.value = found ? controls[name].read(found) : least;
            if (name === "errors" && found) this.code.value = found.fail;
        }
        if (this.outage) this.outage.checked = mine.some((f) => f.outage);
        this.show_values();
    }
}

/// The emulator's clock: put forward, so that nobody waits for Lambda's minutes.
class clock_card {
    constructor() {
        this.now = h("output", {});
        this.by = h("input", {value: "1m", size: 6, "aria-label": "Put the clock forward by"});
        this.go = h("button", {type: "submit"}, "Forward");
        const jump = (by) => h("button", {type: "button", class: "quiet", onclick: () => this.forward(by)}, by);
        this.element = h("section", {class: "card clock", "aria-label": "Clock"}, h("header", {}, h("h2", {}, "Clock"), h("span", {class: "gap"}), this.now),
                         h("form", {class: "bar wrap", onsubmit: (event) => { event.preventDefault(); this.forward(this.by.value.trim()); }}, this.by, this.go, ["1m", "2m", "10m", "1h", "1d"].map(jump)),
                         h("p", {class: "calm"}, "What is due until then happens now, in its order: retries, expiry, the end of outages. Code that runs is waited for."));
    }

    async forward(by) {
        this.go.disabled = true;
        try {
            this.show(JSON.parse(await send("POST", `/_sendlab/clock/advance?by=${encodeURIComponent(by)}`)));
            toast(`The clock is ${by} ahead of where it was`);
        } catch (error) {
            toast(error.message);
        }
        this.go.disabled = false;
    }

    async look() {
        this.show(await get("/_sendlab/clock"));
    }

    show({now}) {
        const ahead = Date.parse(now) - Date.now(); // of this machine's own clock
        this.now.textContent = `${exact_time(Date.parse(now)).slice(0, 19)}${ahead > 2000 ? `, ${span(ahead)} ahead` : ""}`;
    }
}

export class faults_view {
    constructor() {
        this.apply = at_most_every(150, () => this.put());
        this.cards = services.map(([target, title, names, codes]) => new service_card(target, title, names, codes, this.apply));
        this.charts = {
            rate: new live_chart("E-mails a second", [["sends", "accent"]], (n) => count(Math.round(n))),
            latency: new live_chart("SES latency", [["99 %", "late"], ["50 %", "good"]], (n) => span(n)),
            running: new live_chart("Attempts running", [["running", "accent"]], (n) => count(n)),
            age: new live_chart("Oldest event in the queue", [["age", "late"]], (n) => span(n)),
            errors: new live_chart("Failed calls a second", [["errors", "bad"]], (n) => count(Math.round(n * 10) / 10)),
        };
        this.accounts = h("div", {});
        this.clock = new clock_card();
        const clear = h("button", {type: "button", onclick: () => this.clear()}, "All off");
        this.element = h("section", {class: "page faults"}, h("header", {class: "title"}, h("h1", {}, "Faults and clock"), h("span", {class: "gap"}), clear),
                         h("div", {class: "charts"}, Object.values(this.charts).map((c) => c.element)), h("div", {class: "cards"}, this.clock.element, this.cards.map((c) => c.element)), this.accounts);
    }

    async show() {
        const {faults} = await get("/_sendlab/faults/panel");
        for (const card of this.cards) card.take(faults);
        this.shown = true;
        this.measure();
    }

    hide() {
        this.shown = false;
    }

    async put() {
        try {
            await send("PUT", "/_sendlab/faults/panel", {faults: this.cards.flatMap((c) => c.faults())});
        } catch (error) {
            toast(error.message);
        }
    }

    async clear() {
        for (const card of this.cards) card.take([]);
        await send("PUT", "/_sendlab/faults/panel", {faults: []});
    }

    async measure() {
        if (!this.shown || this.measuring) return;
        this.measuring = true;
        try {
            const [now, faults] = await Promise.all([get("/_sendlab/pulse"), get("/_sendlab/faults"), this.clock.look()]);
            this.show_pulse(now);
            this.show_accounts(faults.faults);
        } catch { /* it will be back */ }
        this.measuring = false;
        setTimeout(() => this.measure(), 1000);
    }

    show_pulse(now) {
        const before = this.last;
        this.last = now;
        if (!before || now.now <= before.now) return;
        const seconds = (now.now - before.now) / 1000;
        const errors = (p) => Object.values(p.services).reduce((sum, s) => sum + s.errors, 0);
        this.charts.rate.add(now.now, [Math.max(0, now.mails - before.mails) / seconds]);
        this.charts.latency.add(now.now, [now.services.ses.p99, now.services.ses.p50]);
        this.charts.running.add(now.now, [now.running]);
        this.charts.age.add(now.now, [now.oldest]);
        this.charts.errors.add(now.now, [(errors(now) - errors(before)) / seconds]);
    }

    show_accounts(faults) {
        if (!faults.length) return fill(this.accounts, h("p", {class: "calm"}, "Nothing goes wrong now. Move a slider: the next call meets it."));
        fill(this.accounts, h("h2", {}, "Met and struck"), h("table", {class: "grid"}, h("thead", {}, h("tr", {}, ["Fault", "From", "Met", "Struck"].map((t, i) => h("th", {scope: "col", class: i > 1 ? "number" : null}, t)))),
            h("tbody", {}, faults.map((f) => h("tr", {}, h("td", {}, f.fault), h("td", {}, f.panel ? "here" : "the scenario"), h("td", {class: "number"}, count(f.met)), h("td", {class: "number"}, count(f.struck)))))));
    }
}
