// P(time-out) over EMAILS_PER_FILE while a plan is made: points and intervals on two logarithmic axes, and the target.
import { fill, h, svg } from "./dom.js";
import { count } from "./words.js";

const width = 720, height = 320, left = 64, right = 16, top = 14, bottom = 40;
const least = 1e-9; // what is smaller stands at the lower edge

const text = (x, y, words, anchor) => svg("text", {x, y, "text-anchor": anchor, class: "tick"}, words);

export class plan_curve {
    picture = svg("svg", {viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Probability of a time-out, as far as it is known"});
    element = h("figure", {class: "plan-curve"}, this.picture, h("figcaption", {}, "A file times out with this probability, over EMAILS_PER_FILE; bars are 95 % intervals so far, the line is the target."));

    /// `points`: [[N, P, low, high], ...]
    show(points, target) {
        if (!points.length) return;
        const most = Math.max(10, ...points.map((p) => p[0]));
        const x = (n) => left + Math.log(n) / Math.log(most) * (width - left - right);
        const y = (p) => top + Math.log(Math.max(p, least)) / Math.log(least) * (height - top - bottom);
        fill(this.picture, this.grid(points, x, y), svg("line", {x1: left, x2: width - right, y1: y(target), y2: y(target), class: "target"}),
             points.map(([n, p, low, high]) => [svg("line", {x1: x(n), x2: x(n), y1: y(low), y2: y(high), class: "interval"}),
                                                svg("circle", {cx: x(n), cy: y(p), r: 4, class: high <= target ? "kept" : low > target ? "broken" : "open"}, svg("title", {}, `${n}: ${p.toPrecision(2)}`))]));
        this.picture.setAttribute("aria-label", `Probability of a time-out at ${count(points.length)} values so far`);
    }

    grid(points, x, y) {
        const lines = [1, 1e-2, 1e-4, 1e-6, 1e-8].map((p) => [svg("line", {x1: left, x2: width - right, y1: y(p), y2: y(p), class: "grid"}), text(left - 8, y(p) + 4, p === 1 ? "1" : p.toExponential(0), "end")]);
        const shown = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].filter((n) => n <= Math.max(10, ...points.map((p) => p[0])));
        return [...lines, shown.map((n) => text(x(n), height - bottom + 20, String(n), "middle"))];
    }
}
