// SPDX-License-Identifier: BSL-1.0
#include <aludel/migrate/revision_graph.hpp>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>

#include <aludel/error.hpp>

#include "revision_place.hpp"

namespace aludel::migrate {
namespace {

using chosen = std::set<std::string_view>;

std::string quoted_ids(const std::vector<const revision*>& revisions) {
    std::string text;
    for (const revision* each : revisions) {
        text += (text.empty() ? "" : ", ") + each->id + (each->message.empty() ? "" : " (" + each->message + ')');
    }
    return text;
}

bool has_parent(const revision& child, std::string_view parent) {
    return std::find(child.parents.begin(), child.parents.end(), parent) != child.parents.end();
}

/// Takes the revisions whose parents have been taken, the lowest id first, until none is left.
std::vector<revision> parents_first(std::vector<revision> revisions) {
    std::sort(revisions.begin(), revisions.end(), [](const revision& a, const revision& b) { return a.id < b.id; });
    std::vector<revision> ordered;
    std::set<std::string> placed;
    while (!revisions.empty()) {
        const auto is_ready = [&placed](const revision& each) {
            return std::all_of(each.parents.begin(), each.parents.end(),
                               [&placed](const std::string& parent) { return placed.contains(parent); });
        };
        const auto next = std::find_if(revisions.begin(), revisions.end(), is_ready);
        if (next == revisions.end()) {
            throw usage_error{place_of(revisions.front()) +
                              ": the revision is an ancestor of itself; give one in the circle another parent"};
        }
        placed.insert(next->id);
        ordered.push_back(std::move(*next));
        revisions.erase(next);
    }
    return ordered;
}

/// The number behind the sign of "+2" and "-2"; none: it is no such text.
std::optional<std::size_t> steps_of(std::string_view target, char sign) {
    std::size_t steps = 0;
    if (!target.starts_with(sign) || target.size() < 2) {
        return {};
    }
    const char* const end = target.data() + target.size();
    const auto [stopped, failed] = std::from_chars(target.data() + 1, end, steps);
    return failed == std::errc{} && stopped == end ? std::optional{steps} : std::nullopt;
}

std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file) {
        throw usage_error{path.filename().string() + ": the file cannot be read"};
    }
    return text;
}

}  // namespace

revision_graph::revision_graph(std::vector<revision> revisions) {
    std::set<std::string> ids;
    for (const revision& each : revisions) {
        if (!ids.insert(each.id).second) {
            throw usage_error{place_of(each) + ": another revision has the id " + each.id +
                              ", too; ids must be distinct"};
        }
    }
    for (const revision& each : revisions) {
        for (const std::string& parent : each.parents) {
            if (!ids.contains(parent)) {
                throw usage_error{place_of(each) + ": there is no revision " + parent +
                                  ", which it names as its parent"};
            }
        }
    }
    revisions_ = parents_first(std::move(revisions));
}

revision_graph revision_graph::read(const std::string& folder) {
    if (!std::filesystem::is_directory(folder)) {
        throw usage_error{"there is no folder \"" + folder +
                          "\" of revisions; make it with the command init, or say where it is"};
    }
    std::vector<revision> revisions;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".sql") {
            revisions.push_back(read_revision(text_of_file(entry.path()), entry.path().filename().string()));
        }
    }
    return revision_graph{std::move(revisions)};
}

const revision* revision_graph::find(std::string_view id) const {
    const auto found =
        std::find_if(revisions_.begin(), revisions_.end(), [id](const revision& each) { return each.id == id; });
    return found == revisions_.end() ? nullptr : &*found;
}

const revision& revision_graph::resolve(std::string_view name) const {
    std::vector<const revision*> meant;
    if (name == "head") {
        meant = heads();
    } else if (const revision* exact = find(name)) {
        meant = {exact};
    } else if (!name.empty()) {
        for (const revision& each : revisions_) {
            if (each.id.starts_with(name)) {
                meant.push_back(&each);
            }
        }
    }
    if (meant.size() == 1) {
        return *meant.front();
    }
    if (meant.empty()) {
        throw usage_error{
            "there is no revision \"" + std::string{name} + "\"" +
            (revisions_.empty() ? "; there is none at all" : "; the command history lists those there are")};
    }
    throw usage_error{"\"" + std::string{name} + "\" is not one revision but several: " + quoted_ids(meant) +
                      (name == "head" ? "; merge them, or ask for \"heads\"" : "; write more of the id")};
}

