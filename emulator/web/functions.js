// What is deployed: functions, to be looked at and invoked by hand; buckets, and what is in them.
import { facts, get, send } from "./api.js";
import { fill, h, icon, toast, tool } from "./dom.js";
import { command, environment } from "./first_steps.js";
import { bytes, count, outcomes, plural, short_time, span, whole_time } from "./words.js";

const sample_event = (bucket) => JSON.stringify({Records: [{s3: {bucket: {name: bucket}, object: {key: "emails.json"}}}]}, null, 2);

/// What became of the invocations of a function: [attempts, time-outs, errors, the last attempt that failed].
function history_of(name, invocations) {
    const attempts = invocations.filter((i) => i.function === name).flatMap((i) => i.attempts.map((a) => ({...a, id: i.id})));
    const bad = attempts.filter((a) => a.outcome === "failed" || a.outcome === "timed_out");
    return {attempts, bad, last_bad: bad.at(-1)};
}

class function_card {
    constructor(f, invocations, bucket) {
        this.f = f;
        const {attempts, bad, last_bad} = history_of(f.name, invocations);
        this.event = h("textarea", {rows: 6, spellcheck: "false", "aria-label": "Event", value: sample_event(bucket)});
        this.answer = h("div", {class: "answer", "aria-live": "polite"});
        this.go = h("button", {type: "button", class: "primary", onclick: () => this.invoke()}, "Invoke");
        const fact = (name, value) => value !== "" && value !== null && [h("dt", {}, name), h("dd", {}, value)];
        this.element = h("section", {class: "card", "aria-label": f.name}, h("header", {}, icon("functions"), h("h2", {}, f.name), h("span", {class: "gap"}), h("small", {}, f.runtime)),
            h("dl", {class: "facts"}, fact("Handler", h("code", {}, f.handler)), fact("Time limit", span(f.timeout_s * 1000)), fact("Memory", `${f.memory_mb} MB`),
              fact("Reserved concurrency", f.reserved_concurrency === null ? null : count(f.reserved_concurrency)), fact("Code", f.folder ? h("code", {}, f.folder) : bytes(f.code_size)),
              fact("Changed", whole_time(f.modified)), fact("Attempts", [plural(attempts.length, "attempt"), bad.length > 0 && `, ${count(bad.length)} ended badly`]),
              last_bad && fact("Last of them", h("a", {href: `#/timeline/${last_bad.id}/${last_bad.n}`}, outcomes[last_bad.outcome])),
              Object.keys(f.variables).length > 0 && fact("Variables", h("details", {}, h("summary", {}, plural(Object.keys(f.variables).length, "variable")), h("table", {class: "pairs"}, h("tbody", {},
                  Object.entries(f.variables).map(([k, v]) => h("tr", {}, h("th", {scope: "row"}, k), h("td", {}, v))))))),),
            h("details", {class: "try"}, h("summary", {}, "Invoke by hand"), this.event, h("div", {class: "actions"}, this.go), this.answer));
    }

    async invoke() {
        try {
            JSON.parse(this.event.value || "{}");
        } catch (error) {
            return fill(this.answer, h("p", {class: "bad"}, `The event is not JSON: ${error.message}`));
        }
        this.go.disabled = true;
        fill(this.answer, h("p", {class: "calm"}, "It runs\u2026"));
        const begun = performance.now();
        const response = await fetch(`/_sendlab/functions/${encodeURIComponent(this.f.name)}/invocations`, {method: "POST", body: this.event.value || "{}"}).catch((error) => ({text: () => error.message, headers: new Headers()}));
        const text = await response.text();
        this.go.disabled = false;
        this.show_answer(response, text, performance.now() - begun);
    }

    show_answer(response, text, took) {
        const failed = response.headers.get("X-Amz-Function-Error") || !response.ok;
        const id = response.headers.get("x-amzn-RequestId");
        const encoded = response.headers.get("X-Amz-Log-Result");
        const log = encoded && new TextDecoder().decode(Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0)));
        fill(this.answer, h("p", {}, h("span", {class: `pill ${failed ? "failed" : "succeeded"}`}, failed ? "error" : "answered"), ` after ${span(took)} `, id && h("a", {href: `#/timeline/${id}/1`}, "on the timeline")),
             h("pre", {class: "source"}, text), log && h("pre", {class: "source"}, log));
    }
}

