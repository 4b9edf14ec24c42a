// SPDX-License-Identifier: BSL-1.0
#include <map>
#include <mutex>

#include <aludel/dialect/dialect.hpp>

#include "builtin_dialects.hpp"

namespace aludel {
namespace {

/// Schemes and their factories. Explicit, because self-registering objects vanish from static libraries.
class registry {
public:
    static registry& instance() {
        static registry only;
        return only;
    }

    void add(std::string scheme, dialect_factory factory) {
        const std::lock_guard lock{mutex_};
        factories_[std::move(scheme)] = std::move(factory);
    }

    std::unique_ptr<dialect> make(std::string_view scheme) {
        const dialect_factory factory = find(scheme);
        std::unique_ptr<dialect> made = factory();
        if (!made) {
            throw usage_error{"the dialect factory registered for \"" + std::string{scheme} + "\" made nothing"};
        }
        return made;
    }

private:
    registry() {
        for (const builtin_dialect& builtin : builtin_dialects()) {
            factories_[std::string{builtin.scheme}] = builtin.make;
        }
    }

    dialect_factory find(std::string_view scheme) {
        const std::lock_guard lock{mutex_};
        const auto found = factories_.find(scheme);
        if (found != factories_.end()) {
            return found->second;
        }
        std::string known;
        for (const auto& [name, factory] : factories_) {
            known += (known.empty() ? "" : ", ") + name;
        }
        throw usage_error{"unknown scheme \"" + std::string{scheme} +
                          "\" in the connection string; known are: " + known};
    }

    std::mutex mutex_;
    std::map<std::string, dialect_factory, std::less<>> factories_;
};

}  // namespace

void register_dialect(std::string scheme, dialect_factory factory) {
    registry::instance().add(std::move(scheme), std::move(factory));
}

std::unique_ptr<dialect> dialect_for(std::string_view scheme) {
    return registry::instance().make(scheme);
}

}  // namespace aludel
