// One mail: as it is meant to look, and what it is made of. It is a stranger's: its HTML lives in a frame without
// scripts, without an origin, and without the network unless somebody asks for it.
import { copies, get, get_text } from "./api.js";
import { choice, fill, h, icon, toast, tool } from "./dom.js";
import { bytes, plural, span, whole_time } from "./words.js";

const widths = {phone: "375px", tablet: "768px", desktop: "100%"};
const from_elsewhere = /(src|srcset|background|poster)\s*=\s*["']?\s*(https?:)?\/\/|url\(\s*["']?\s*https?:|@import|<link/i; // to be loaded, links apart
const longest_source = 2_000_000; // characters shown; the whole is in the download

const address = (a) => h("span", {class: "address"}, a.Name ? [h("b", {}, a.Name), ` <${a.Address}>`] : a.Address);
const list_of = (addresses) => addresses.map((a, i) => [i > 0 && ", ", address(a)]);

function heading_row(name, value) {
    return [h("dt", {}, name), h("dd", {}, value)];
}

const part_address = (id, part, more = "") => `/api/v1/message/${id}/part/${part}${more}`;

export class message_view {
    element = h("article", {class: "pane message", "aria-label": "Message"});
    id = null;
    tab = "HTML";
    width = "desktop";

    constructor(box) {
        this.box = box;
        this.show(null);
    }

    async show(id) {
        if (id === this.id && this.element.childElementCount) return;
        this.id = id;
        delete this.element.dataset.id;
        if (!id)
            return fill(this.element, h("div", {class: "empty calm"}, icon("mail"), h("p", {}, "Choose a mail: j and k move, Enter opens, / searches.")));
        try {
            const [mail, origin] = await Promise.all([get(`/api/v1/message/${id}`), get(`/_sendlab/messages/${id}`)]);
            if (this.id === id) this.build(mail, origin);
        } catch (error) {
            if (this.id === id) fill(this.element, h("div", {class: "empty"}, h("h2", {}, "This mail is not here any more"), h("p", {}, error.message)));
        }
    }

    build(mail, kept) {
        this.mail = mail;
        this.kept = kept;
        this.remote = false;
        this.element.dataset.id = mail.ID;
        this.copies = h("div", {class: "copies-of"});
        this.body = h("div", {class: "body", role: "tabpanel"});
        this.tabs = h("div", {class: "tabs", role: "tablist"});
        fill(this.element, this.head(), this.copies, this.attachments(), h("div", {class: "bar thin"}, this.tabs, h("span", {class: "gap"}), this.width_choice()), this.body);
        this.show_copies();
        this.open_tab(this.tab);
        this.element.scrollTop = 0;
    }

    head() {
        const {mail, kept} = this;
        return h("header", {class: "letterhead"},
                 h("div", {class: "actions"}, tool("back", "Back to the list", () => this.box.close(), {class: "tool back"}), h("span", {class: "gap"}),
                   h("button", {type: "button", class: "quiet", onclick: () => this.box.set_read([mail.ID], false).then(() => this.box.close())}, "Mark unread"),
                   h("a", {class: "tool", href: `/api/v1/message/${mail.ID}/raw?dl=1`, "aria-label": "Download the source", title: "Download the source"}, icon("down")),
                   tool("trash", "Delete this mail", () => this.box.remove([mail.ID]))),
                 h("h1", {}, mail.Subject || "(no subject)"),
                 h("dl", {}, heading_row("From", address(mail.From)), heading_row("To", list_of(mail.To)), mail.Cc.length > 0 && heading_row("Cc", list_of(mail.Cc)),
                   mail.Bcc.length > 0 && heading_row("Bcc", list_of(mail.Bcc)), mail.ReplyTo.length > 0 && heading_row("Reply to", list_of(mail.ReplyTo)),
                   heading_row("Came", [whole_time(kept.accepted), ` by ${kept.via.toUpperCase()}, ${bytes(mail.Size)}`]),
                   kept.origin && heading_row("Sent by", this.sender(kept.origin)), heading_row("Tags", this.tag_field())));
    }

    sender(origin) {
        return [h("a", {href: `#/timeline/${origin.request_id}/${origin.attempt}`}, `attempt ${origin.attempt}`), origin.file && [" of ", h("code", {}, origin.file)]];
    }

    tag_field() {
        const field = h("input", {class: "plain", value: this.mail.Tags.join(", "), placeholder: "none", "aria-label": "Tags, separated by commas", onchange: async () => {
            const tags = field.value.split(",").map((t) => t.trim()).filter(Boolean);
            await fetch("/api/v1/tags", {method: "PUT", body: JSON.stringify({IDs: [this.mail.ID], Tags: tags})});
            toast(tags.length ? "Tagged" : "Tags removed");
        }});
        return field;
    }

    /// The mark of a mail that came more than once: which attempts sent it, and when.
    async show_copies() {
        if (!this.mail || !this.copies) return;
        const {ID: id} = this.mail;
        const ids = copies.of(id);
        this.copies.hidden = ids.length < 2;
        if (ids.length < 2) return;
        const all = await Promise.all(ids.slice(0, 50).map((one) => get(`/_sendlab/messages/${one}`).catch(() => null)));
        if (this.mail.ID !== id) return;
        const first = Date.parse(all.find(Boolean)?.accepted);
        fill(this.copies, h("h2", {}, h("span", {class: "copies"}, `×${ids.length}`), ` Sent ${ids.length} times`),
             h("ol", {}, all.map((one, i) => one && this.copy_row(one, i, first, id))),
             ids.length > 50 && h("p", {}, `and ${ids.length - 50} more times`));
    }

    copy_row(one, i, first, id) {
        const when = i === 0 ? whole_time(one.accepted) : `${span(Date.parse(one.accepted) - first)} later`;
        const by = one.origin ? h("a", {href: `#/timeline/${one.origin.request_id}/${one.origin.attempt}`, class: "to-attempt"}, `attempt ${one.origin.attempt}`)
                              : one.via === "ses" ? "a call of SES, by no function" : "SMTP";
        return h("li", {"aria-current": one.name === id ? "true" : null}, one.name === id ? h("span", {}, when) : h("a", {href: `#/mail/${one.name}`}, when), " by ", by);
    }

    attachments() {
        const {mail} = this;
        if (!mail.Attachments.length) return null;
        return h("ul", {class: "attachments", "aria-label": "Attachments"}, mail.Attachments.map((part) =>
            h("li", {}, h("a", {href: part_address(mail.ID, part.PartID, "?dl=1"), title: `SHA-256 ${part.Checksums.SHA256}`}, icon("clip"),
                          h("span", {class: "name"}, part.FileName || "(without a name)"), h("small", {}, `${part.ContentType}, ${bytes(part.Size)}`)))));
    }

    width_choice() {
        this.width_bar = choice("Width", Object.keys(widths).map((name) => [name, icon(name)]), this.width, (name) => {
            this.width = name;
            if (this.frame) this.frame.style.width = widths[name];
        });
        return this.width_bar;
    }

    open_tab(wanted) {
        const names = ["HTML", "Text", "Source", "Headers", "Parts"].filter((n) => n !== "HTML" || this.mail.HTML);
        const name = names.includes(wanted) ? wanted : names[0];
        if (wanted !== "HTML" || name === "HTML") this.tab = wanted;
        fill(this.tabs, names.map((n) => h("button", {type: "button", role: "tab", "aria-selected": String(n === name), onclick: () => this.open_tab(n)}, n)));
        this.width_bar.hidden = name !== "HTML";
        this.frame = null;
        ({HTML: () => this.show_html(), Text: () => this.show_text(this.mail.Text), Source: () => this.show_source(), Headers: () => this.show_headers(),
          Parts: () => this.show_parts()})[name]();
    }

    show_html() {
        const address = `/view/${this.mail.ID}.html${this.remote ? "?remote=1" : ""}`;
        this.frame = h("iframe", {class: "letter", title: "The mail's HTML", sandbox: "allow-popups allow-popups-to-escape-sandbox", referrerpolicy: "no-referrer",
                                  src: address, loading: "eager"});
        this.frame.style.width = widths[this.width];
        const ask = !this.remote && from_elsewhere.test(this.mail.HTML) && h("div", {class: "notice"}, "Pictures from elsewhere are not loaded. ",
            h("button", {type: "button", class: "quiet", onclick: () => { this.remote = true; this.show_html(); }}, "Load them"));
        fill(this.body, ask, h("div", {class: "frame"}, this.frame));
    }

    show_text(text) {
        fill(this.body, text ? h("pre", {class: "text"}, text) : h("p", {class: "calm"}, "This mail has no text part."));
    }

    async show_source() {
        const {ID: id} = this.mail;
        const source = await get_text(`/api/v1/message/${id}/raw`);
        if (this.mail.ID !== id || this.tab !== "Source") return;
        fill(this.body, source.length > longest_source && h("div", {class: "notice"}, `The first ${bytes(longest_source)} of ${bytes(source.length)}.`),
             h("pre", {class: "source"}, source.slice(0, longest_source)));
    }

    async show_headers() {
        const {ID: id} = this.mail;
        const headers = await get(`/api/v1/message/${id}/headers`);
        if (this.mail.ID !== id || this.tab !== "Headers") return;
        fill(this.body, h("table", {class: "pairs"}, h("tbody", {}, Object.entries(headers).flatMap(([name, values]) =>
            values.map((value) => h("tr", {}, h("th", {scope: "row"}, name), h("td", {}, value)))))));
    }

    async show_parts() {
        const {mail} = this;
        const {parts} = await get(`/_sendlab/messages/${mail.ID}/parts`);
        if (this.mail.ID !== mail.ID || this.tab !== "Parts") return;
        const kept = new Set([...mail.Inline, ...mail.Attachments].map((p) => p.PartID)); // others are texts, with tabs of their own
        const row = (part) => h("tr", {role: "row", "aria-level": part.depth + 1},
            h("td", {style: `padding-left: ${10 + 22 * part.depth}px`}, part.depth > 0 && h("span", {class: "branch", "aria-hidden": "true"}, "└ "), h("code", {}, part.type)),
            h("td", {}, [part.disposition, part.file_name, part.content_id && `<${part.content_id}>`].filter(Boolean).join(" ")), h("td", {class: "number"}, part.type.startsWith("multipart/") ? "" : bytes(part.size)),
            h("td", {}, part.id && kept.has(part.id) && h("a", {href: part_address(mail.ID, part.id, "?dl=1")}, "Download")));
        fill(this.body, parts.length ? h("table", {class: "grid parts", role: "treegrid", "aria-label": "Parts of the mail"}, h("thead", {}, h("tr", {}, ["Part", "Use", "Size", ""].map((t) => h("th", {scope: "col"}, t)))), h("tbody", {}, parts.map(row)))
                                     : h("p", {class: "calm"}, "This mail is one text, without MIME."), parts.length > 0 && h("p", {class: "calm"}, plural(parts.length, "part")));
    }
}
