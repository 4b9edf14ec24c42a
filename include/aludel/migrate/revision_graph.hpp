// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <aludel/migrate/revision.hpp>

namespace aludel::migrate {

/// Revisions with the way between them: each one's parents come before it. Branches have several heads until a revision
/// merges them. Cheap to move, owns its revisions; pointers to them are good as long as it lives.
class revision_graph {
public:
    revision_graph() = default;
    /// Throws usage_error naming the files: two revisions of one id, a parent that is not there, a circle.
    explicit revision_graph(std::vector<revision> revisions);

    /// Reads every *.sql of a folder. Throws usage_error for a folder that is not there, and as read_revision does.
    static revision_graph read(const std::string& folder);

    /// Parents before children; otherwise by id.
    [[nodiscard]] const std::vector<revision>& revisions() const noexcept { return revisions_; }
    /// The revision of this id, or null.
    [[nodiscard]] const revision* find(std::string_view id) const;
    /// The revision that an id, the beginning of one, or "head" names. Throws usage_error when it names none or
    /// several, with those there are.
    [[nodiscard]] const revision& resolve(std::string_view name) const;
    /// Those that are nobody's parent.
    [[nodiscard]] std::vector<const revision*> heads() const;
    /// Those among `ids` that are no ancestor of another one among them. Throws usage_error for an id that is not here.
    [[nodiscard]] std::vector<const revision*> heads_of(const std::vector<std::string>& ids) const;

    /// What is to be applied, in order, to get from the applied revisions to the target: an id or the beginning of one,
    /// "head" (there must be one), "heads" (all of them), or "+2" for so many revisions from here. Throws usage_error.
    [[nodiscard]] std::vector<const revision*> way_up(const std::vector<std::string>& applied,
                                                      std::string_view target) const;
    /// What is to be taken back, in order, to get from the applied revisions back to the target: an id or the beginning
    /// of one, whose descendants are taken back; "-2" for so many revisions from here; "base" for all. Throws
    /// usage_error.
    [[nodiscard]] std::vector<const revision*> way_down(const std::vector<std::string>& applied,
                                                        std::string_view target) const;
    /// A revision with all its ancestors, parents first.
    [[nodiscard]] std::vector<const revision*> with_ancestors(const std::vector<const revision*>& of) const;

private:
    [[nodiscard]] std::vector<const revision*> with_descendants(const revision& of) const;
    void require_known(const std::vector<std::string>& applied) const;

    std::vector<revision> revisions_;
};

}  // namespace aludel::migrate
