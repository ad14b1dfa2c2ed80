// What the page asks of the emulator, and what it is told without asking.

async function answered(response) {
    if (response.ok) return response;
    const text = await response.text();
    let message = text;
    try {
        message = JSON.parse(text).error ?? text;
    } catch { /* it was a sentence */ }
    throw new Error(message || `${response.status} ${response.statusText}`);
}

export const get = async (path) => (await answered(await fetch(path))).json();
export const get_text = async (path) => (await answered(await fetch(path))).text();

/// The answer's text.
export async function send(method, path, body) {
    const options = {method, headers: {Accept: "*/*"}};
    if (body !== undefined) {
        options.body = typeof body === "string" ? body : JSON.stringify(body);
        options.headers["Content-Type"] = "application/json";
    }
    return (await answered(await fetch(path, options))).text();
}

/// Events of a WebSocket as they come; connects again for as long as the page is there. "open" tells that something may
/// have been missed.
export class feed extends EventTarget {
    constructor(path) {
        super();
        this.path = path;
        this.open = false;
        this.connect();
    }

    connect() {
        const socket = new WebSocket(new URL(this.path, location.href.replace(/^http/, "ws")));
        socket.onopen = () => this.change(true);
        socket.onclose = () => {
            this.change(false);
            setTimeout(() => this.connect(), 1000);
        };
        socket.onmessage = (message) => this.dispatchEvent(new CustomEvent("told", {detail: JSON.parse(message.data)}));
    }

    change(open) {
        this.open = open;
        this.dispatchEvent(new Event(open ? "open" : "closed"));
    }
}

export const mail_events = new feed("/api/events");
export const call_events = new feed("/_sendlab/events");

/// Which messages are copies of one another: asked for when mail has come, not more often than it is cheap.
class copy_book extends EventTarget {
    groups = new Map(); // id -> ids of all copies, first one first
    timer = 0;
    pause = 700;

    constructor() {
        super();
        for (const name of ["told", "open"]) mail_events.addEventListener(name, (event) => this.hear(event));
    }

    hear(event) {
        if (event.type === "told" && !["new", "delete", "truncate"].includes(event.detail.Type)) return;
        this.timer ||= setTimeout(() => this.refresh(), this.pause);
    }

    async refresh() {
        const begun = performance.now();
        try {
            const answer = await get("/_sendlab/copies");
            this.groups = new Map(answer.groups.flatMap((ids) => ids.map((id) => [id, ids])));
            this.extra = answer.duplicates;
            this.dispatchEvent(new Event("change"));
        } catch { /* the next event asks again */ }
        this.pause = Math.max(700, 10 * (performance.now() - begun));
        this.timer = 0;
    }

    of(id) {
        return this.groups.get(id) ?? [];
    }

    is_repeat(id) {
        return this.of(id).indexOf(id) > 0;
    }
}

export const copies = new copy_book();

/// Ports, region and such, once.
export const facts = get("/_sendlab/health").catch(() => ({ports: {edge: 4566, smtp: 1025}}));
