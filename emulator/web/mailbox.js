// The mailbox: a list that holds any number of mails by asking for what is seen, and the mail that is open.
import { copies, facts, get, mail_events, send } from "./api.js";
import { at_most_every, each_frame, fill, h, icon, toast, tool } from "./dom.js";
import { message_view } from "./message.js";
import { count, plural, short_time } from "./words.js";
import { first_steps } from "./first_steps.js";

const row_height = 58;
const page_length = 100;
const most_rows = 4000; // that are remembered
const spare_rows = 6; // above and below what is seen

/// The messages of a search, newest first. Each has a number that stays while new ones come: 0 is the oldest.
class message_rows {
    rows = new Map();
    asked = new Set(); // pages that are on their way
    total = null;      // null: nobody knows yet
    query = "";
    turn = 0; // answers to an earlier search are dropped

    constructor(on_change) {
        this.on_change = on_change;
    }

    search(query) {
        this.query = query;
        this.forget();
        this.total = null;
        return this.load(0);
    }

    forget() {
        ++this.turn;
        this.rows.clear();
        this.asked.clear();
    }

    at(index) {
        return this.rows.get(this.total - 1 - index);
    }

    index_of(id) {
        for (const [number, row] of this.rows) if (row.ID === id) return this.total - 1 - number;
        return -1;
    }

    want(first, last) {
        for (let start = Math.floor(first / page_length) * page_length; start < last; start += page_length)
            for (let i = start; i < Math.min(start + page_length, this.total); ++i)
                if (!this.at(i)) {
                    this.load(start);
                    break;
                }
    }

    /// Others are asked for again when they are seen.
    keep_near(first, last) {
        if (this.rows.size < most_rows) return;
        for (const number of this.rows.keys()) {
            const index = this.total - 1 - number;
            if (index < first - most_rows / 4 || index > last + most_rows / 4) this.rows.delete(number);
        }
    }

    async load(start) {
        if (this.asked.has(start)) return;
        this.asked.add(start);
        const turn = this.turn;
        const path = this.query ? `/api/v1/search?query=${encodeURIComponent(this.query)}&` : "/api/v1/messages?";
        try {
            const page = await get(`${path}start=${start}&limit=${page_length}`);
            if (turn !== this.turn) return;
            this.take(page);
        } catch (error) {
            if (turn === this.turn) this.on_change(error);
        }
        this.asked.delete(start);
    }

    take(page) {
        this.total = page.messages_count;
        page.messages.forEach((row, i) => this.rows.set(this.total - 1 - page.start - i, row));
        this.on_change();
    }

    add(row) {
        this.rows.set(this.total++, row);
    }

    change(id, what) {
        for (const row of this.rows.values()) if (row.ID === id) Object.assign(row, what);
    }
}

export class mailbox_view {
    shown = new Map(); // number of a message -> its element
    cursor = -1;       // index of the row that keys act upon
    open_id = null;
    arrived = [];

    constructor() {
        this.rows = new message_rows((error) => this.on_rows(error));
        this.message = new message_view(this);
        this.build();
        this.draw = each_frame(() => this.render());
        this.settle = at_most_every(50, () => this.on_arrived());
        this.search_again = at_most_every(400, () => this.rows.query && this.reload());
        mail_events.addEventListener("told", ({detail}) => this.hear(detail));
        mail_events.addEventListener("open", () => this.reload());
        copies.addEventListener("change", () => {
            this.redraw();
            this.message.show_copies();
        });
    }

    build() {
        this.field = h("input", {type: "search", placeholder: "Search: words, from: to: subject: tag: is:unread has:attachment", "aria-label": "Search mail",
                                 oninput: at_most_every(200, () => this.on_search()), onkeydown: (e) => e.key === "ArrowDown" && this.focus_list()});
        this.tally = h("span", {class: "tally", role: "status"});
        this.tags = h("div", {class: "tags"});
        this.spacer = h("div", {class: "spacer"});
        this.list = h("div", {class: "rows", role: "listbox", tabindex: "0", "aria-label": "Messages, newest first"}, this.spacer);
        this.list.addEventListener("scroll", () => this.draw(), {passive: true});
        this.list.addEventListener("click", (event) => this.on_click(event));
        new ResizeObserver(() => this.draw()).observe(this.list);
        this.empty = h("div", {class: "empty", hidden: true});
        const bar = h("div", {class: "bar"}, h("label", {class: "search"}, icon("search"), this.field));
        const below = h("div", {class: "bar thin"}, this.tally, this.tags, h("span", {class: "gap"}),
                        h("button", {type: "button", class: "quiet", onclick: () => this.read_all()}, "Mark all read"),
                        tool("trash", "Delete all that are listed", () => this.delete_all()));
        this.element = h("section", {class: "split mail"}, h("div", {class: "side"}, bar, below, this.list, this.empty), this.message.element);
    }

