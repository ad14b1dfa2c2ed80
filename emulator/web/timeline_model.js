// Invocations with their attempts, as rows on a common axis. Times are milliseconds; those inside an attempt count from
// its start, as the emulator tells them.
import { is_open } from "./words.js";

export class timeline_model {
    by_id = new Map(); // in the order of acceptance
    now = 0;
    /// Is this e-mail, [offset, name, ...], one that was sent before?
    is_repeat = (mail) => Boolean(mail[2]);

    clear() {
        this.by_id.clear();
    }

    take(invocations, now) {
        for (const one of invocations) this.by_id.set(one.id, one);
        this.now = now;
    }

    find(id, n) {
        const invocation = this.by_id.get(id);
        const attempt = invocation?.attempts.findLast((a) => a.n === n);
        return attempt && {invocation, attempt};
    }

    end_of(attempt) {
        return attempt.ran === undefined ? Math.max(this.now, attempt.start) : attempt.start + attempt.ran;
    }

    begin_of(attempt) {
        return attempt.start - (attempt.cold ? attempt.init ?? 0 : 0);
    }

    /// From the first event to the last one.
    extent() {
        let begin = Infinity, end = -Infinity;
        for (const i of this.by_id.values()) {
            begin = Math.min(begin, i.accepted);
            end = Math.max(end, i.accepted, i.next ?? 0);
            for (const a of i.attempts) end = Math.max(end, this.end_of(a));
        }
        return begin <= end ? {begin, end: Math.max(end, begin + 10)} : {begin: this.now - 60_000, end: this.now};
    }

    rows(filter, text) {
        const wanted = text.toLowerCase();
        const fits = {
            all: () => true, timed_out: (i) => i.attempts.some((a) => a.outcome === "timed_out"), failed: (i) => i.attempts.some((a) => a.outcome === "failed"),
            repeated: (i) => i.attempts.some((a) => a.mails.some((m) => this.is_repeat(m))), open: is_open,
        }[filter];
        return [...this.by_id.values()].filter((i) => fits(i) && (!wanted || `${i.key} ${i.function} ${i.id}`.toLowerCase().includes(wanted)));
    }

    tally() {
        const sum = {invocations: 0, attempts: 0, timed_out: 0, failed: 0, running: 0, cold: 0, mails: 0, repeats: 0};
        for (const i of this.by_id.values()) {
            ++sum.invocations;
            for (const a of i.attempts) {
                ++sum.attempts;
                if (a.outcome in sum) ++sum[a.outcome];
                sum.cold += a.cold ? 1 : 0;
                sum.mails += a.mails.length;
                for (const m of a.mails) sum.repeats += this.is_repeat(m) ? 1 : 0;
            }
        }
        return sum;
    }
}
