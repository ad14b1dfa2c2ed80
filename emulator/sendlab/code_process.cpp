#include "sendlab/code_process.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "api/live/put_event.hpp"
#include "base/json_text.hpp"
#include "mailbox/mime_text.hpp"
#include "pipeline/handlers/attempt_costs.hpp"

namespace sendlab {

namespace {

using api::call_condition;
using faults::operation;

std::string error_object(std::string_view type, std::string_view message) {
    std::string text = R"({"errorType":)";
    append_json_string(text, type);
    text += R"(,"errorMessage":)";
    append_json_string(text, message);
    return text += '}';
}

/// As Node's runtime reports what a handler throws.
lambda::handler_result result_of(const std::exception_ptr& thrown) {
    if (!thrown)
        return {};
    try {
        std::rethrow_exception(thrown);
    } catch (const service_error& error) {
        return {false, error_object(error.code(), error.what())};
    } catch (const std::exception& error) {
        return {false, error_object("Error", error.what())};
    } catch (...) {
        return {false, error_object("Error", "something that is no std::exception was thrown")};
    }
}

bool is_retryable(const call_condition::failure& fail) {
    return fail.status >= 500 || fail.code == "Throttling";
}

service_error lost_connection() {
    return {"NetworkingError", "the connection was closed before an answer came", true};
}

} // namespace

/// Calls hold it weakly. While it is there the process lives; once it is gone what is on the way is as lost as the
/// sockets of a killed process.
class code_process::attempt_run final : public invocation,
                                        public std::enable_shared_from_this<code_process::attempt_run> {
public:
    /// `slowdown`: what faults do to CPU.
    attempt_run(cloud& around, const lambda::invocation& run, const lambda::log_sink& log, double slowdown)
        : cloud_{around},
          run_{run},
          slowdown_{slowdown},
          log_{log},
          id_{run.id.text()},
          put_{dynamic_cast<const api::live::put_event&>(*run.event)} {}

    [[nodiscard]] const std::string& request_id() const override { return id_; }
    [[nodiscard]] std::string event() const override { return put_.json(); }
    [[nodiscard]] const std::string& bucket() const override { return put_.record().bucket; }
    [[nodiscard]] const std::string& key() const override { return put_.record().key; }
    [[nodiscard]] duration remaining() const override { return run_.deadline - cloud_.clock.now(); }
    void log(std::string_view line) override { log_(line); }

    call<std::string> get_object(const std::string& bucket, const std::string& key) override {
        return ask<std::string>(operation::s3_get, "s3.GetObject", 0, [this, bucket, key]() -> std::string {
            const auto object = cloud_.store.get_object(bucket, key);
            if (!object)
                throw service_error{std::string{to_string(object.error().code)}, object.error().message,
                                    false};
            return std::string{(*object)->body.bytes()->in_memory().value()};
        });
    }

    call<done> put_object(const std::string& bucket, const std::string& key, std::string bytes) override {
        const auto size = bytes.size();
        return ask<done>(
            operation::s3_put, "s3.PutObject", size, [this, bucket, key, bytes = std::move(bytes)]() -> done {
                if (!cloud_.store.has_bucket(bucket))
                    throw service_error{"NoSuchBucket", "The specified bucket does not exist", false};
                cloud_.put_object(bucket, key, bytes, put_.ancestors() + 1);
                return {};
            });
    }

    call<std::string> send(const email& mail) override {
        mailbox::draft draft;
        draft.from = mail.from;
        draft.to = mail.to;
        draft.subject = mail.subject;
        draft.body = mail.text;
        draft.date = cloud_.clock.now();
        auto raw = std::make_shared<const std::string>(mailbox::mime_text(draft));
        const auto size = raw->size();
        return ask<std::string>(operation::ses_send, "ses.SendEmail", size,
                                [this, mail, raw = std::move(raw)] { return accept(mail, raw); });
    }

    /// One thread: what is asked for while it computes is computed afterwards.
    call<done> work(duration cpu) override {
        const auto now = cloud_.clock.now();
        busy_until_ = std::max(busy_until_, now) + pipeline::stretched(cpu, run_.memory_mb, slowdown_);
        return wait(busy_until_ - now);
    }

    call<done> wait(duration time) override {
        auto answer = std::make_shared<detail::answer<done>>();
        cloud_.clock.run_after(time,
                               [answer, life = weak_from_this()] { hand_over(life, *answer, done{}, {}); });
        return call<done>{std::move(answer)};
    }

    /// The attempt has ended by itself: what is on its way arrives, but nobody hears the answers.
    void end() { over_ = true; }

private:
    /// A call that is on its way: to the service, and back.
    template<class T>
    struct errand {
        std::weak_ptr<attempt_run> life;
        call_condition condition;
        std::string action;
        std::function<T()> act;
        std::optional<T> value{};
        std::exception_ptr error{};
        std::shared_ptr<detail::answer<T>> answer = std::make_shared<detail::answer<T>>();

        void arrive() {
            if (life.expired())
                return;
            try {
                if (condition.fail)
                    throw service_error{condition.fail->code, condition.fail->message,
                                        is_retryable(*condition.fail)};
                if (condition.end == call_condition::ending::drop_connection)
                    throw lost_connection();
                value = act();
                if (condition.end == call_condition::ending::lose_answer)
                    throw lost_connection();
            } catch (const service_error&) {
                error = std::current_exception();
            }
            if (const auto run = life.lock())
                run->cloud_.count_call(action, !error);
        }
    };

    template<class T>
    static void hand_over(const std::weak_ptr<attempt_run>& life, detail::answer<T>& answer,
                          std::optional<std::type_identity_t<T>> value, std::exception_ptr error) {
        const auto run = life.lock();
        if (!run || run->over_)
            return;
        answer.value = std::move(value);
        answer.error = std::move(error);
        if (answer.ready)
            answer.ready();
    }

    template<class T>
    call<T> ask(operation what, std::string action, std::uint64_t bytes, std::function<T()> act) {
        auto trip = std::make_shared<errand<T>>();
        trip->life = weak_from_this();
        trip->condition = cloud_.conditions.of(what, bytes, {run_.attempt, {}});
        trip->action = std::move(action);
        trip->act = std::move(act);
        auto& clock = cloud_.clock;
        clock.run_after(trip->condition.before_action, [trip, &clock] {
            trip->arrive();
            clock.run_after(trip->condition.before_answer, [trip] {
                hand_over(trip->life, *trip->answer, std::move(trip->value), trip->error);
            });
        });
        return call<T>{trip->answer};
    }

    std::string accept(const email& mail, const std::shared_ptr<const std::string>& raw) {
        const std::vector<std::string_view> recipients(mail.to.begin(), mail.to.end());
        ses::send_request request;
        request.source = mail.from;
        request.recipients = recipients;
        request.recipient_count = static_cast<std::uint32_t>(recipients.size());
        request.bytes = raw->size();
        const auto sent = cloud_.ses.send(request);
        if (!sent)
            throw service_error{std::string{to_string(sent.error())},
                                cloud_.ses.error_text(sent.error(), request),
                                ses::is_retryable(sent.error())};
        mailbox::message message;
        message.accepted = cloud_.clock.now();
        message.from = mail.from;
        message.recipients = mail.to;
        message.raw = raw;
        message.size = raw->size();
        message.ses_id = cloud_.ses.text(*sent);
        message.origin = mailbox::origin{key(), mailbox::origin::unknown_position, run_.attempt, id_};
        auto id = message.ses_id;
        cloud_.mail.accept(std::move(message));
        return id;
    }

    cloud& cloud_;
    const lambda::invocation run_;
    const double slowdown_;
    const lambda::log_sink& log_;
    const std::string id_;
    const api::live::put_event& put_; // run_ keeps it
    time_point busy_until_{};
    bool over_ = false;
};

code_process::code_process(cloud& around, program code, std::uint64_t environment)
    : cloud_{around}, code_{std::move(code)}, environment_{environment} {}

code_process::~code_process() {
    terminate();
}

void code_process::init(bool cold, std::function<void()> ready) {
    ready_ = std::move(ready);
    const auto draws = cloud_.random.stream("handler.cold_start");
    const auto takes =
        cloud_.scenario.lambda.handler.cold_start.at(draws.uniform(environment_, cold ? 0 : 1));
    timer_ = cloud_.clock.run_after(takes, [this] { std::exchange(ready_, nullptr)(); });
}

void code_process::start(const lambda::invocation& run, std::function<void(lambda::handler_result)> done) {
    job_.reset(); // of the attempt before
    done_ = std::move(done);
    auto& faults = cloud_.conditions.faults();
    const auto effect = faults.apply({.what = operation::lambda_attempt,
                                      .at = cloud_.clock.now(),
                                      .entity = run.id.low,
                                      .attempt = run.attempt});
    run_ = std::make_shared<attempt_run>(cloud_, run, log_, effect.latency_factor);
    failure_ = effect.fail ? error_object(effect.fail->code, "injected") : "";
    timer_ = cloud_.clock.run_after(effect.extra_latency, [this] {
        if (!failure_.empty())
            return finish({false, failure_});
        run_code();
    });
}

void code_process::run_code() {
    if (auto* const coroutine = std::get_if<handler_code>(&code_)) {
        job_.emplace((*coroutine)(*run_));
        return job_->start([this](const std::exception_ptr& thrown) { finish(result_of(thrown)); });
    }
    const std::weak_ptr<attempt_run> life = run_;
    std::get<callback_code>(code_)(*run_, [this, life](const std::string& error) {
        if (!life.expired())
            finish(error.empty() ? lambda::handler_result{}
                                 : lambda::handler_result{false, error_object("Error", error)});
    });
}

void code_process::finish(lambda::handler_result result) {
    if (!done_)
        return;
    run_->end();
    std::exchange(done_, nullptr)(std::move(result));
}

void code_process::terminate() {
    cloud_.clock.cancel(timer_);
    ready_ = nullptr;
    done_ = nullptr;
    job_.reset();
    run_.reset();
}

} // namespace sendlab
