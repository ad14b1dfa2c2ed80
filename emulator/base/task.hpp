// A callable that runs once, kept inside the object: scheduling an event allocates nothing.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace sendlab {

/// Move-only, `void()`; a closure larger than `capacity` bytes does not compile (capture a pointer instead).
class task {
public:
    static constexpr std::size_t capacity = 48; // a pointer and a std::function

    task() noexcept = default;

    template<class F>
    requires(!std::same_as<std::remove_cvref_t<F>, task> && std::invocable<F&>) task(F&& f)
        : ops_{&operations_of<std::decay_t<F>>} {
        using closure = std::decay_t<F>;
        static_assert(sizeof(closure) <= capacity, "capture less, or a pointer to it");
        static_assert(alignof(closure) <= alignof(void*));
        static_assert(std::is_nothrow_move_constructible_v<closure>);
        ::new (static_cast<void*>(bytes_)) closure(std::forward<F>(f));
    }

    task(task&& other) noexcept { take(other); }

    task& operator=(task&& other) noexcept {
        if (this != &other) {
            reset();
            take(other);
        }
        return *this;
    }

    ~task() { reset(); }

    explicit operator bool() const noexcept { return ops_ != nullptr; }

    void operator()() { ops_->invoke(bytes_); }

    void reset() noexcept {
        const auto* ops = std::exchange(ops_, nullptr);
        if (ops && ops->destroy)
            ops->destroy(bytes_);
    }

private:
    /// Of one type of closure. Most capture pointers and numbers only: those are moved as bytes, and there is nothing
    /// to destroy.
    struct operations {
        void (*invoke)(void*);
        void (*relocate)(void* from, void* to) noexcept; // null: copy the bytes
        void (*destroy)(void*) noexcept;                 // null: nothing to do
    };

    template<class Closure>
    static constexpr operations make_operations() {
        operations ops{[](void* self) { (*static_cast<Closure*>(self))(); }, nullptr, nullptr};
        if constexpr (!std::is_trivially_copyable_v<Closure>) {
            ops.relocate = [](void* from, void* to) noexcept {
                auto* source = static_cast<Closure*>(from);
                ::new (to) Closure(std::move(*source));
                source->~Closure();
            };
            ops.destroy = [](void* self) noexcept { static_cast<Closure*>(self)->~Closure(); };
        }
        return ops;
    }

    template<class Closure>
    static constexpr operations operations_of = make_operations<Closure>();

    void take(task& other) noexcept {
        ops_ = std::exchange(other.ops_, nullptr);
        if (!ops_)
            return;
        if (ops_->relocate)
            ops_->relocate(other.bytes_, bytes_);
        else
            std::memcpy(bytes_, other.bytes_, capacity);
    }

    const operations* ops_ = nullptr;
    alignas(void*) std::byte bytes_[capacity];
};

} // namespace sendlab
