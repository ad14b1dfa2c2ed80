// Random operations on a bucket, against bucket_model: what can be read, listed and heard must agree after each of them.
#include "model/s3_operations.hpp"
#include "s3/version_listing.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab::s3::model {

namespace {

class comparison {
public:
    comparison() {
        store_.on_notification([this](const notification& n) { heard_.push_back(n); });
        RC_ASSERT(store_.create_bucket(name).has_value());
    }

    void play(const operation& o) {
        using act = void (comparison::*)(const operation&);
        static constexpr std::array<act, static_cast<std::size_t>(kind::last)> acts{
            &comparison::put,
            &comparison::copy,
            &comparison::remove,
            &comparison::remove_version,
            &comparison::read_version,
            &comparison::multipart,
            &comparison::list,
            &comparison::list_versions,
            &comparison::set_versioning,
            &comparison::notify,
            &comparison::set_lifecycle,
            &comparison::wait,
            &comparison::delete_bucket};
        (this->*acts.at(static_cast<std::size_t>(o.what)))(o);
        check_current();
    }

    /// Each event once, or twice with the same record, and in the order of sequencers as things happened.
    void check_events() {
        clock_.run();
        std::ranges::stable_sort(heard_, {}, [](const notification& n) {
            return std::pair{n.copy, n.record->sequence};
        });
        std::vector<heard_event> first;
        for (const auto& n : heard_) {
            const auto& r = *n.record;
            const heard_event event{std::string{to_string(r.type)}, r.key, r.version_id, r.content.size(),
                                    r.configuration_id};
            if (n.copy == 0)
                first.push_back(event);
            else
                RC_ASSERT(std::ranges::find(model_.events, event) != model_.events.end());
        }
        RC_ASSERT(first == model_.events);
    }

private:
    void put(const operation& o) { write(chosen(keys, o.n[0]), o.n[1] % 4, o.n[2] % 6, "ObjectCreated:Put"); }

    void copy(const operation& o) {
        const auto source = store_.get_object(name, chosen(keys, o.n[1]));
        const auto* known = model_.current(chosen(keys, o.n[1]));
        RC_ASSERT(source.has_value() == (known != nullptr));
        if (source)
            write(chosen(keys, o.n[0]), known->size, 0, "ObjectCreated:Copy");
    }

    void write(const std::string& key, std::uint64_t size, unsigned condition, const char* event) {
        object_store::put_request request{.bucket = name, .key = key, .body = body::of_size(size)};
        if (event == std::string{"ObjectCreated:Copy"})
            request.event = event_type::object_created_copy;
        request.conditions = conditions_of(condition);
        const auto answer = store_.put_object(std::move(request));
        if (const auto refusal = refused(condition, model_.current(key))) {
            RC_ASSERT(answer.has_error());
            RC_ASSERT(answer.error().code == *refusal);
            return;
        }
        RC_ASSERT(answer.has_value());
        model_.put(key, seen(key, **answer), event);
    }

    /// As the model keeps what the store has made; only ids are the store's own choice.
    version seen(const std::string& key, const object& made) {
        const auto id = made.version_id();
        RC_ASSERT((id == "null") == (model_.state != versioning::enabled));
        RC_ASSERT((id == "null" || !model_.find(key, id)));
        return {id, made.body.size(), made.delete_marker, clock_.now()};
    }

    static write_conditions conditions_of(unsigned number) {
        if (number == 1)
            return {.if_match = {}, .if_none_match = "*"};
        if (number == 2)
            return {.if_match = "\"" + body::of_size(1).etag().hex() + "\"", .if_none_match = {}};
        return {};
    }

    static std::optional<errc> refused(unsigned condition, const version* present) {
        if (condition == 1 && present)
            return errc::precondition_failed;
        if (condition == 2 && (!present || present->size != 1))
            return present ? errc::precondition_failed : errc::no_such_key;
        return std::nullopt;
    }

    void remove(const operation& o) {
        const auto& key = chosen(keys, o.n[0]);
        const auto condition = o.n[1] % 6 == 2 ? 2U : 0U; // there is no If-None-Match for deletions
        const auto answer = store_.delete_object(name, key, {.conditions = conditions_of(condition)});
        const auto* present = model_.current(key);
        if (const auto refusal = refused(condition, present)) {
            RC_ASSERT(answer.has_error());
            RC_ASSERT(answer.error().code == *refusal);
            return;
        }
        RC_ASSERT(answer.has_value());
        const bool never = model_.state == versioning::never;
        RC_ASSERT(answer->removed == (!never || present));
        RC_ASSERT(answer->delete_marker == !never);
        model_.remove(key, never ? version{} : marker_of(key), false);
    }