std::vector<const revision*> revision_graph::heads() const {
    chosen parents;
    for (const revision& each : revisions_) {
        parents.insert(each.parents.begin(), each.parents.end());
    }
    std::vector<const revision*> found;
    for (const revision& each : revisions_) {
        if (!parents.contains(each.id)) {
            found.push_back(&each);
        }
    }
    return found;
}

std::vector<const revision*> revision_graph::heads_of(const std::vector<std::string>& ids) const {
    require_known(ids);
    chosen parents;
    for (const std::string& id : ids) {
        const revision& each = *find(id);
        parents.insert(each.parents.begin(), each.parents.end());
    }
    std::vector<const revision*> found;
    for (const revision& each : revisions_) {
        if (std::find(ids.begin(), ids.end(), each.id) != ids.end() && !parents.contains(each.id)) {
            found.push_back(&each);
        }
    }
    return found;
}

std::vector<const revision*> revision_graph::with_ancestors(const std::vector<const revision*>& of) const {
    chosen wanted;
    for (const revision* each : of) {
        wanted.insert(each->id);
    }
    std::vector<const revision*> found;
    for (auto each = revisions_.rbegin(); each != revisions_.rend(); ++each) {
        if (wanted.contains(each->id)) {
            wanted.insert(each->parents.begin(), each->parents.end());
            found.push_back(&*each);
        }
    }
    std::reverse(found.begin(), found.end());
    return found;
}

std::vector<const revision*> revision_graph::with_descendants(const revision& of) const {
    std::vector<const revision*> found;
    for (const revision& each : revisions_) {
        const auto is_parent = [&each](const revision* parent) {
            return has_parent(each, parent->id);
        };
        if (&each == &of || std::any_of(found.begin(), found.end(), is_parent)) {
            found.push_back(&each);
        }
    }
    return found;
}

void revision_graph::require_known(const std::vector<std::string>& applied) const {
    for (const std::string& id : applied) {
        if (find(id) == nullptr) {
            throw usage_error{
                "the database has the revision " + id +
                ", which is not here: it was made by a newer program, or its file is gone; use the program "
                "that has it, bring the file back, or stamp the revision that the schema is at"};
        }
    }
}

std::vector<const revision*> revision_graph::way_up(const std::vector<std::string>& applied,
                                                    std::string_view target) const {
    require_known(applied);
    const auto is_applied = [&applied](const revision* each) {
        return std::find(applied.begin(), applied.end(), each->id) != applied.end();
    };
    const std::optional<std::size_t> steps = steps_of(target, '+');
    std::vector<const revision*> way;
    if (target == "heads" || steps || (target == "head" && revisions_.empty())) {
        way = with_ancestors(heads());
    } else {
        way = with_ancestors({&resolve(target)});
    }
    std::erase_if(way, is_applied);
    if (steps && *steps > way.size()) {
        throw usage_error{"there are only " + std::to_string(way.size()) + " revisions to apply, not " +
                          std::to_string(*steps)};
    }
    way.resize(steps.value_or(way.size()));
    return way;
}

std::vector<const revision*> revision_graph::way_down(const std::vector<std::string>& applied,
                                                      std::string_view target) const {
    require_known(applied);
    std::vector<const revision*> way;
    const std::optional<std::size_t> steps = steps_of(target, '-');
    if (target == "base" || steps) {
        for (const revision& each : revisions_) {
            way.push_back(&each);
        }
    } else {
        const revision& kept = resolve(target);
        way = with_descendants(kept);
        std::erase(way, &kept);
        if (std::find(applied.begin(), applied.end(), kept.id) == applied.end()) {
            throw usage_error{"the database does not have the revision " + kept.id + ", so it cannot go back to it"};
        }
    }
    std::erase_if(way, [&applied](const revision* each) {
        return std::find(applied.begin(), applied.end(), each->id) == applied.end();
    });
    std::reverse(way.begin(), way.end());
    if (steps) {
        if (*steps > way.size()) {
            throw usage_error{"only " + std::to_string(way.size()) + " revisions are applied, so " +
                              std::to_string(*steps) + " cannot be taken back"};
        }
        if (const auto tips = heads_of(applied); tips.size() > 1) {
            throw usage_error{"the database is at several revisions: " + quoted_ids(tips) +
                              "; name the one to go back to"};
        }
        way.resize(*steps);
    }
    return way;
}

}  // namespace aludel::migrate
