// Marks of a time axis: round steps, and what stands at them.

const second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
const long_steps = [second, 2 * second, 5 * second, 10 * second, 15 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour,
                    2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 30 * day];

/// The step that cuts `span` milliseconds into about `parts`.
export function axis_steps(span, parts) {
    const wanted = span / Math.max(1, parts);
    if (wanted >= second / 2) return long_steps.find((s) => s >= wanted) ?? Math.ceil(wanted / day) * day;
    const power = 10 ** Math.floor(Math.log10(wanted));
    return [1, 2, 5, 10].map((n) => n * power).find((s) => s >= wanted);
}

const two = (n) => String(Math.floor(n)).padStart(2, "0");
const decimals_of = (step) => (step >= second ? 0 : Math.min(6, Math.ceil(-Math.log10(step / second) - 1e-9)));

/// "21:50:08.120"; relative: from the start, "1:30" minutes or "2.5 s".
export function axis_text(time, step, relative) {
    const decimals = decimals_of(step);
    if (relative) return relative_text(time, step, decimals);
    const at = new Date(time);
    if (step >= day) return at.toLocaleDateString(undefined, {month: "short", day: "numeric"});
    const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
    if (step >= minute) return clock;
    const part = ((time % minute) + minute) % minute / second;
    return `${clock}:${decimals ? part.toFixed(decimals).padStart(3 + decimals, "0") : two(Math.round(part))}`;
}

function relative_text(time, step, decimals) {
    const sign = time < 0 ? "-" : "";
    const t = Math.abs(time);
    if (step >= hour) return `${sign}${Math.round(t / hour)} h`;
    if (t >= minute || step >= minute) {
        const s = (t % minute) / second;
        const whole = Math.floor(t / minute);
        const minutes = whole >= 60 ? `${Math.floor(whole / 60)}:${two(whole % 60)}` : String(whole);
        return `${sign}${minutes}:${decimals ? s.toFixed(decimals).padStart(3 + decimals, "0") : two(Math.round(s))}${whole >= 60 ? "" : " min"}`;
    }
    return `${sign}${(t / second).toFixed(decimals)} s`;
}