    version marker_of(const std::string& key) {
        const auto* newest = store_.find_bucket(name)->history().newest(key);
        RC_ASSERT((newest && newest->delete_marker));
        return seen(key, *newest);
    }

    /// One that there is, by number; or one that never was.
    std::string any_version(const std::string& key, unsigned number) const {
        const auto found = model_.keys.find(key);
        if (found == model_.keys.end() || number % 5 == 4)
            return number % 2 ? "null" : "nosuchversion";
        return found->second[number % found->second.size()].id;
    }

    void remove_version(const operation& o) {
        const auto& key = chosen(keys, o.n[0]);
        const auto id = any_version(key, o.n[1]);
        const auto* known = model_.find(key, id);
        const auto answer = store_.delete_object(name, key, {.version_id = id});
        RC_ASSERT(answer.has_value());
        RC_ASSERT(answer->removed == (known != nullptr));
        RC_ASSERT(answer->delete_marker == (known && known->marker));
        model_.remove_version(key, id);
    }

    void read_version(const operation& o) {
        const auto& key = chosen(keys, o.n[0]);
        const auto id = any_version(key, o.n[1]);
        const auto* known = model_.find(key, id);
        const auto answer = store_.get_object(name, key, id);
        RC_ASSERT(answer.has_value() == (known && !known->marker));
        if (answer)
            RC_ASSERT((*answer)->body.size() == known->size);
        else
            RC_ASSERT(answer.error().code == (known ? errc::method_not_allowed : errc::no_such_version));
    }

    /// Parts 1 to 3, of which some come twice, some are too small and some are not named in the end.
    void multipart(const operation& o) {
        const auto& key = chosen(keys, o.n[0]);
        const auto id = store_.create_upload(name, {.key = key});
        RC_ASSERT(id.has_value());
        std::map<std::uint32_t, std::uint64_t> parts;
        for (const auto number : {o.n[1], o.n[2], o.n[3]}) {
            const auto size = number % 7 == 0 ? least_part - 1 : least_part + number;
            parts[1 + number % 3] = size;
            RC_ASSERT(store_.upload_part(name, key, *id, 1 + number % 3, {.body = body::of_size(size)})
                          .has_value());
        }
        if (o.n[4] % 5 == 0) {
            RC_ASSERT(store_.abort_upload(name, key, *id).has_value());
            RC_ASSERT(store_.abort_upload(name, key, *id).error().code == errc::no_such_upload);
        } else {
            complete(key, *id, parts, o.n[4] % 5 == 1);
        }
    }

    void complete(const std::string& key, const std::string& id, std::map<std::uint32_t, std::uint64_t> parts,
                  bool without_first) {
        if (without_first && parts.size() > 1)
            parts.erase(parts.begin());
        std::vector<named_part> named;
        std::uint64_t size = 0;
        bool small = false;
        for (const auto& [number, part] : parts) {
            named.push_back({number, body::of_size(part).etag().hex()});
            size += part;
            small = small || (part < least_part && number != parts.rbegin()->first);
        }
        const auto answer = store_.complete_upload(id, named, {.bucket = name, .key = key, .body = {}});
        RC_ASSERT(answer.has_value() == !small);
        if (small) {
            RC_ASSERT(answer.error().code == errc::entity_too_small);
            RC_ASSERT(store_.abort_upload(name, key, id).has_value());
            return;
        }
        RC_ASSERT((*answer)->body.size() == size);
        model_.put(key, seen(key, **answer), "ObjectCreated:CompleteMultipartUpload");
    }

    void list(const operation& o) {
        const auto& prefix = chosen(prefixes, o.n[1]);
        const auto& delimiter = chosen(delimiters, o.n[2]);
        const std::size_t most = 1 + o.n[3] % 4;
        std::vector<std::string> present;
        for (const auto& [key, versions] : model_.keys)
            if (!versions.front().marker)
                present.push_back(key);
        std::vector<std::string> found;
        std::string after;
        for (bool more = true; more;) {
            const auto page = store_.list_objects(name, prefix, delimiter, after, most);
            RC_ASSERT(page.has_value());
            std::vector<std::pair<std::string, std::string>> entries;
            for (const auto& [key, object] : page->objects)
                entries.emplace_back(key, "key " + key);
            for (const auto& group : page->common_prefixes)
                entries.emplace_back(group, "group " + group);
            RC_ASSERT(entries.size() <= most);
            RC_ASSERT((entries.size() == most || !page->truncated));
            std::ranges::sort(entries);
            for (const auto& entry : entries)
                found.push_back(entry.second);
            more = page->truncated;
            after = page->next_start_after;
        }
        RC_ASSERT(found == entries(present, prefix, delimiter));
    }

