// Draws a timeline_model: only what is seen, so that thousands of attempts are as quick as ten. Drag moves, wheel scrolls,
// with Ctrl it zooms; keys do the same.
import { each_frame, h } from "./dom.js";
import { axis_steps, axis_text } from "./axis.js";
import { is_open } from "./words.js";

const axis_height = 28;
const overview_height = 40;
const font = "12px system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif";
const colour_names = ["surface", "ground", "line", "line-strong", "ink", "quiet", "faint", "accent", "accent-soft", "good", "bad", "late", "cold", "wait", "repeat", "fetch"];

export class timeline_canvas {
    rows = [];
    row_height = 24;
    from = 0;        // the time at the left edge
    per_pixel = 100; // milliseconds
    top = 0;         // pixels of rows above what is seen
    chosen = null;   // {invocation, attempt}
    follows = true;  // the right edge is now
    frame_times = []; // of the last drawings, in milliseconds

    constructor(model, {on_choose, relative = false}) {
        this.model = model;
        this.on_choose = on_choose;
        this.relative = relative;
        this.overview = h("canvas", {class: "overview", "aria-hidden": "true"});
        this.canvas = h("canvas", {class: "chart", tabindex: "0", role: "application", "aria-label": "Timeline: arrow keys choose an attempt, plus and minus zoom, 0 shows all"});
        this.element = h("div", {class: "timeline-canvas"}, this.overview, this.canvas);
        this.draw = each_frame(() => this.paint());
        this.listen();
        new ResizeObserver(() => this.resize()).observe(this.element);
        addEventListener("theme", () => this.recolour());
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    }

    // What is seen

    get width() { return this.element.clientWidth; }
    get height() { return this.element.clientHeight - overview_height; }
    get gutter() { return this.width < 600 ? 0 : Math.min(220, this.width * 0.2); }
    get plot_width() { return Math.max(10, this.width - this.gutter); }
    x_of(time) { return this.gutter + (time - this.from) / this.per_pixel; }
    time_at(x) { return this.from + (x - this.gutter) * this.per_pixel; }

    /// Whoever follows sees the last rows, unless he has scrolled up.
    set_rows(rows) {
        const to_end = this.follows && this.top >= this.last_top() - this.row_height / 2;
        this.rows = rows;
        this.overview_image = null;
        if (to_end) this.top = Infinity;
        this.limit_top();
        this.draw();
    }

    fit() {
        const {begin, end} = this.model.extent();
        this.per_pixel = Math.max(0.001, (end - begin) * 1.04 / this.plot_width);
        this.from = begin - (end - begin) * 0.02;
        this.draw();
    }

    follow() {
        if (this.follows) this.from = this.model.now - this.plot_width * this.per_pixel * 0.97;
    }

    zoom(factor, x = this.gutter + this.plot_width / 2) {
        const time = this.time_at(x);
        this.per_pixel = Math.min(1e7, Math.max(0.0005, this.per_pixel * factor));
        this.from = time - (x - this.gutter) * this.per_pixel;
        this.let_go();
        this.draw();
    }

    move(dx, dy) {
        this.from += dx * this.per_pixel;
        this.top += dy;
        this.limit_top();
        if (dx) this.let_go();
        this.draw();
    }

    let_go() {
        if (!this.follows) return;
        this.follows = false;
        this.element.dispatchEvent(new Event("letgo"));
    }

    last_top() { return Math.max(0, this.rows.length * this.row_height - (this.height - axis_height)); }

    limit_top() {
        this.top = Math.min(Math.max(0, this.top), this.last_top());
    }

    choose(found, show = false) {
        this.chosen = found;
        this.on_choose(found); // what is shown beside leaves less room
        if (found && show) this.reveal(found);
        this.draw();
    }

