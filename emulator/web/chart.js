// A small chart of the last minutes: lines over time, the latest value in words.
import { each_frame, h } from "./dom.js";

export class live_chart {
    points = []; // [time, value of each series]

    /// `series`: [[name, colour variable], ...]; `text` makes words of a value.
    constructor(title, series, text, window = 120_000) {
        Object.assign(this, {title, series, text, window});
        this.value = h("span", {});
        this.canvas = h("canvas", {role: "img", "aria-label": title});
        const keys = series.length > 1 && h("span", {class: "keys"}, series.map(([name, colour]) => h("span", {class: `key ${colour}`}, name)));
        this.element = h("figure", {class: "live-chart"}, h("figcaption", {}, title), h("div", {class: "value"}, this.value, keys), this.canvas);
        this.draw = each_frame(() => this.paint());
        new ResizeObserver(() => this.draw()).observe(this.canvas);
        addEventListener("theme", () => this.draw());
    }

    add(time, values) {
        this.points.push([time, ...values]);
        while (this.points[0][0] < time - this.window) this.points.shift();
        this.value.textContent = this.text(values[0]);
        this.canvas.setAttribute("aria-label", `${this.title}: ${this.text(values[0])}`);
        this.draw();
    }

    paint() {
        const width = this.canvas.clientWidth, height = this.canvas.clientHeight, ratio = devicePixelRatio || 1;
        if (!width) return;
        this.canvas.width = width * ratio;
        this.canvas.height = height * ratio;
        const c = this.canvas.getContext("2d");
        c.scale(ratio, ratio);
        const style = getComputedStyle(document.documentElement);
        const most = Math.max(1e-9, ...this.points.map((p) => Math.max(...p.slice(1)))) * 1.1;
        const end = this.points.at(-1)?.[0] ?? 0;
        const x = (t) => width - (end - t) / this.window * width, y = (v) => height - 2 - v / most * (height - 6);
        c.fillStyle = style.getPropertyValue("--line");
        c.fillRect(0, height - 1, width, 1);
        this.series.forEach(([, colour], i) => {
            c.strokeStyle = c.fillStyle = style.getPropertyValue(`--${colour}`);
            c.lineWidth = 1.6;
            c.beginPath();
            this.points.forEach((p, n) => (n ? c.lineTo(x(p[0]), y(p[i + 1])) : c.moveTo(x(p[0]), y(p[i + 1]))));
            c.stroke();
            if (this.series.length > 1 || !this.points.length) return;
            c.lineTo(width, height), c.lineTo(x(this.points[0][0]), height);
            c.globalAlpha = 0.12;
            c.fill();
            c.globalAlpha = 1;
        });
    }
}
