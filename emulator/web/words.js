// Numbers and times in words.

const day_and_time = new Intl.DateTimeFormat(undefined, {dateStyle: "medium", timeStyle: "medium"});
const month_and_day = new Intl.DateTimeFormat(undefined, {month: "short", day: "numeric"});
const clock = new Intl.DateTimeFormat(undefined, {hour: "2-digit", minute: "2-digit", hourCycle: "h23"});
const numbers = new Intl.NumberFormat("en");

export const count = (n) => numbers.format(n);
export const plural = (n, one, many = one + "s") => `${count(n)} ${n === 1 ? one : many}`;
export const whole_time = (moment) => day_and_time.format(new Date(moment));

/// "12:07" of today, "21 Nov" of before.
export function short_time(moment) {
    const date = new Date(moment);
    return date.toDateString() === new Date().toDateString() ? clock.format(date) : month_and_day.format(date);
}

export function bytes(n) {
    if (n < 1000) return `${n} B`;
    const units = ["kB", "MB", "GB"];
    let i = -1;
    for (; n >= 999.5 && i < 2; ++i) n /= 1000;
    return `${n < 10 ? n.toFixed(1) : Math.round(n)} ${units[i]}`;
}

/// Milliseconds as a person says them: "0.4 ms", "310 ms", "3.00 s", "1 min 2 s", "2 h 5 min".
export function span(ms) {
    if (ms < 0) return "-" + span(-ms);
    if (ms < 1) return ms === 0 ? "0 ms" : `${ms.toPrecision(1)} ms`;
    if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
    if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
    const seconds = Math.round(ms / 1000);
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
    return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`;
}

/// "2026-11-22 21:50:08.120", of this place.
export function exact_time(moment) {
    const local = new Date(moment - new Date(moment).getTimezoneOffset() * 60_000);
    return local.toISOString().replace("T", " ").slice(0, 23);
}

/// An invocation of which something is still to come.
export function is_open(invocation) {
    return !["succeeded", "failed", "given_up"].includes(invocation.state);
}

export const outcomes = {
    succeeded: "succeeded", failed: "failed", timed_out: "timed out", running: "running", queued: "queued", waiting: "waits for a retry",
    given_up: "given up",
};