    reveal({invocation, attempt}) {
        this.let_go();
        const y = this.rows.findIndex((i) => i.id === invocation.id) * this.row_height;
        const room = this.height - axis_height;
        if (y < this.top || y > this.top + room - this.row_height) this.top = y - room / 3;
        this.limit_top();
        const begin = this.model.begin_of(attempt), end = this.model.end_of(attempt);
        const seen = this.plot_width * this.per_pixel;
        if (end - begin > seen || begin < this.from || end > this.from + seen || (end - begin) / this.per_pixel < 40) {
            this.per_pixel = Math.max(0.001, (end - begin) * 3 / this.plot_width);
            this.from = begin - (end - begin);
        }
    }

    attempt_at(x, y) {
        const row = this.rows[Math.floor((y - axis_height + this.top) / this.row_height)];
        if (!row || y < axis_height) return null;
        const time = this.time_at(x), slack = 4 * this.per_pixel;
        const attempt = row.attempts.findLast((a) => time >= this.model.begin_of(a) - slack && time <= this.model.end_of(a) + slack);
        return {invocation: row, attempt};
    }

    // What people do

    listen() {
        const {canvas} = this;
        canvas.addEventListener("wheel", (e) => this.on_wheel(e), {passive: false});
        canvas.addEventListener("keydown", (e) => this.on_key(e));
        canvas.addEventListener("dblclick", (e) => this.zoom(0.4, e.offsetX));
        canvas.addEventListener("pointerdown", (e) => this.on_down(e));
        canvas.addEventListener("pointermove", (e) => this.on_move(e));
        for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, (e) => this.on_up(e));
        this.pointers = new Map();
        const to_overview = (e) => {
            if (!e.buttons || !this.overview_extent) return;
            const {begin, end} = this.overview_extent;
            this.from = begin + (e.offsetX / this.width) * (end - begin) - this.plot_width * this.per_pixel / 2;
            this.let_go();
            this.draw();
        };
        this.overview.addEventListener("pointerdown", to_overview);
        this.overview.addEventListener("pointermove", to_overview);
    }

    on_wheel(event) {
        event.preventDefault();
        if (event.ctrlKey || event.metaKey) return this.zoom(Math.exp(event.deltaY * 0.004), event.offsetX);
        if (event.shiftKey) return this.move(event.deltaY || event.deltaX, 0);
        this.move(event.deltaX, event.deltaY);
    }

    on_down(event) {
        this.canvas.setPointerCapture(event.pointerId);
        this.pointers.set(event.pointerId, event);
        this.dragged = 0;
    }

    on_move(event) {
        const before = this.pointers.get(event.pointerId);
        if (!before) return this.canvas.style.cursor = this.attempt_at(event.offsetX, event.offsetY)?.attempt ? "pointer" : "grab";
        this.pointers.set(event.pointerId, event);
        const dx = before.offsetX - event.offsetX, dy = before.offsetY - event.offsetY;
        this.dragged += Math.abs(dx) + Math.abs(dy);
        if (this.pointers.size === 2) return this.pinch(before, event);
        if (this.dragged > 4) this.move(dx, dy);
    }

    pinch(before, event) {
        const other = [...this.pointers.values()].find((p) => p.pointerId !== event.pointerId);
        const distance = (p) => Math.max(20, Math.abs(p.offsetX - other.offsetX));
        this.zoom(distance(before) / distance(event), (event.offsetX + other.offsetX) / 2);
    }

    on_up(event) {
        if (this.pointers.delete(event.pointerId) && this.dragged <= 4 && event.type === "pointerup") {
            const found = this.attempt_at(event.offsetX, event.offsetY);
            this.choose(found?.attempt ? found : null);
        }
    }

    on_key(event) {
        const step = this.plot_width / 6;
        const keys = {
            "+": () => this.zoom(0.6), "=": () => this.zoom(0.6), "-": () => this.zoom(1 / 0.6), 0: () => this.fit(),
            ArrowLeft: () => event.shiftKey ? this.move(-step, 0) : this.step_attempt(-1), ArrowRight: () => event.shiftKey ? this.move(step, 0) : this.step_attempt(1),
            ArrowUp: () => this.step_row(-1), ArrowDown: () => this.step_row(1), PageUp: () => this.move(0, -this.height * 0.8), PageDown: () => this.move(0, this.height * 0.8),
            Home: () => this.move(0, -Infinity), End: () => this.move(0, 1e9), Escape: () => this.choose(null),
        };
        if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        keys[event.key]();
    }

    step_attempt(by) {
        const {invocation, attempt} = this.chosen ?? {invocation: this.rows[0], attempt: null};
        const next = invocation?.attempts[attempt ? invocation.attempts.indexOf(attempt) + by : 0];
        if (next) this.choose({invocation, attempt: next}, true);
    }

    step_row(by) {
        const at = this.chosen ? this.rows.indexOf(this.chosen.invocation) + by : 0;
        const invocation = this.rows[at];
        if (invocation?.attempts.length) this.choose({invocation, attempt: invocation.attempts[0]}, true);
    }

    // How it looks

    recolour() {
        const style = getComputedStyle(document.documentElement);
        this.colours = Object.fromEntries(colour_names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
        this.overview_image = null;
        this.draw();
    }

    resize() {
        if (!this.width) return;
        const ratio = devicePixelRatio || 1;
        for (const [canvas, height] of [[this.canvas, this.height], [this.overview, overview_height]]) {
            canvas.width = Math.round(this.width * ratio);
            canvas.height = Math.round(Math.max(1, height) * ratio);
            canvas.style.height = `${height}px`;
            canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
        }
        this.overview_image = null;
        this.limit_top();
        if (!this.colours) this.recolour();
        this.paint();
    }

    paint() {
        if (!this.width || !this.colours) return;
        const begun = performance.now();
        const c = this.canvas.getContext("2d");
        c.font = font;
        c.fillStyle = this.colours.surface;
        c.fillRect(0, 0, this.width, this.height);
        this.paint_grid(c);
        const first = Math.floor(this.top / this.row_height);
        const last = Math.min(this.rows.length, Math.ceil((this.top + this.height - axis_height) / this.row_height));
        c.save();
        c.beginPath();
        c.rect(this.gutter, axis_height, this.plot_width, this.height);
        c.clip();
        for (let i = first; i < last; ++i) this.paint_row(c, this.rows[i], axis_height + i * this.row_height - this.top);
        c.restore();
        if (this.gutter && this.row_height >= 14) this.paint_labels(c, first, last);
        this.paint_overview();
        this.frame_times.push(performance.now() - begun);
        if (this.frame_times.length > 240) this.frame_times.shift();
    }

    paint_grid(c) {
        const seen = this.plot_width * this.per_pixel;
        const step = axis_steps(seen, this.plot_width / 110);
        const origin = this.relative ? 0 : new Date().getTimezoneOffset() * -60_000;
        c.fillStyle = this.colours.quiet;
        c.textBaseline = "middle";
        c.textAlign = "left";
        for (let t = Math.ceil((this.from + origin) / step) * step - origin; t < this.from + seen; t += step) {
            const x = Math.round(this.x_of(t));
            c.fillStyle = this.colours.line;
            c.fillRect(x, axis_height - 6, 1, this.height);
            c.fillStyle = this.colours.quiet;
            c.fillText(axis_text(t, step, this.relative), x + 4, 12);
        }
        c.fillStyle = this.colours["line-strong"];
        c.fillRect(0, axis_height - 1, this.width, 1);
    }

    paint_labels(c, first, last) {
        c.save();
        c.beginPath();
        c.rect(0, axis_height, this.gutter - 10, this.height);
        c.clip();
        c.textBaseline = "middle";
        for (let i = first; i < last; ++i) {
            const row = this.rows[i];
            const y = axis_height + i * this.row_height - this.top;
            c.fillStyle = row === this.chosen?.invocation ? this.colours.accent : this.colours.quiet;
            c.fillText(row.key || row.function || row.id, 14, y + this.row_height / 2);
        }
        c.restore();
    }

    paint_row(c, row, y) {
        const height = this.row_height;
        const middle = y + height / 2;
        if (row === this.chosen?.invocation) {
            c.fillStyle = this.colours["accent-soft"];
            c.fillRect(this.gutter, y, this.plot_width, height);
        }
        this.paint_waits(c, row, middle);
        const pad = height >= 14 ? 4 : 1;
        for (const attempt of row.attempts) this.paint_attempt(c, attempt, y + pad, height - 2 * pad);
    }

    /// In the queue: a line. Between attempts: a broken one.
    paint_waits(c, row, y) {
        const {attempts} = row;
        c.strokeStyle = this.colours.wait;
        c.lineWidth = Math.min(2, this.row_height / 4);
        const open = is_open(row);
        const first = attempts.length ? this.model.begin_of(attempts[0]) : open ? this.model.now : row.accepted;
        this.line(c, row.accepted, first, y, []);
        for (let i = 1; i < attempts.length; ++i) this.line(c, this.model.end_of(attempts[i - 1]), this.model.begin_of(attempts[i]), y, [4, 3]);
        if (row.next && attempts.length) {
            this.line(c, this.model.end_of(attempts.at(-1)), row.next, y, [4, 3]);
            c.beginPath();
            c.arc(this.x_of(row.next), y, 3, 0, 7);
            c.stroke();
        }
    }

    line(c, begin, end, y, dashes) {
        const x0 = Math.max(this.gutter - 9, this.x_of(begin)), x1 = Math.min(this.width + 9, this.x_of(end));
        if (x1 - x0 < 0.5) return;
        c.setLineDash(x1 - x0 < 8 ? [] : dashes);
        c.beginPath();
        c.moveTo(x0, y);
        c.lineTo(x1, y);
        c.stroke();
        c.setLineDash([]);
    }

    paint_attempt(c, a, y, height) {
        const x0 = this.x_of(a.start), x1 = Math.max(x0 + 2, this.x_of(this.model.end_of(a)));
        const left = this.x_of(this.model.begin_of(a));
        if (x1 < this.gutter || left > this.width) return;
        if (x0 - left > 0.5) {
            c.fillStyle = this.colours.cold;
            c.fillRect(left, y + height * 0.2, x0 - left, height * 0.6);
        }
        const colour = this.colours[{succeeded: "good", failed: "bad", timed_out: "late", running: "accent"}[a.outcome]];
        c.fillStyle = colour;
        c.globalAlpha = x1 - x0 > 24 && height >= 12 ? 0.34 : 0.9;
        c.fillRect(x0, y, x1 - x0, height);
        c.globalAlpha = 1;
        if (height >= 10) this.paint_end(c, a, x0, x1, y, height, colour);
        this.paint_inside(c, a, x0, x1, y, height);
        if (this.chosen?.attempt === a) {
            c.strokeStyle = this.colours.ink;
            c.lineWidth = 1.5;
            c.strokeRect(x0 - 1, y - 1, x1 - x0 + 2, height + 2);
        }
    }

    /// The shape tells the outcome as well: a bar at the limit, a cross for an error, nothing for a success.
    paint_end(c, a, x0, x1, y, height, colour) {
        c.fillStyle = colour;
        c.fillRect(x0, y, 2, height);
        if (a.outcome === "timed_out") c.fillRect(x1 - 3, y - 3, 4, height + 6);
        if (a.outcome !== "failed") return;
        c.strokeStyle = colour;
        c.lineWidth = 2;
        c.beginPath();
        const s = Math.min(5, height / 2);
        c.moveTo(x1 + 2, y + height / 2 - s), c.lineTo(x1 + 2 + 2 * s, y + height / 2 + s);
        c.moveTo(x1 + 2, y + height / 2 + s), c.lineTo(x1 + 2 + 2 * s, y + height / 2 - s);
        c.stroke();
    }

    paint_inside(c, a, x0, x1, y, height) {
        if (x1 - x0 > 24 && height >= 12) this.paint_calls(c, a, y, height);
        let last = -9;
        for (const mail of a.mails) {
            const x = this.x_of(a.start + mail[0]);
            const repeat = this.model.is_repeat(mail);
            if (x < this.gutter - 2 || x > this.width + 2 || (x - last < 1 && !repeat)) continue;
            last = x;
            c.fillStyle = repeat ? this.colours.repeat : this.colours.ink;
            c.globalAlpha = repeat ? 1 : 0.55;
            c.fillRect(x - 0.75, repeat ? y : y + height * 0.15, repeat ? 2 : 1.5, repeat ? height : height * 0.35);
        }
        c.globalAlpha = 1;
    }

    /// Fetches and sends, each as long as its caller waited, in the lower half.
    paint_calls(c, a, y, height) {
        a.calls.forEach(([offset, took, kind, succeeded], i) => {
            const x = this.x_of(a.start + offset), w = took / this.per_pixel;
            if (w < 0.5 || x + w < this.gutter || x > this.width) return;
            c.fillStyle = !succeeded ? this.colours.bad : kind === "fetch" ? this.colours.fetch : kind === "send" ? this.colours.good : this.colours.faint;
            c.globalAlpha = i % 2 || !succeeded ? 0.95 : 0.7;
            c.fillRect(x, y + height * 0.55, Math.max(1, w - 0.5), height * 0.38);
            if (w > 46 && height >= 14) this.name_call(c, kind, x, w, y + height * 0.3);
        });
        c.globalAlpha = 1;
    }

    name_call(c, kind, x, w, y) {
        c.globalAlpha = 1;
        c.fillStyle = this.colours.quiet;
        c.textBaseline = "middle";
        c.fillText(kind, Math.max(x, this.gutter) + 4, y, w - 6);
    }

    /// Attempts that run, over all the time there is; what is seen below is a window of it.
    paint_overview() {
        const c = this.overview.getContext("2d");
        this.overview_image ??= this.make_overview();
        c.clearRect(0, 0, this.width, overview_height);
        c.drawImage(this.overview_image, 0, 0, this.width, overview_height);
        const {begin, end} = this.overview_extent;
        const x = (t) => (t - begin) / (end - begin) * this.width;
        const x0 = Math.max(0, x(this.from)), x1 = Math.min(this.width, x(this.from + this.plot_width * this.per_pixel));
        c.fillStyle = this.colours.accent;
        c.globalAlpha = 0.14;
        c.fillRect(x0, 0, Math.max(3, x1 - x0), overview_height);
        c.globalAlpha = 1;
        c.fillRect(x0, 0, 1.5, overview_height);
        c.fillRect(Math.max(x0 + 2, x1 - 1.5), 0, 1.5, overview_height);
    }

    make_overview() {
        const image = document.createElement("canvas");
        image.width = Math.max(1, this.width);
        image.height = overview_height;
        const c = image.getContext("2d");
        const extent = this.overview_extent = this.model.extent();
        const bins = Math.max(1, Math.floor(this.width / 3));
        const counts = {good: new Float64Array(bins), late: new Float64Array(bins), bad: new Float64Array(bins)};
        const bin = (t) => Math.min(bins - 1, Math.max(0, Math.floor((t - extent.begin) / (extent.end - extent.begin) * bins)));
        for (const i of this.rows)
            for (const a of i.attempts) {
                const of_outcome = counts[{timed_out: "late", failed: "bad"}[a.outcome] ?? "good"];
                for (let b = bin(a.start), last = bin(this.model.end_of(a)); b <= last; ++b) ++of_outcome[b];
            }
        let most = 1;
        for (let b = 0; b < bins; ++b) most = Math.max(most, counts.good[b] + counts.late[b] + counts.bad[b]);
        for (let b = 0; b < bins; ++b) {
            let y = overview_height;
            for (const name of ["good", "late", "bad"]) {
                const height = counts[name][b] / most * (overview_height - 4);
                c.fillStyle = this.colours[name];
                c.fillRect(b * 3, y -= height, 2.5, height);
            }
        }
        return image;
    }
}
