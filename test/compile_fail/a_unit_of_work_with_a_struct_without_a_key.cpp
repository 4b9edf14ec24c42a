// SPDX-License-Identifier: BSL-1.0
// expect: a unit of work knows rows by their keys: a member called id, or .primary_key<…>() in entity<T>
#include <aludel/aludel.hpp>

struct reading {
    std::string sensor;
    double value = 0;
};

void note(aludel::unit_of_work& work, const reading& what) {
    work.add(what);
}