    void list_versions(const operation& o) {
        const auto& prefix = chosen(prefixes, o.n[1]);
        std::vector<std::string> found;
        version_listing page{.truncated = true};
        while (page.truncated) {
            const auto key = page.next_key_marker;
            const auto id = page.next_version_id_marker;
            page = s3::list_versions(*store_.find_bucket(name), {prefix, {}, key, id, 1 + o.n[2] % 4});
            for (const auto& [of, version, latest] : page.versions)
                found.push_back(of + ' ' + version->version_id() + (latest ? " latest" : "") +
                                (version->delete_marker ? " marker" : ""));
        }
        std::vector<std::string> known;
        for (const auto& [key, versions] : model_.keys)
            for (const auto& v : versions)
                if (key.starts_with(prefix))
                    known.push_back(key + ' ' + v.id + (&v == &versions.front() ? " latest" : "") +
                                    (v.marker ? " marker" : ""));
        RC_ASSERT(found == known);
    }

    void set_versioning(const operation& o) {
        model_.state = o.n[1] % 2 ? versioning::suspended : versioning::enabled;
        (*store_.change_bucket(name))->set_versioning(model_.state);
    }

    void notify(const operation& o) {
        notification_configuration wanted;
        for (unsigned i = 0; i < o.n[0] % 3; ++i)
            wanted.rules.push_back(rule_of(o, i));
        const auto answer = store_.put_notification_configuration(name, wanted);
        const bool refused =
            wanted.rules.size() == 2 && ambiguous(wanted.rules[0], wanted.rules[1], event_names);
        RC_ASSERT(answer.has_value() != refused);
        if (answer)
            model_.rules = wanted.rules;
    }

    void set_lifecycle(const operation& o) {
        model_.lifecycle.reset();
        if (o.n[1] % 3 > 0)
            model_.lifecycle = {
                .id = "tidy", .prefix = chosen(prefixes, o.n[2]), .expire_after_days = 1 + o.n[3] % 3};
        std::vector<lifecycle_rule> rules;
        if (model_.lifecycle)
            rules.push_back(*model_.lifecycle);
        RC_ASSERT(store_.put_lifecycle(name, rules).has_value());
        expire();
    }

    void wait(const operation& o) {
        clock_.run(clock_.now() + std::chrono::hours{o.n[1] % 60});
        expire();
    }

    void expire() {
        store_.expire_due();
        for (const auto& key : model_.expired(clock_.now()))
            model_.remove(key, model_.state == versioning::never ? version{} : marker_of(key), true);
    }

    void delete_bucket(const operation&) {
        const auto answer = store_.delete_bucket(name);
        RC_ASSERT(answer.has_value() == model_.keys.empty());
        if (!answer)
            return;
        RC_ASSERT(store_.get_object(name, "a").error().code == errc::no_such_bucket);
        RC_ASSERT(store_.create_bucket(name).has_value());
        auto events = std::move(model_.events);
        model_ = {};
        model_.events = std::move(events);
    }

    void check_current() {
        std::uint64_t count = 0;
        std::uint64_t bytes = 0;
        for (const auto& [key, versions] : model_.keys) {
            count += !versions.front().marker;
            for (const auto& v : versions)
                bytes += v.size;
        }
        RC_ASSERT(store_.object_count() == count);
        RC_ASSERT(store_.bytes_stored() == bytes);
        for (const auto& key : keys) {
            const auto* known = model_.current(key);
            const auto found = store_.get_object(name, key);
            RC_ASSERT(found.has_value() == (known != nullptr));
            if (found)
                RC_ASSERT(std::pair((*found)->version_id(), (*found)->body.size()) ==
                          std::pair(known->id, known->size));
        }
    }

    virtual_scheduler clock_;
    object_store store_{
        clock_,
        random_source{1},
        {.notification_delay = latency{distribution::uniform(0, 3e9)}, .duplicate_notifications = 0.2}};
    bucket_model model_;
    std::vector<notification> heard_;
};

} // namespace

TEST_CASE("a bucket is a map of keys to versions, and tells of each change whom it concerns") {
    test::for_all(5000, [] {
        comparison both;
        for (const auto& operation : *rc::gen::container<std::vector<operation>>(any_operation()))
            both.play(operation);
        both.check_events();
    });
}

} // namespace sendlab::s3::model