class bucket_card {
    prefix = "";
    keys = [];

    constructor(bucket) {
        this.bucket = bucket;
        this.path = `/_sendlab/buckets/${encodeURIComponent(bucket.name)}`;
        this.list = h("div", {class: "objects"});
        this.element = h("section", {class: "card", "aria-label": bucket.name}, h("header", {}, icon("folder"), h("h2", {}, bucket.name), h("span", {class: "gap"}), h("small", {}, `${plural(bucket.objects, "object")}, ${bytes(bucket.bytes)}`)),
            bucket.notifications.map((n) => h("p", {class: "calm"}, `New objects${n.prefix ? ` below ${n.prefix}` : ""}${n.suffix ? ` that end in ${n.suffix}` : ""} invoke `, h("b", {}, n.function))),
            !bucket.notifications.length && h("p", {class: "calm"}, "New objects invoke nothing."), this.list);
        this.open("");
    }

    async open(prefix, after = "") {
        this.prefix = prefix;
        const query = new URLSearchParams({prefix, delimiter: "/", after});
        const page = await get(`${this.path}/objects?${query}`).catch((error) => ({objects: [], folders: [], next: null, error: error.message}));
        this.rows = [...(after ? this.rows : []), ...page.folders.map((f) => this.folder_row(f)), ...page.objects.map((o) => this.object_row(o))];
        const up = prefix && h("button", {type: "button", class: "quiet", onclick: () => this.open(prefix.replace(/[^/]*\/$/, ""))}, "\u2191 up");
        fill(this.list, h("div", {}, up, prefix && h("code", {}, prefix)), this.rows.length ? h("table", {class: "grid wide"}, h("tbody", {}, this.rows)) : h("p", {class: "calm"}, page.error ?? "Nothing is in it."),
             page.next && h("button", {type: "button", class: "quiet", onclick: () => this.open(prefix, page.next)}, "More"));
    }

    folder_row(name) {
        return h("tr", {}, h("td", {colspan: 4}, h("button", {type: "button", class: "quiet", onclick: () => this.open(name)}, name.slice(this.prefix.length))));
    }

    object_row({key, size, modified}) {
        const address = `${this.path}/object?key=${encodeURIComponent(key)}`;
        return h("tr", {}, h("td", {}, h("a", {href: address, target: "_blank", rel: "noopener"}, key.slice(this.prefix.length))), h("td", {class: "number nowrap"}, bytes(size)), h("td", {class: "nowrap calm"}, short_time(modified)),
                 h("td", {class: "nowrap"}, h("a", {class: "tool", href: `${address}&dl=1`, "aria-label": `Download ${key}`, title: "Download", download: key.split("/").at(-1)}, icon("down")),
                   this.bucket.notifications.length > 0 && tool("play", `Notify again of ${key}`, () => this.notify(key))));
    }

    async notify(key) {
        try {
            await send("POST", `${this.path}/notifications?key=${encodeURIComponent(key)}`);
            toast(`S3 tells of ${key} once more`);
        } catch (error) {
            toast(error.message);
        }
    }
}

export class functions_view {
    element = h("section", {class: "page"});

    async show() {
        const [{functions}, {buckets}, {invocations}, f] = await Promise.all([get("/_sendlab/functions"), get("/_sendlab/buckets"), get("/_sendlab/timeline"), facts]);
        const refresh = h("button", {type: "button", onclick: () => this.show()}, "Refresh");
        fill(this.element, h("header", {class: "title"}, h("h1", {}, "Functions and buckets"), h("span", {class: "gap"}), refresh), !functions.length && !buckets.length && this.nothing(f),
             h("div", {class: "cards wide"}, functions.map((one) => new function_card(one, invocations, buckets[0]?.name ?? "async-emails").element),
               buckets.map((one) => new bucket_card(one).element)));
    }

    nothing(f) {
        return h("div", {class: "empty"}, h("h2", {}, "Nothing is deployed"), h("p", {}, "A folder of this machine becomes a function as it is; a change of its files shows in the next environment:"),
                 command(environment(f) + "\naws s3 mb s3://async-emails\naws lambda create-function --function-name sender --runtime python3.11 --handler app.handler \\\n" +
                         "  --role arn:aws:iam::000000000000:role/any --code S3Bucket=hot-reload,S3Key=$PWD/handler"));
    }
}