    show(path, query) {
        if ((query.q ?? "") !== this.rows.query || this.rows.total === null) {
            this.field.value = query.q ?? "";
            this.rows.search(query.q ?? "");
        }
        this.open_id = path[0] ?? null;
        this.element.classList.toggle("open", Boolean(this.open_id));
        this.message.show(this.open_id);
        if (this.open_id) this.cursor = this.rows.index_of(this.open_id);
        this.redraw();
    }

    on_search() {
        const query = this.field.value.trim();
        history.replaceState(null, "", `#/mail${query ? "?q=" + encodeURIComponent(query) : ""}`);
        this.cursor = -1;
        this.list.scrollTop = 0;
        this.rows.search(query);
    }

    reload() {
        this.rows.forget();
        return this.rows.load(Math.floor(this.list.scrollTop / row_height / page_length) * page_length);
    }

    hear({Type: type, Data: data}) {
        if (type === "new") {
            this.arrived.push(data);
            this.settle();
        } else if (type === "update") {
            this.rows.change(data.ID, {Read: data.Read, Tags: data.Tags});
        } else if (type === "delete" || type === "truncate") {
            this.deleted ??= at_most_every(150, () => this.reload());
            this.deleted();
        }
        if (type === "update") this.redraw();
    }

    /// Mail that has come, all of some moments at once.
    on_arrived() {
        const arrived = this.arrived.splice(0);
        if (this.rows.total === null) return;
        if (this.rows.query) return this.search_again();
        const read_from = this.list.scrollTop;
        for (const row of arrived) this.rows.add(row);
        if (this.cursor >= 0) this.cursor += arrived.length;
        this.spacer.style.height = `${this.rows.total * row_height}px`;
        if (read_from >= row_height) this.list.scrollTop = read_from + arrived.length * row_height; // what is being read stays where it is
        this.redraw();
    }

    on_rows(error) {
        this.problem = error?.message ?? "";
        if (error) this.rows.total = 0;
        if (this.cursor < 0 && this.open_id) this.cursor = this.rows.index_of(this.open_id);
        this.redraw();
    }

    /// All rows anew: something other than the place has changed.
    redraw() {
        for (const element of this.shown.values()) element.remove();
        this.shown.clear();
        this.draw();
    }

    render() {
        const {total} = this.rows;
        this.spacer.style.height = `${(total ?? 0) * row_height}px`;
        this.show_tally();
        if (!total) return;
        const first = Math.max(0, Math.floor(this.list.scrollTop / row_height) - spare_rows);
        const last = Math.min(total, Math.ceil((this.list.scrollTop + this.list.clientHeight) / row_height) + spare_rows);
        for (const [number, element] of this.shown)
            if (total - 1 - number < first || total - 1 - number >= last) {
                element.remove();
                this.shown.delete(number);
            }
        for (let i = first; i < last; ++i) this.place_row(i);
        this.rows.want(first, last);
        this.rows.keep_near(first, last);
    }

    place_row(index) {
        const number = this.rows.total - 1 - index;
        const row = this.rows.at(index);
        let element = this.shown.get(number);
        if (!element || (row && element.classList.contains("blank"))) {
            element?.remove();
            element = row ? this.row(row, index) : h("div", {class: "row blank"});
            this.shown.set(number, element);
            this.spacer.append(element);
        }
        element.style.transform = `translateY(${index * row_height}px)`;
        element.classList.toggle("cursor", index === this.cursor);
        element.setAttribute("aria-posinset", index + 1);
        element.setAttribute("aria-setsize", this.rows.total);
        if (index === this.cursor) this.list.setAttribute("aria-activedescendant", element.id);
    }

