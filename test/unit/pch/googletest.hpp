// SPDX-License-Identifier: BSL-1.0
// Precompiled, so without "#pragma once", which gcc warns of in a main file.
#include <gtest/gtest.h>