    row(row) {
        const times = copies.of(row.ID).length;
        const to = [...row.To, ...row.Cc, ...row.Bcc].map((a) => a.Name || a.Address).join(", ");
        return h("div", {class: `row${row.Read ? "" : " unread"}`, role: "option", id: `m-${row.ID}`, "data-id": row.ID,
                         "aria-selected": String(row.ID === this.open_id)},
                 h("span", {class: "subject"}, row.Subject || h("i", {}, "(no subject)")),
                 h("time", {datetime: row.Created}, short_time(row.Created)),
                 h("span", {class: "under"}, h("b", {}, to || "(nobody)"), " ", row.Snippet),
                 h("span", {class: "marks"}, row.Tags.map((tag) => h("span", {class: "tag"}, tag)),
                   row.Attachments > 0 && h("span", {class: "clip", "aria-label": plural(row.Attachments, "attachment")}, icon("clip")),
                   times > 1 && h("span", {class: "copies", title: `Sent ${times} times`, "aria-label": `sent ${times} times`}, `×${times}`)));
    }

    show_tally() {
        const {total, query} = this.rows;
        this.tally.textContent = total === null ? "" : query ? `${plural(total, "match", "matches")}` : plural(total, "mail");
        this.empty.hidden = total !== 0;
        this.list.hidden = total === 0;
        this.element.classList.toggle("nothing", total === 0 && !query);
        if (total !== 0) return this.taught = null;
        const state = this.problem || query || "empty";
        if (this.taught === state) return;
        this.taught = state;
        if (this.problem) fill(this.empty, h("h2", {}, "This search cannot be understood"), h("p", {}, this.problem));
        else if (query) fill(this.empty, h("h2", {}, "Nothing matches"), h("p", {}, "Filters: from: to: cc: subject: message-id: tag: is:read is:unread has:attachment " +
            "larger:1mb before:2026-01-31. A minus before a term turns it round."));
        else facts.then((f) => fill(this.empty, first_steps(f)));
    }

    on_click(event) {
        const id = event.target.closest(".row")?.dataset.id;
        if (id) this.open(id);
    }

    open(id) {
        const query = this.rows.query ? "?q=" + encodeURIComponent(this.rows.query) : "";
        location.hash = `#/mail/${id}${query}`;
    }

    close() {
        location.hash = `#/mail${this.rows.query ? "?q=" + encodeURIComponent(this.rows.query) : ""}`;
    }

    focus_list() {
        this.list.focus();
        this.move(0);
    }

    move(by) {
        const {total} = this.rows;
        if (!total) return;
        this.cursor = Math.min(total - 1, Math.max(0, this.cursor + by));
        const top = this.cursor * row_height;
        if (top < this.list.scrollTop) this.list.scrollTop = top;
        if (top + row_height > this.list.scrollTop + this.list.clientHeight) this.list.scrollTop = top + row_height - this.list.clientHeight;
        this.draw();
        const row = this.rows.at(this.cursor);
        if (row && this.open_id) this.open(row.ID);
    }

    key(event) {
        const row = this.rows.at(this.cursor);
        const keys = {
            j: () => this.move(1), ArrowDown: () => this.move(1), k: () => this.move(-1), ArrowUp: () => this.move(-1),
            PageDown: () => this.move(10), PageUp: () => this.move(-10), Home: () => this.move(-Infinity), End: () => this.move(Infinity),
            Enter: () => row && this.open(row.ID), "/": () => this.field.focus(), Escape: () => this.close(),
            u: () => row && this.set_read([row.ID], !row.Read), Delete: () => row && this.remove([row.ID]),
        };
        if (!keys[event.key] || event.target.closest("a, button") && event.key === "Enter") return;
        event.preventDefault();
        keys[event.key]();
    }

    async set_read(ids, read) {
        await send("PUT", "/api/v1/messages", {Read: read, IDs: ids});
    }

    async remove(ids) {
        await send("DELETE", "/api/v1/messages", {IDs: ids});
        if (ids.includes(this.open_id)) this.close();
    }

    async read_all() {
        await send("PUT", "/api/v1/messages", this.rows.query ? {Read: true, Search: this.rows.query} : {Read: true});
    }

    async delete_all() {
        const what = this.rows.query ? `the ${plural(this.rows.total, "mail")} that match` : `all ${count(this.rows.total)} mails`;
        if (!confirm(`Delete ${what}?`)) return;
        await send("DELETE", this.rows.query ? `/api/v1/search?query=${encodeURIComponent(this.rows.query)}` : "/api/v1/messages");
        toast("Deleted");
        this.close();
    }
}
